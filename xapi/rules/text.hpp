// From text to JSON, keeping what a parser would hide. Internal to xapi.
#pragma once
#include <optional>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "xapi/rules/check.hpp"

namespace preceptor::xapi::checks {

// False when the text cannot be read; why is in the findings (rules 1, 9, 10, 67). A duplicate key is a finding, the last one counts.
bool parse_statement(Check& check, std::string_view text, nlohmann::json& out);

}  // namespace preceptor::xapi::checks
