// When: the activity's window, the reporting windows, the boards' deadlines.
#include "core/report/deadlines.hpp"
#include "core/report/row_rules.hpp"

namespace preceptor::report {

base::Date window_end(base::Date completed, bool newer) {
  using namespace std::chrono;
  return (completed.year() + years(newer ? 2 : 1)) / March / 31;
}

void v09_dates(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  const auto date = row.grant.date;
  if (!date.ok()) return found.block("V09", "date", "date_missing");
  if (date > facts.today) return found.block("V09", "date", "date_future", base::format_date(date));
  if (facts.activity != nullptr && (date < facts.activity->starts || date > facts.activity->ends))
    found.block("V09", "date", "date_outside", base::format_date(facts.activity->starts) + " - " + base::format_date(facts.activity->ends));
  const auto older = window_end(date, false), newer = window_end(date, true);
  if (facts.today <= older) return;
  // The sources disagree, so both days are told whichever holds.
  if (facts.today > newer) return found.block("V09", "date", "window_closed", base::format_date(newer));
  if (facts.newer_window) {
    found.warn("V09", "date", "window_older_passed", base::format_date(older));
  } else {
    found.block("V09", "date", "window_older", base::format_date(older));
    found.warn("V09", "date", "window_newer_open", base::format_date(newer));
  }
}

void v14_deadlines(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  for (const auto& one : deadlines_of(row.grant, *facts.rules)) {
    const int left = base::days_between(facts.today, one.day);
    if (left > kDeadlineNear) continue;
    const bool year_end = one.kind == Deadline::Kind::year_end;
    const char* key = left < 0 ? (year_end ? "year_end_passed" : "board_deadline_passed") : (year_end ? "year_end_near" : "board_deadline_near");
    found.warn("V14", board_field(one.board, "deadline"), key, one.board + " " + base::format_date(one.day));
  }
}

}  // namespace preceptor::report
