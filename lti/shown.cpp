#include "lti/shown.hpp"

#include "core/base/encoding.hpp"

namespace preceptor::lti {

std::string shown(std::string_view value) {
  if (!base::is_utf8(value)) return "(not UTF-8)";
  std::string text(base::utf8_prefix(value, 200));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  if (text.size() < value.size()) text += "...";
  return text;
}

std::string shown(const std::vector<std::string>& values) {
  constexpr std::size_t most = 5;
  if (values.empty()) return "none";
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < most; ++i) {
    if (i > 0) text += ", ";
    text += shown(values[i]);
  }
  if (values.size() > most) text += " and " + std::to_string(values.size() - most) + " more";
  return text;
}

}  // namespace preceptor::lti
