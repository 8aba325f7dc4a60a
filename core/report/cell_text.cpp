#include "core/report/cell_text.hpp"

#include "core/base/encoding.hpp"

namespace preceptor::report {
std::optional<std::string_view> unsafe_in_xml(std::string_view text) {
  bool ascii = true;
  for (const char one : text) {
    const auto byte = static_cast<unsigned char>(one);
    if (byte < 0x20 || byte == 0x7F) return "a control character";
    ascii = ascii && byte < 0x80;
  }
  if (!ascii && (!base::is_utf8(text) || text.find("\uFFFE") != text.npos || text.find("\uFFFF") != text.npos)) return "not a text that XML can hold";
  return std::nullopt;
}

std::optional<std::string_view> unsafe_text(std::string_view text) {
  if (const auto why = unsafe_in_xml(text)) return why;
  if (base::begins_like_formula(text)) return "begins like a formula";
  return std::nullopt;
}

}  // namespace preceptor::report
