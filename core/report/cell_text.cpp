#include "core/report/cell_text.hpp"

#include <algorithm>
#include <array>

#include "core/base/encoding.hpp"

namespace preceptor::report {
namespace {

// The full-width forms are read as the plain ones by spreadsheets of East Asian languages.
constexpr std::array<std::string_view, 8> kFormulaStarts{"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

}  // namespace

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
  // Leading spaces are passed over: some programs trim a cell before they look at it.
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  if (std::ranges::any_of(kFormulaStarts, [&](std::string_view start) { return text.starts_with(start); })) return "begins like a formula";
  return std::nullopt;
}

}  // namespace preceptor::report
