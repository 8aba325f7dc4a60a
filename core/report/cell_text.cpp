#include "core/report/cell_text.hpp"

#include <algorithm>
#include <array>

#include "core/base/encoding.hpp"

namespace preceptor::report {
namespace {

// The full-width forms are read as the plain ones by spreadsheets of East Asian languages.
constexpr std::array<std::string_view, 8> kFormulaStarts{"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

std::optional<std::string_view> unsafe_in_xml(std::string_view text) {
  if (!base::is_utf8(text) || text.find("\uFFFE") != text.npos || text.find("\uFFFF") != text.npos) return "not a text that XML can hold";
  if (std::ranges::any_of(text, is_control)) return "a control character";
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
