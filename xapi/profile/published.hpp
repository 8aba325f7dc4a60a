// The profile that comes with the program. Its ids lie under the activity base of the site, which serves it there: a site vouches for its own
// address, and the project has none that it could promise for ever (docs/decisions/0036).
#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace preceptor::xapi {

// Of the document in this folder. What it asks of statements changes only together with this number.
inline constexpr std::string_view kProfileVersion = "1.0.0";

// "<base>/xapi/profile/<version>": what statements name, and where the document is served. `activity_base` has no slash at its end.
std::string profile_version_id(std::string_view activity_base);
// The base of such an id; empty when it is none of ours, of another version, or over 2,000 bytes.
std::string base_of_profile(std::string_view version_id);
// The JSON-LD document of a site.
std::string profile_document(std::string_view activity_base);
// context.contextActivities.category of every statement.
nlohmann::json profile_category(std::string_view activity_base);

}  // namespace preceptor::xapi
