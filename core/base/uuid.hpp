// UUIDs in canonical lower-case text.
#pragma once
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace preceptor::base {

// Random (version 4), from the operating system's generator.
std::string uuid_v4();
// For rows that are made all the time: milliseconds in front, 74 random bits behind, so that what is made together lies together in every index
// (decision 0061). Reads as version 4: receivers of statements that take versions 1 to 5 only are about.
std::string uuid_in_order(Instant now);
// Name-based (version 5, RFC 4122 4.3). `space` must be a canonical UUID.
std::string uuid_v5(std::string_view space, std::string_view name);
// The same name at another moment is another: milliseconds in the place of the first 48 bits (decision 0064). Reads as version 5.
std::string uuid_v5_in_order(Instant moment, std::string_view space, std::string_view name);
// True for canonical text in either case (8-4-4-4-12 hex digits), any version.
bool is_uuid(std::string_view text);

}  // namespace preceptor::base
