#include "core/credit/zone.hpp"

#include <stdexcept>

#include <date/tz.h>

namespace preceptor::credit {

base::Result<base::Date> date_in_zone(base::Instant at, const std::string& zone) {
  if (zone == "UTC") return base::utc_date(at);   // also where no zone data is installed
  try {
    const auto local = date::locate_zone(zone)->to_local(at);
    const date::year_month_day day(date::floor<date::days>(local));
    return base::Date(std::chrono::year(static_cast<int>(day.year())), std::chrono::month(static_cast<unsigned>(day.month())),
                      std::chrono::day(static_cast<unsigned>(day.day())));
  } catch (const std::runtime_error&) {   // how the library says that it has no such zone, or no data at all
    return base::fail(base::Code::config_value, "the time zone \"" + zone + "\" is not known: an IANA name such as America/Chicago is needed");
  }
}

}  // namespace preceptor::credit
