#include "core/activity/rca/gate.hpp"

#include <algorithm>
#include <map>

#include "core/activity/rca/words.hpp"

namespace preceptor::rca {
namespace {

bool is_settled(Outcome outcome) {
  return is_go(outcome) || outcome == Outcome::no_go;
}

// Decisions made before `to`, in order.
std::vector<const Decision*> until(const DecisionLog& log, base::Instant to) {
  std::vector<const Decision*> decisions;
  for (const Decision& decision : log.all())
    if (stands_from(decision) < to) decisions.push_back(&decision);
  return decisions;
}

template <class Wanted>
std::optional<base::Instant> first_time(const std::vector<const Decision*>& decisions, Wanted&& wanted) {
  const auto found = std::ranges::find_if(decisions, [&](const Decision* d) { return wanted(d->decided); });
  return found == decisions.end() ? std::nullopt : std::optional(stands_from(**found));
}

void count_unit(GateReport& report, const UnitFacts& unit, const CaseFacts* named, base::Instant to) {
  ++report.without_case.of;
  ++report.gap_none.of;
  if (unit.gap.none) {
    ++report.gap_none.n;
  } else if (!named) {
    ++report.without_case.n;
  } else {
    ++report.built_before.of;
    const auto go = first_time(until(named->decisions, to), is_go);
    if (go && *go <= unit.first_draft_at) return;
    ++report.built_before.n;
    report.built_before_units.push_back(unit.unit_id);
  }
}

void count_case(GateReport& report, const std::vector<const Decision*>& decisions) {
  const Outcome now = decisions.empty() ? Outcome::incomplete : decisions.back()->decided;
  ++report.proposed;
  if (now == Outcome::go_education) ++report.education;
  if (now == Outcome::go_part) ++report.part;
  if (now == Outcome::no_go) ++report.wrong_tool;
  if (!is_settled(now)) ++report.waiting;
}

void count_overrides(GateReport& report, const std::vector<const Decision*>& decisions, base::Instant from) {
  for (const Decision* decision : decisions) {
    if (stands_from(*decision) < from) continue;
    ++report.overridden.of;
    if (decision->against_rule) ++report.overridden.n;
  }
}

}  // namespace

GapLine read_gap_line(std::string_view text) {
  constexpr std::string_view kNone = "none", kSpace = " \t";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(kSpace) - first + 1);
  const bool none =
      text == kNone || (text.starts_with(kNone) && kSpace.find(text[kNone.size()]) != std::string_view::npos);
  if (!none) return {std::string(text), false, {}};
  const auto reason = text.find_first_not_of(kSpace, kNone.size());
  return {{}, true, reason == std::string_view::npos ? std::string() : std::string(text.substr(reason))};
}

std::vector<Problem> gap_refusals(const GapLine& gap, const DecisionLog* log, bool with_credit) {
  if (!with_credit) return {};
  if (gap.none && gap.reason.empty()) return {problem("gap", "reason")};
  if (gap.none) return {};
  const Decision* current = log && !gap.case_id.empty() ? log->current() : nullptr;
  if (!current) return {problem("gap", "decision_missing")};
  if (is_go(current->decided)) return {};
  Problem refusal = problem("gap", "decision_no_go");
  activity::put(refusal.what_to_do, "outcome", {word(current->decided)});
  return {std::move(refusal)};
}

std::vector<Problem> publish_refusals(const std::vector<UnitGap>& units, const Disclosures& disclosures,
                                      bool with_credit, base::Date today) {
  if (!with_credit) return {};
  std::vector<Problem> problems;
  for (const UnitGap& unit : units) {
    for (Problem& found : gap_refusals(unit.gap, unit.log, with_credit)) {
      found.field = "units." + unit.unit_id + "." + found.field;
      problems.push_back(std::move(found));
    }
  }
  for (Problem& found : check_disclosures(disclosures, today)) problems.push_back(std::move(found));
  return problems;
}

std::vector<Problem> gap_warnings(const GapLine& gap, const DecisionLog* log, base::Date today) {
  std::vector<Problem> warnings = gap_refusals(gap, log, true);
  const Decision* current = log ? log->current() : nullptr;
  if (warnings.empty() && !gap.none && current && current->re_review < today)
    warnings.push_back(problem("gap", "review_overdue", {{"date", base::format_date(current->re_review)}}));
  return warnings;
}

GateReport gate_report(const std::vector<CaseFacts>& cases, const std::vector<UnitFacts>& units, base::Instant from,
                       base::Instant to) {
  GateReport report;
  std::map<std::string, const CaseFacts*> by_id;
  std::vector<int> days;
  const auto in_period = [&](base::Instant at) { return at >= from && at < to; };
  for (const CaseFacts& one : cases) {
    by_id.emplace(one.case_id, &one);
    const auto decisions = until(one.decisions, to);
    count_overrides(report, decisions, from);
    if (!in_period(one.opened_at)) continue;
    count_case(report, decisions);
    if (const auto settled = first_time(decisions, is_settled))
      days.push_back(base::days_between(base::utc_date(one.opened_at), base::utc_date(*settled)));
  }
  for (const UnitFacts& unit : units) {
    if (!in_period(unit.first_draft_at)) continue;
    const auto named = by_id.find(unit.gap.case_id);
    count_unit(report, unit, named == by_id.end() ? nullptr : named->second, to);
  }
  report.no_go = {report.wrong_tool, report.education + report.part + report.wrong_tool};
  if (!days.empty()) report.median_days = upper_median(days);
  report.may_be_decorative = report.no_go.of > 0 && report.no_go.n == 0;
  return report;
}

}  // namespace preceptor::rca
