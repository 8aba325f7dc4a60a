// Calendar days, for windows, re-review and disclosure dates. No function here reads the clock.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::base {

using Date = std::chrono::year_month_day;

// Exactly YYYY-MM-DD, calendar-valid, years 0001 to 9999. Error: json_malformed.
Result<Date> parse_date(std::string_view text);
std::string format_date(Date date);
// The UTC day of an instant.
Date utc_date(Instant at);
// Whole days from `from` to `to`; negative when `to` is earlier.
int days_between(Date from, Date to);
// The same day so many months later (or earlier); the month's last day where it has no such day.
Date add_months(Date date, int months);

}  // namespace preceptor::base
