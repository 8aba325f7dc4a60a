// Burden beside outcome: what happened to the case's own measure, next to what it cost clinicians. Beside, not because of.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/change.hpp"
#include "core/burden/observation.hpp"
#include "core/burden/stats.hpp"

namespace preceptor::burden {

// The measure a root-cause case named, and the values entered at re-review.
struct CaseMeasure {
  std::string case_id, measure, unit;
  bool higher_is_better = true;
  std::optional<double> baseline, target;
};
struct FollowUp {
  base::Instant at{};
  double value = 0;
};

enum class Direction { not_shown, better, same, worse };
struct Beside {
  // not_shown: no baseline or no follow-up value; then value and change are absent.
  Direction direction = Direction::not_shown;
  std::optional<double> value, change;  // the latest follow-up, and it minus the baseline
  std::optional<bool> target_met;       // absent without a target or a value
  // Clinicians' hours: the sum of what was measured, so "at least" when some were not. Absent = nothing was measured.
  std::optional<double> hours;
  bool too_few = false;                 // fewer than `least` persons were timed: hours and counts are empty
  int attempts_measured = 0, attempts_not_measured = 0;
  Share kept;                           // commitments done, of those followed up; empty below `least`
  int commitments = 0;                  // made, followed up or not; 0 below `least` persons
};
// `attempts`, `commitments`: of the units that were started from the case, their periods on one line (period_number). Open attempts have no time yet and are left
// out; what fewer than `least` persons added waits (suppression.hpp).
Beside beside(const CaseMeasure& measure, const std::vector<FollowUp>& follow_ups, const std::vector<AttemptObservation>& attempts,
              const std::vector<CommitmentObservation>& commitments, int least = 5);

}  // namespace preceptor::burden
