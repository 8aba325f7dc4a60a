// Digests, random bytes and constant-time comparison, on libcrypto.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace preceptor::base {

std::string sha256(std::string_view bytes);      // 32 raw bytes
std::string sha256_hex(std::string_view bytes);  // 64 lower-case hex digits
// The same, piece by piece, for what is too large to be held.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  std::string hex();   // of everything added; nothing may be added after

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 raw bytes
// From the operating system's generator; throws when it fails (we are broken then).
std::string random_bytes(std::size_t count);
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace preceptor::base
