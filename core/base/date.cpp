#include "core/base/date.hpp"

#include <algorithm>
#include <charconv>

namespace preceptor::base {
namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}
std::string padded(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  const auto shaped = [&](std::size_t i) {
    return i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  };
  bool fits = text.size() == 10;
  for (std::size_t i = 0; fits && i < text.size(); ++i) fits = shaped(i);
  if (!fits) return fail(Code::json_malformed, "a date is written YYYY-MM-DD");
  const Date date{std::chrono::year(number(text.substr(0, 4))),
                  std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
                  std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
  if (!date.ok() || date.year() < std::chrono::year(1)) return fail(Code::json_malformed, "there is no such day");
  return date;
}

std::string format_date(Date date) {
  return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
}

Date utc_date(Instant at) {
  return Date(std::chrono::floor<std::chrono::days>(at));
}

int days_between(Date from, Date to) {
  return static_cast<int>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count());
}

Date add_months(Date date, int months) {
  const auto month = std::chrono::year_month(date.year(), date.month()) + std::chrono::months(months);
  const auto last = std::chrono::year_month_day_last(month.year(), std::chrono::month_day_last(month.month()));
  return {month.year(), month.month(), std::min(date.day(), last.day())};
}

}  // namespace preceptor::base
