// Dates in HTTP headers (RFC 9110 5.6.7).
#pragma once
#include <optional>
#include <string_view>

#include "core/base/time.hpp"

namespace preceptor::base {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that may be sent today, to the second; nullopt for anything else.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace preceptor::base
