// Instants and durations. All instants are UTC with millisecond resolution; no function here reads the clock.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::base {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

// RFC 3339 with a mandatory zone; calendar-valid; second 60 refused; offsets -00, -0000, -00:00 refused (xapi.md rule 17).
// Fractions beyond milliseconds are cut. Years 0001 to 9999. Error: json_malformed with the reason in detail.
Result<Instant> parse_rfc3339(std::string_view text);
// Exactly YYYY-MM-DDThh:mm:ss.sssZ.
std::string format_rfc3339(Instant at);

// ISO 8601 designator form only: PnYnMnDTnHnMnS or PnW alone, fraction on seconds only (xapi.md rule 60). Years count as
// 365 days and months as 30 days, for comparison only. Error: json_malformed.
Result<Milliseconds> parse_iso_duration(std::string_view text);
// "PT3M12.25S": at most 0.01 s precision, never negative (negative input gives PT0S).
std::string format_iso_duration(Milliseconds duration);

// Whether less than `life` has passed since `since`. What lies ahead of `now` is of no known age (the clock was set back), and so not young: it is
// asked for anew, not kept for as long as the clock jumped.
constexpr bool is_young(Instant since, Instant now, Milliseconds life) { return since <= now && now - since < life; }

// Unix seconds or milliseconds.
std::int64_t to_unix_ms(Instant at);
Instant from_unix_ms(std::int64_t ms);

}  // namespace preceptor::base
