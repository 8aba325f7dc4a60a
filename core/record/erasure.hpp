// What the record keeps of an erasure: that it happened, and which statements are taken back at record stores. No word of the person is in it.
#pragma once
#include <string>

#include "core/record/event.hpp"

namespace preceptor::record {

inline constexpr const char* kPersonErased = "person_erased";         // in the person's own stream
inline constexpr const char* kStatementVoided = "statement_voided";   // in the stream of the statement it takes back

// `by`: who did it: "command line" or a member of staff's person id.
Other person_erased(const std::string& by, bool voids);
Other statement_voided(const base::StatementId& statement);

}  // namespace preceptor::record
