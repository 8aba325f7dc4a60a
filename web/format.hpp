// Numbers, times and dates as people read them; formats are messages, so that each language has its own.
#pragma once
#include <string>

#include "core/base/time.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

// "3 min 12 s"; seconds only below a minute. At least 1 s.
std::string format_duration(base::Milliseconds duration, const Messages& messages);
// "22 November 2026", the date in UTC.
std::string format_date(base::Instant at, const Messages& messages);
// Canonical decimal text ("2.5") with the language's decimal sign.
std::string format_decimal(std::string number, const Messages& messages);

}  // namespace preceptor::web
