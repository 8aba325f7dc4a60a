// Whether a record store holds what we sent: compared by meaning, not by bytes.
#pragma once
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::xapi {

// Ignores what a store sets (stored, authority, version) and fills in (objectType, arrays for single context activities); compares instants as
// instants, durations to 0.01 s, ids without case, group members without order. Error json_malformed: one of them is no JSON object.
base::Result<bool> same_statement(std::string_view ours, std::string_view theirs);

}  // namespace preceptor::xapi
