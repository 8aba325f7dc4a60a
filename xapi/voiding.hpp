// A statement that takes another back at the record stores that hold it (xAPI Data 2.3.2).
#pragma once
#include <string>

#include "core/record/rendering.hpp"

namespace preceptor::xapi {

// `event`: of the voiding itself, one for each statement that is taken back. The actor is the site, so that nobody is named. Error statement_invalid.
base::Result<record::Rendering> render_voiding(const record::Event& event, const base::StatementId& target, const std::string& activity_base);

}  // namespace preceptor::xapi
