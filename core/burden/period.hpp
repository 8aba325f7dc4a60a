// Reporting periods: when a record becomes part of a figure, and with how much of the person's own facts. Without them, a figure read twice would tell what one
// person added in between.
#pragma once
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/observation.hpp"
#include "core/burden/suppression.hpp"

namespace preceptor::burden {

// The first instant of the month, UTC, or of one that many months later.
base::Instant month_of(base::Instant at, int later = 0);

// The ends of the periods that are closed by `now`, ascending: those of months since `first`, and those closed early.
std::vector<base::Instant> period_ends(base::Instant first, base::Instant now, const std::vector<base::Instant>& early);
// The period that an outcome of that time belongs to; absent while it is open.
std::optional<int> period_of(const std::vector<base::Instant>& ends, base::Instant at);
// A period by its end, for figures of several units, whose periods count apart.
int period_number(base::Instant end);

// A period may be closed before its month is over once so many persons are new in it.
inline constexpr int kEarlyPersons = 10;

// Takes stages away from records, period by period, until each stage of a period, and those without one, hold enough persons: a few of one stage would keep the
// figures of all stages from being shown, then and later.
void merge_thin_stages(std::vector<AttemptObservation>& attempts, const Thresholds& thresholds = {});

}  // namespace preceptor::burden
