#include "web/format.hpp"

#include <algorithm>

namespace preceptor::web {

std::string format_duration(base::Milliseconds duration, const Messages& messages) {
  const auto seconds = std::max<long>(1, (duration.count() + 500) / 1000);
  const Arguments parts = {{"minutes", std::to_string(seconds / 60)}, {"seconds", std::to_string(seconds % 60)}};
  return messages.text(seconds < 60 ? "format.seconds" : "format.minutes_seconds", parts);
}

std::string format_date(base::Instant at, const Messages& messages) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(at)};
  const auto month = static_cast<unsigned>(date.month());
  return messages.text("format.date", {{"day", std::to_string(static_cast<unsigned>(date.day()))},
                                       {"month", messages.text("month." + std::to_string(month))},
                                       {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string format_decimal(std::string number, const Messages& messages) {
  const auto point = number.find('.');
  if (point != std::string::npos) number.replace(point, 1, messages.text("format.decimal"));
  return number;
}

}  // namespace preceptor::web
