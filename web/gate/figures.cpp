#include "web/gate/figures.hpp"

#include <algorithm>
#include <chrono>

#include "core/activity/decimal.hpp"
#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/words.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

using charts::Datum;
using charts::Figure;

constexpr std::string_view kBlank = " \t\n";

charts::Slot gate_slot(const char* id, const Messages& words) { return {id, 640, words.right_to_left()}; }

std::string title_of(const RcaCase& one, const Messages& words) { return one.sheet.title.empty() ? words.text("case.untitled") : one.sheet.title; }

charts::CauseRow cause_row(std::string label, const std::optional<std::array<double, rca::kCardCount>>& shares, int n) {
  charts::CauseRow row{std::move(label), {}, n};
  if (shares)
    for (std::size_t i = 0; i < shares->size(); ++i) row.shares[i] = (*shares)[i];
  return row;
}

// The owner a "wrong tool" went to; nobody is named for a case that has none.
std::string partner_of(const RcaCase& one, const Messages& words) {
  const auto letter = rca::hand_over_letter(rca::brief_of(one.file()));
  return letter ? letter->to.name : words.text("gate.no_partner");
}

std::string counted(const char* key, const rca::Share& share, const Messages& words) { return words.text(key, {{"n", std::to_string(share.n)}, {"of", std::to_string(share.of)}}); }

std::string direction_word(burden::Direction direction, const Messages& words) {
  switch (direction) {
    case burden::Direction::better: return words.text("gate.better");
    case burden::Direction::same: return words.text("gate.same");
    case burden::Direction::worse: return words.text("gate.worse");
    case burden::Direction::not_shown: break;
  }
  return words.text("gate.not_shown");
}

std::vector<Datum> beside_row(const CaseBeside& row, const Messages& words) {
  const auto& [one, beside] = row;
  const std::string few = words.text("burden.too_few");
  std::vector<Datum> cells = {Datum::of(title_of(*one, words)), Datum::of(one->sheet.gap.measure), Datum::of(one->sheet.gap.baseline), Datum::of(beside.value, 2), Datum::of(beside.change, 2),
                              Datum::of(direction_word(beside.direction, words))};
  if (beside.too_few) {
    cells.insert(cells.end(), 3, Datum::of(few));
  } else {
    cells.push_back(beside.hours ? Datum::of(beside.hours, 1) : Datum::of(words.text("gate.not_measured")));
    cells.push_back(Datum::of(static_cast<double>(beside.attempts_measured), 0));
    cells.push_back(Datum::of(static_cast<double>(beside.attempts_not_measured), 0));
  }
  const auto& kept = beside.kept;
  cells.push_back(kept.value ? Datum::of(*kept.value * 100, 0) : Datum::of(few));
  cells.push_back(kept.value ? Datum::of(static_cast<double>(kept.n), 0) : Datum::of(few));
  return cells;
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  const std::string plain = activity::to_ascii_digits(text);
  const auto end = std::min(plain.find_first_not_of("+-0123456789.,"), plain.size());
  const auto number = activity::canonical_decimal(plain.substr(0, end));
  const auto unit_at = plain.find_first_not_of(kBlank, end);
  const std::string unit = unit_at == std::string::npos ? std::string() : plain.substr(unit_at);
  if (!number || unit.find_first_of(" \t\n0123456789") != std::string::npos) return std::nullopt;
  return activity::decimal_value(*number);
}

burden::CaseMeasure measure_of(const RcaCase& one) {
  const auto& gap = one.sheet.gap;
  burden::CaseMeasure measure;
  measure.case_id = one.id;
  measure.measure = gap.measure;
  const auto baseline = number_in(gap.baseline), target = number_in(gap.target);
  if (!baseline || !target || *baseline == *target) return measure;
  measure.baseline = baseline;
  measure.target = target;
  measure.higher_is_better = *target > *baseline;
  return measure;
}

std::vector<burden::FollowUp> follow_ups_of(const RcaCase& one) {
  std::vector<burden::FollowUp> values;
  for (const auto& value : one.follow_ups)
    values.push_back({base::Instant(std::chrono::sys_days(value.measured_on).time_since_epoch()), activity::decimal_value(value.value)});
  return values;
}

Figure causes_figure(const std::vector<RcaCase>& cases, const Messages& words) {
  std::vector<charts::CauseRow> rows;
  for (const auto& one : cases) {
    if (one.ratings.empty()) continue;
    const auto votes = rca::votes(one.ratings);
    int people = 0;
    for (const auto& group : votes.groups) people += group.people;
    rows.push_back(cause_row(title_of(one, words), rca::shares_of(votes), people));
  }
  return charts::cause_plot(gate_slot("causes", words), rows, words);
}

Figure roles_figure(const RcaCase& one, const Messages& words) {
  const auto votes = rca::votes(one.ratings);
  std::vector<charts::CauseRow> rows;
  for (const auto& group : votes.groups)
    rows.push_back(cause_row(group.role ? say(rca::word(*group.role), words) : words.text("case.small_roles"), rca::shares_of({{group}, 0}), group.people));
  auto figure = charts::cause_plot(gate_slot("causes", words), rows, words);
  if (votes.withheld > 0) figure.remarks.push_back(words.text("case.withheld", {{"n", std::to_string(votes.withheld)}}));
  return figure;
}

Figure decisions_figure(const std::vector<RcaCase>& cases, const rca::GateReport& report, base::Instant from, base::Instant to, const Messages& words) {
  charts::DecisionCounts counts{report.proposed, 0, report.education, report.part, report.wrong_tool, report.waiting, {}, {}};
  if (report.median_days) counts.median_days = *report.median_days;
  for (const auto& one : cases) {
    if (one.opened_at < from || one.opened_at >= to) continue;
    if (one.verdict().outcome != rca::Outcome::incomplete || one.decisions.current()) ++counts.rated;
    if (const auto* current = one.decisions.current(); current && current->decided == rca::Outcome::no_go) counts.handed.emplace_back(title_of(one, words), partner_of(one, words));
  }
  auto figure = charts::decision_plot(gate_slot("decisions", words), counts, words);
  figure.remarks.push_back(counted("gate.built_before", report.built_before, words));
  figure.remarks.push_back(counted("gate.without_case", report.without_case, words));
  figure.remarks.push_back(counted("gate.gap_none", report.gap_none, words));
  figure.remarks.push_back(counted("gate.overridden", report.overridden, words));
  figure.remarks.push_back(counted("gate.no_go", report.no_go, words));
  return figure;
}

Figure beside_figure(const std::vector<CaseBeside>& rows, const Messages& words) {
  Figure figure;
  const auto in = [&](burden::Direction direction) { return std::ranges::count_if(rows, [&](const CaseBeside& row) { return row.beside.direction == direction; }); };
  const auto better = in(burden::Direction::better), shown = static_cast<std::ptrdiff_t>(rows.size()) - in(burden::Direction::not_shown);
  figure.sentence = shown == 0 ? words.text("gate.beside_none")
                               : words.text("gate.beside_finding", {{"better", std::to_string(better)}, {"shown", std::to_string(shown)}, {"all", std::to_string(rows.size())}});
  for (const char* head : {"gate.column_case", "gate.column_measure", "gate.column_baseline", "gate.column_value", "gate.column_change", "gate.column_direction", "gate.column_hours",
                           "gate.column_timed", "gate.column_untimed", "gate.column_kept", "gate.column_asked"})
    figure.table.head.push_back(words.text(head));
  for (const auto& row : rows) figure.table.rows.push_back(beside_row(row, words));
  return figure;
}

}  // namespace preceptor::web
