// Typed reading of claims. An optional claim that is null counts as absent; one of another type is refused by its name,
// never by its value (LTI core 1.3, 4.3, 5.3, 5.4; lti.md 4.6).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "lti/launch.hpp"

namespace preceptor::lti {

// The member of that name; nullptr when absent or null.
const nlohmann::json* find_member(const nlohmann::json& object, std::string_view name);
// The claim kClaim + name; nullptr when absent or null.
const nlohmann::json* find_lti_claim(const nlohmann::json& claims, std::string_view name);

// Error launch_claim_malformed with "<name> is not <wanted>".
base::Error malformed_claim(std::string_view name, std::string_view wanted);

// The text of an optional member; empty when absent. `shown` is the name in an error.
base::Result<std::string> text_member(const nlohmann::json& object, std::string_view name, std::string_view shown);
// An optional array of texts; empty when absent.
base::Result<std::vector<std::string>> texts_member(const nlohmann::json& object, std::string_view name,
                                                    std::string_view shown);

// 1 to 255 ASCII characters, the form of ids in LTI core 5.3.
bool is_id(std::string_view text);

// The optional claims of a launch of any kind; those of services are in service_claims.hpp.
base::Status read_context(const nlohmann::json& claims, Launch& launch);
base::Status read_tool_platform(const nlohmann::json& claims, Launch& launch);
base::Status read_presentation(const nlohmann::json& claims, Launch& launch);
void read_name(const nlohmann::json& claims, Launch& launch);
base::Status read_custom(const nlohmann::json& claims, Launch& launch);

}  // namespace preceptor::lti
