// A pilot: what was promised before the first launch, and what came of it (credit.md 9.1, "Pilot verdict").
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/burden/observation.hpp"
#include "core/burden/stats.hpp"

namespace preceptor::burden {

// A calendar day, "2026-05-01"; both ends of a range are inside it.
struct DayRange {
  std::string first, last;
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

struct PilotMetric {
  std::string name;            // of measures.hpp
  bool lower_is_better = true;
  double margin = 0;           // how much worse is still acceptable, in the metric's own unit; > 0
  friend bool operator==(const PilotMetric&, const PilotMetric&) = default;
};

// The file, as text:
//   id: sepsis-2026                     units: sepsis-2, sepsis-3
//   title: ...                          comparator: sepsis-1          (or: baseline: 2026-01-01 to 2026-03-31)
//   metric: time_ratio lower 0.1        starts: 2026-05-01
//   metric: useful higher 0.05          ends: 2026-07-31
// One `key: value` a line; lines that begin with # and empty lines say nothing; metric repeats.
struct Pilot {
  std::string id, title;
  std::vector<std::string> units, comparator;  // comparator units, or none with a baseline
  std::optional<DayRange> baseline;            // the same units before
  std::vector<PilotMetric> metrics;            // pre-declared, at least one
  std::string starts, ends;                    // days
  friend bool operator==(const Pilot&, const Pilot&) = default;
};

// `name` is stable: file (over kMostBytes, or not UTF-8; nothing else is looked at then), line, key.unknown,
// key.repeated, key.missing, value, unit.repeated, comparator, metric, margin, dates.
struct PilotProblem {
  int line = 0;  // from 1; 0 for what is missing
  std::string name, text;
};
inline constexpr std::size_t kMostBytes = 64 * 1024;
struct PilotRead {
  Pilot pilot;
  std::vector<PilotProblem> problems;  // in line order; the pilot counts only when there are none
};
PilotRead read_pilot(std::string_view text);

// Lower-case hex SHA-256 of the pilot's canonical JSON: comments, spaces and the order of lines do not matter, all else does.
std::string pilot_hash(const Pilot& pilot);

struct Frozen {
  std::string hash;
  base::Instant at{};
};
// Why the file does not count as frozen before the first launch of its units. `first_launch`: absent when there was none.
enum class FrozenState { good, not_frozen, changed, too_late };
FrozenState frozen_state(const Pilot& pilot, const std::optional<Frozen>& frozen, std::optional<base::Instant> first_launch);

// One metric of both arms; `effect` = pilot minus comparator with its 90 % interval.
struct MetricResult {
  PilotMetric metric;
  Difference effect;
  bool improved = false;            // the interval excludes zero, on the better side
  bool worse_than_margin = false;   // the estimate is worse by more than the margin
  bool not_measured = false;        // one arm has no values
  bool margin_not_excluded = false; // the interval reaches beyond the margin: said beside the verdict, no part of the rule
};
MetricResult judge(const PilotMetric& metric, const Difference& effect);

enum class Verdict { improved, not_shown };
struct PilotVerdict {
  Verdict verdict = Verdict::not_shown;
  std::vector<MetricResult> metrics;  // in the file's order
};
// improved: at least one metric improved and none is worse by more than its margin. A metric that was not measured cannot be
// shown not to be worse, so the verdict is "not shown" then. Error: content_invalid when the results are not exactly the
// declared metrics in their order.
base::Result<PilotVerdict> verdict(const Pilot& pilot, const std::vector<MetricResult>& results);

// The effects from observations: one value a person (the first attempt that has one), quantities by their shift, proportions by
// their difference. Attempts outside the dates and units of both arms are left out.
PilotVerdict evaluate(const Pilot& pilot, const std::vector<AttemptObservation>& attempts);

// -- AI-assisted units ------------------------------------------------------------------------------------------------
struct AssistedUnit {
  std::string id, author;
  std::string what, model, reviewer;   // all empty: not AI-assisted
  bool assisted() const { return !(what.empty() && model.empty() && reviewer.empty()); }
};
// A unit's `ai:` line: "none", or "what; model; reviewer". What stands after the second semicolon is the reviewer; the author may review nothing.
AssistedUnit read_ai_line(std::string id, std::string author, std::string_view ai);
enum class GateProblem { what_missing, model_missing, reviewer_missing, reviewer_is_author, pilot_missing, pilot_of_others,
                         pilot_not_frozen, pilot_changed, pilot_frozen_late, verdict_not_improved };
std::string_view name(GateProblem problem);  // "reviewer-is-author", ...

struct PilotFacts {
  Pilot pilot;
  std::optional<Frozen> frozen;
  std::optional<base::Instant> first_launch;  // of any of the pilot's units
  std::optional<Verdict> verdict;             // none yet
};
// Empty = may be published. A unit that is not AI-assisted always may (as far as this gate goes).
std::vector<GateProblem> publish_problems(const AssistedUnit& unit, const std::optional<PilotFacts>& pilot);
// Empty = may enter an activity with credit: publishable, and the pilot's verdict is "improved".
std::vector<GateProblem> credit_problems(const AssistedUnit& unit, const std::optional<PilotFacts>& pilot);

}  // namespace preceptor::burden
