#include "core/base/visible.hpp"

#include <cstddef>

#include "core/base/encoding.hpp"

namespace preceptor::base {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0; }

void add_escape(std::string& out, char kind, unsigned value, int digits) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '\\';
  out += kind;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 0xF];
}

struct Acting {
  unsigned character = 0;   // 0: none begins here
  std::size_t bytes = 1;
};

// The marks that an Arabic or Hebrew text needs (U+200E, U+200F, U+061C) turn nothing but themselves and stay.
Acting acting_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at), second = byte_at(text, at + 1), third = byte_at(text, at + 2);
  if (first == 0x7F) return {first, 1};
  if (first == 0xC2 && second >= 0x80 && second <= 0x9F) return {second, 2};
  if (first != 0xE2) return {};
  if (second == 0x80 && third >= 0xA8 && third <= 0xAE) return {0x2000U + (third - 0x80U), 3};
  if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return {0x2040U + (third - 0x80U), 3};
  return {};
}

}  // namespace

std::string visible(std::string_view text) {
  const bool utf8 = is_utf8(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char byte = byte_at(text, at);
    const Acting acting = utf8 ? acting_at(text, at) : Acting{byte == 0x7F ? byte : 0U, 1};
    if (byte == '\n' || byte == '\r' || byte == '\t') out += ' ';
    else if (byte < 0x20) add_escape(out, 'u', byte, 4);
    else if (acting.character != 0) add_escape(out, 'u', acting.character, 4);
    else if (!utf8 && byte >= 0x80) add_escape(out, 'x', byte, 2);
    else out += text[at];
    at += acting.bytes;
  }
  return out;
}

}  // namespace preceptor::base
