#include "core/activity/decimal.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/ascii.hpp"

namespace preceptor::activity {
namespace {

using base::is_digit;

// The ASCII stand-in for the UTF-8 character at the front of `text`, and its length; length 0 when there is none.
struct StandIn {
  char ascii = 0;
  std::size_t length = 0;
};
StandIn stand_in(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (at(0) == 0xD9 && at(1) >= 0xA0 && at(1) <= 0xA9) return {static_cast<char>('0' + at(1) - 0xA0), 2};  // U+0660..
  if (at(0) == 0xD9 && at(1) == 0xAB) return {'.', 2};                                                     // U+066B
  if (at(0) == 0xDB && at(1) >= 0xB0 && at(1) <= 0xB9) return {static_cast<char>('0' + at(1) - 0xB0), 2};  // U+06F0..
  if (at(0) == 0xC2 && at(1) == 0xA0) return {' ', 2};                                    // no-break space
  if (at(0) == 0xE2 && at(1) == 0x80 && at(2) >= 0x90 && at(2) <= 0x93) return {'-', 3};  // hyphens, en dash
  if (at(0) == 0xE2 && at(1) == 0x80 && at(2) == 0xAF) return {' ', 3};                   // narrow no-break space
  if (at(0) == 0xE2 && at(1) == 0x88 && at(2) == 0x92) return {'-', 3};                   // minus sign
  return {};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

std::string to_ascii_digits(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const StandIn found = stand_in(text);
    result.push_back(found.length ? found.ascii : text.front());
    text.remove_prefix(std::max<std::size_t>(found.length, 1));
  }
  return result;
}

std::optional<std::string> canonical_decimal(std::string_view typed) {
  const std::string ascii = to_ascii_digits(typed.substr(0, 64));
  if (typed.size() > 64) return std::nullopt;
  std::string_view text = trim(ascii);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto mark = text.find_first_of(".,");
  std::string whole(text.substr(0, mark));
  std::string fraction(mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1));
  const bool all_digits = std::ranges::all_of(whole, is_digit) && std::ranges::all_of(fraction, is_digit);
  if (!all_digits || whole.empty() || (mark != std::string_view::npos && fraction.empty())) return std::nullopt;
  if (whole.size() + fraction.size() > 15) return std::nullopt;
  if (mark != std::string_view::npos && text[mark] == ',' && fraction.size() == 3 && whole.front() != '0')
    return std::nullopt;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  const bool zero = whole == "0" && fraction.empty();
  return (negative && !zero ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

double decimal_value(std::string_view canonical) {
  double value = 0;
  std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  return value;
}

}  // namespace preceptor::activity
