// Letters and digits of the specifications' grammars: ASCII only, whatever the locale says (RFC 3986 section 2, BCP 47, RFC 3339).
#pragma once

#include <string>
#include <string_view>

namespace preceptor::base {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// A letter A to Z made small; every other byte as it is.
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

}  // namespace preceptor::base
