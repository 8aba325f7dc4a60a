// What makes a statement acceptable to this record store: the structure rules an LRS has to enforce (xAPI Data 2.2 to 2.5).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace preceptor::demo {

// Empty when acceptable, otherwise one sentence that names the property.
std::string statement_problem(const nlohmann::json& statement);

bool is_voiding(const nlohmann::json& statement);

}  // namespace preceptor::demo
