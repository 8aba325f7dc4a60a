// The gate at the start: was a case decided before its unit was drafted, and may an activity with credit be published?
// Pure folds and predicates; who calls them comes with activities.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/decision.hpp"
#include "core/activity/rca/disclosures.hpp"

namespace preceptor::rca {

// A unit's `gap:` line (design, section 5): the id of a case, or "none <reason>", which counts as an override.
struct GapLine {
  std::string case_id;  // empty for none
  bool none = false;
  std::string reason;  // of none
  friend bool operator==(const GapLine&, const GapLine&) = default;
};
GapLine read_gap_line(std::string_view text);

// Why a unit with this gap cannot be in an activity with credit that is published. `log`: the case's decisions, null
// when there is no such case. Empty = may be published. Without credit nothing is refused.
std::vector<Problem> gap_refusals(const GapLine& gap, const DecisionLog* log, bool with_credit);
// Everything that refuses publishing an activity: each unit's gap, and the disclosures.
struct UnitGap {
  std::string unit_id;
  GapLine gap;
  const DecisionLog* log = nullptr;
};
std::vector<Problem> publish_refusals(const std::vector<UnitGap>& units, const Disclosures& disclosures,
                                      bool with_credit, base::Date today);
// What lint warns of from the first draft on: no GO yet, or a case whose re-review is due.
std::vector<Problem> gap_warnings(const GapLine& gap, const DecisionLog* log, base::Date today);

// Facts of the fold. Times are those of the events.
struct CaseFacts {
  std::string case_id;
  base::Instant opened_at{};
  DecisionLog decisions;
};
struct UnitFacts {
  std::string unit_id;
  base::Instant first_draft_at{};
  GapLine gap;
};

struct Share {
  int n = 0, of = 0;  // n of them; always shown with both
  friend bool operator==(const Share&, const Share&) = default;
};
struct GateReport {
  // Units drafted in the period.
  Share built_before;  // of units that name a case: first draft before the case's first GO, or without one
  Share without_case;  // of all units: neither case nor reason
  Share gap_none;      // of all units: "none <reason>"
  std::vector<std::string> built_before_units;
  // Cases opened in the period, by what stands for each at its end.
  int proposed = 0, education = 0, part = 0, wrong_tool = 0, waiting = 0;  // waiting: undecided or on hold
  Share no_go;                                                             // of decided cases (GO, part or wrong tool)
  std::optional<int> median_days;  // from opening to the first GO or NO-GO, upper median; absent when none
  Share overridden;                // of decisions made in the period, of any case: against the rule
  // Cases were decided and none was "wrong tool": the gate may be decorative (ui.md 3.2, plot 8, over a year).
  bool may_be_decorative = false;
  friend bool operator==(const GateReport&, const GateReport&) = default;
};
// The period is [from, to). Later decisions do not count.
GateReport gate_report(const std::vector<CaseFacts>& cases, const std::vector<UnitFacts>& units, base::Instant from,
                       base::Instant to);

}  // namespace preceptor::rca
