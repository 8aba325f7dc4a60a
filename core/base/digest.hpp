// Digests, random bytes and constant-time comparison, on libcrypto.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::base {

std::string sha256(std::string_view bytes);      // 32 raw bytes
std::string sha256_hex(std::string_view bytes);  // 64 lower-case hex digits
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 raw bytes
// From the operating system's generator; throws when it fails (we are broken then).
std::string random_bytes(std::size_t count);
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace preceptor::base
