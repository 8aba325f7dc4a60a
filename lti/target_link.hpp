// Where a launch may point: our own pages and nothing else (LTI core 5.3.4; lti.md section 7, pitfall 5).
#pragma once
#include <string_view>

namespace preceptor::lti {

// True when `target` is `public_url` or below it: same origin, path equal or continued after a slash, without "." or
// ".." segments.
bool is_below(std::string_view public_url, std::string_view target);

}  // namespace preceptor::lti
