// Statements that void another (xAPI Data 2.3.2), of template record::kVoidingTemplate. The actor is the site, so that nobody is named.
#pragma once
#include <string>

#include "core/record/rendering.hpp"

namespace preceptor::xapi {

// Takes a statement back that names an erased person: it goes to every record store of that audience. `event`: of the taking back itself, one for each statement.
// Error statement_invalid: as in render.hpp.
base::Result<record::Rendering> render_taking_back(const record::Event& event, const base::StatementId& target, const std::string& activity_base, const std::string& audience);

// Voids a statement that another stands in the place of: it goes where that one was sent. `event`: of superseding.hpp; `registration`: of the statement, its
// context.registration; `audience`: as its. Error statement_invalid.
base::Result<record::Rendering> render_voiding(const record::Event& event, const std::string& registration, const base::StatementId& old_id, const std::string& activity_base,
                                               const std::string& audience = "identified");

}  // namespace preceptor::xapi
