#include "core/base/uuid.hpp"

#include <openssl/evp.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::base {
namespace {

constexpr bool is_dash_place(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

std::string with_version(std::string bytes, unsigned version) {
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | (version << 4U));
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);
  std::string text = hex_encode(bytes);
  for (std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

std::string sha1(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("SHA-1 failed");
  }
  return {reinterpret_cast<const char*>(digest), length};
}

// The 16 bytes of the digest that a name-based UUID is made of.
std::string named(std::string_view space, std::string_view name) {
  if (!is_uuid(space)) throw std::invalid_argument("a name-based UUID needs a UUID as name space");
  std::string digits;
  for (char c : space) {
    if (c != '-') digits += c;
  }
  return sha1(*hex_decode(digits) + std::string(name)).substr(0, 16);
}

// The milliseconds of the moment in the place of the first 48 bits.
std::string begun_with(Instant moment, std::string bytes) {
  auto ms = static_cast<std::uint64_t>(to_unix_ms(moment));
  for (int at = 5; at >= 0; --at, ms >>= 8U) bytes[static_cast<std::size_t>(at)] = static_cast<char>(ms & 0xffU);
  return bytes;
}

}  // namespace

std::string uuid_v4() {
  return with_version(random_bytes(16), 4);
}

std::string uuid_in_order(Instant now) { return with_version(begun_with(now, random_bytes(16)), 4); }

std::string uuid_v5(std::string_view space, std::string_view name) { return with_version(named(space, name), 5); }

std::string uuid_v5_in_order(Instant moment, std::string_view space, std::string_view name) { return with_version(begun_with(moment, named(space, name)), 5); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_dash_place(at)) {
      if (c != '-') return false;
    } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      return false;
    }
  }
  return true;
}

}  // namespace preceptor::base
