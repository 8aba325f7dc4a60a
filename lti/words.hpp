// Lists of words and members of JSON objects, as claims, metadata and service answers have them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::lti {

using Words = std::vector<std::string>;

bool holds(const Words& words, const std::string& word);
// With one space between (RFC 6749 3.3: scopes).
std::string joined(const Words& words);
// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text);
// Control characters (ASCII, and U+0080 to U+009F in UTF-8): a name with them breaks a line, or speaks to the terminal it is printed on.
bool has_control(std::string_view text);
// A member that is text; empty when it is missing or something else.
std::string text_of(const nlohmann::json& object, const char* name);

}  // namespace preceptor::lti
