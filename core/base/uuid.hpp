// UUIDs in canonical lower-case text.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::base {

// Random (version 4), from the operating system's generator.
std::string uuid_v4();
// Name-based (version 5, RFC 4122 4.3). `space` must be a canonical UUID.
std::string uuid_v5(std::string_view space, std::string_view name);
// True for canonical text in either case (8-4-4-4-12 hex digits), any version.
bool is_uuid(std::string_view text);

}  // namespace preceptor::base
