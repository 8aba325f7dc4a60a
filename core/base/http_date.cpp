#include "core/base/http_date.hpp"

#include <algorithm>
#include <array>

namespace preceptor::base {

std::optional<Instant> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT" || text.substr(3, 2) != ", ") return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  const int index = static_cast<int>(month - kMonths.begin()) + 1;
  const std::string iso = std::string(text.substr(12, 4)) + (index < 10 ? "-0" : "-") + std::to_string(index) + "-" +
                          std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z";
  const auto at = parse_rfc3339(iso);
  return at ? std::optional(*at) : std::nullopt;
}

}  // namespace preceptor::base
