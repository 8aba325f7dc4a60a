// What a platform sent, made fit for the operator's diary.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::lti {

// At most 200 bytes of it, control characters and broken UTF-8 replaced. For values that identify nobody: issuer,
// client id, URLs.
std::string shown(std::string_view value);
// "a, b, c and 4 more"; "none" when empty.
std::string shown(const std::vector<std::string>& values);

}  // namespace preceptor::lti
