#include "web/burden/figures.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "core/burden/change.hpp"
#include "core/burden/measures.hpp"

namespace preceptor::web {
namespace {

using burden::Distribution;
using burden::Share;
using charts::Datum;
using charts::Figure;

template <class T>
std::optional<T> copied(const T* value) {
  return value ? std::optional(*value) : std::nullopt;
}

charts::Slot slot_of(const char* id, const Messages& words) { return {id, 640, words.right_to_left()}; }

Figure time_figure(const UnitRecord& record, const burden::BurdenReport& report, const burden::Filter& filter, const Messages& words) {
  return charts::time_plot(slot_of("time", words),
                           {record.unit->title, record.unit->stated_minutes, copied(shown(report.quantities, "active_minutes", filter)),
                            copied(shown(report.proportions, "within_stated", filter)), copied(shown(report.minutes, filter))},
                           words);
}

Figure friction_figure(const burden::BurdenReport& report, const burden::Filter& filter, const Messages& words) {
  const auto of = [&](const char* name) { return copied(shown(report.quantities, name, filter)); };
  auto figure = charts::friction_plot(slot_of("friction", words), {of("content_seconds"), of("evaluation_seconds"), of("claim_seconds"), of("claim_taps")}, words);
  for (const char* meaning : {"burden.claim_means", "burden.again_means"}) figure.remarks.push_back(words.text(meaning));
  return figure;
}

Figure knowledge_figure(const UnitRecord& record, const Messages& words) {
  const auto rows = burden::knowledge_change(record.pairs);
  std::vector<std::string> prompts;
  for (const auto& row : rows) {
    const auto* question = activity::find_question(*record.unit, row.question_id);
    prompts.push_back(question ? question->prompt : row.question_id);
  }
  auto figure = charts::knowledge_plot(slot_of("knowledge", words), rows, prompts, words);
  const auto days = std::to_string(std::chrono::duration_cast<std::chrono::hours>(burden::kLaterAfter).count() / 24);
  figure.remarks.push_back(words.text("burden.later_means", {{"days", days}}));
  figure.remarks.push_back(words.text("burden.sure_not_asked"));
  return figure;
}

// One row of the table of measures: name, n, value, spread, not measured.
std::vector<Datum> quantity_row(std::string_view name, const Distribution* values, const Messages& words) {
  std::vector<Datum> row = {Datum::of(words.text("burden.measure." + std::string(name)))};
  if (!values) {
    row.push_back(Datum::of(words.text("burden.too_few")));
    return row;
  }
  row.push_back(Datum::of(static_cast<double>(values->n), 0));
  row.push_back(Datum::of(values->median, 2));
  row.push_back(Datum::of(values->q1, 2));
  row.push_back(Datum::of(values->q3, 2));
  row.push_back(Datum::of(static_cast<double>(values->missing), 0));
  return row;
}

std::vector<Datum> proportion_row(std::string_view name, const Share* share, const Messages& words) {
  std::vector<Datum> row = {Datum::of(words.text("burden.measure." + std::string(name)))};
  if (!share) {
    row.push_back(Datum::of(words.text("burden.too_few")));
    return row;
  }
  const auto per_cent = [](const std::optional<double>& value) { return value ? std::optional(*value * 100) : std::nullopt; };
  row.push_back(Datum::of(static_cast<double>(share->n), 0));
  row.push_back(Datum::of(per_cent(share->value), 1));
  row.push_back(Datum::of(per_cent(share->low), 1));
  row.push_back(Datum::of(per_cent(share->high), 1));
  row.push_back(Datum::of(static_cast<double>(share->missing), 0));
  return row;
}

// What the surveys know of a choice: the version and the career stage. They keep no course, and are of all periods.
bool follows(const BurdenChoice& choice) { return !choice.filter.course && !choice.until; }

// The answers to these unit versions that were released.
std::vector<burden::Shown<burden::SurveyFigures>> survey_cells(const std::vector<burden::SurveyObservation>& surveys, const std::map<std::string, std::string>& versions) {
  std::vector<burden::SurveyObservation> own;
  std::ranges::copy_if(surveys, std::back_inserter(own), [&](const auto& one) { return versions.contains(one.where.version); });
  return burden::survey_report(own);
}

const Distribution* enough(const Distribution& values) { return values.n > 0 ? &values : nullptr; }

// MB2 the other way round: how much of it applied, 0 to 1.
std::optional<Distribution> relevance_of(const burden::SurveyFigures* answers) {
  if (!answers || !enough(answers->summary.relevance)) return std::nullopt;
  const auto& burden = answers->summary.relevance;
  const auto turned = [](const std::optional<double>& value) { return value ? std::optional(1 - *value / 100) : std::nullopt; };
  return Distribution{burden.n, burden.missing, turned(burden.q3), turned(burden.median), turned(burden.q1), std::nullopt};
}

std::string left_at_remark(const burden::BurdenReport& report, const burden::Filter& filter, const Messages& words) {
  const auto* left = shown(report.left_at, filter);
  if (!left || (left->places.empty() && left->elsewhere == 0)) return {};
  std::string text;
  for (const auto& [place, n] : left->places) {
    const std::string where = place == "disclosure" ? words.text("burden.place_disclosure") : words.text("burden.place_page", {{"page", std::to_string(std::stoi(place.substr(place.find(' '))) + 1)}});
    text += (text.empty() ? "" : ", ") + where + " (" + std::to_string(n) + ")";
  }
  if (left->elsewhere > 0) text += (text.empty() ? "" : ", ") + words.text("burden.place_elsewhere") + " (" + std::to_string(left->elsewhere) + ")";
  return words.text("burden.left_at", {{"places", text}});
}

}  // namespace

burden::BurdenReport report_of(const UnitRecord& record, const BurdenChoice& choice) {
  if (!choice.until) return burden::burden_report(record.attempts);
  std::vector<burden::AttemptObservation> until;
  std::ranges::copy_if(record.attempts, std::back_inserter(until), [&](const auto& attempt) { return attempt.where.period <= *choice.until; });
  return burden::burden_report(until);
}

charts::UnitUse use_of(const UnitRecord& record, const burden::BurdenReport& report, const burden::Filter& filter) {
  return {record.unit->title, copied(shown(report.quantities, "active_minutes", filter)), copied(shown(report.proportions, "useful", filter)),
          copied(shown(report.usefulness, filter))};
}

Figure measures_figure(const burden::BurdenReport& report, const burden::SurveyFigures* answers, const BurdenChoice& choice, const Messages& words) {
  Figure figure;
  const auto& filter = choice.filter;
  const auto* ratio = shown(report.quantities, "time_ratio", filter);
  const auto* left = shown(report.proportions, "abandonment", filter);
  figure.sentence = ratio && ratio->median ? words.text("burden.finding", {{"ratio", charts::per_cent(*ratio->median, words)}, {"n", std::to_string(ratio->n)}})
                                           : words.text("burden.finding_none");
  if (left && left->value) figure.remarks.push_back(words.text("burden.abandoned", {{"share", charts::per_cent(*left->value, words)}, {"n", std::to_string(left->n)}}));
  if (const std::string places = left_at_remark(report, filter, words); !places.empty()) figure.remarks.push_back(places);
  for (const char* head : {"burden.column_measure", "burden.column_n", "burden.column_value", "burden.column_low", "burden.column_high", "burden.column_missing"})
    figure.table.head.push_back(words.text(head));
  for (const auto& quantity : burden::quantities()) figure.table.rows.push_back(quantity_row(quantity.name, shown(report.quantities, quantity.name, filter), words));
  const auto relevance = relevance_of(answers);
  figure.table.rows.push_back(quantity_row("relevance", relevance ? &*relevance : nullptr, words));
  if (!follows(choice)) figure.table.rows.back().back() = Datum::of(words.text("burden.not_told"));
  for (const auto& proportion : burden::proportions()) figure.table.rows.push_back(proportion_row(proportion.name, shown(report.proportions, proportion.name, filter), words));
  return figure;
}

Figure survey_figure(const burden::SurveyFigures* answers, const Messages& words) {
  Figure figure;
  figure.sentence = answers && answers->summary.mbi.median ? words.text("burden.mbi", {{"mbi", charts::shown_number(*answers->summary.mbi.median, 0, words)}, {"n", std::to_string(answers->summary.mbi.n)}})
                                                   : words.text("burden.mbi_none");
  if (!answers) return figure;
  for (const char* head : {"burden.column_measure", "burden.column_n", "burden.column_value", "burden.column_low", "burden.column_high", "burden.column_missing"})
    figure.table.head.push_back(words.text(head));
  const auto& summary = answers->summary;
  const std::pair<const char*, const Distribution*> parts[] = {{"mbi", &summary.mbi}, {"mb1", &summary.worth}, {"mb2", &summary.relevance}, {"mb3", &summary.credit_ease}, {"mb4", &summary.point_of_need}};
  for (const auto& [name, values] : parts) figure.table.rows.push_back(quantity_row(name, enough(*values), words));
  for (const auto& [friction, n] : answers->friction)
    if (n >= burden::Thresholds{}.cell)
      figure.remarks.push_back(words.text("burden.friction." + std::string(burden::name(friction))) + ": " + std::to_string(n));
  return figure;
}

Figure launches_figure(const std::vector<burden::Shown<burden::LaunchFigures>>& cells, const Messages& words) {
  Figure figure;
  const auto* all = shown(cells, {});
  figure.sentence = all && all->failed.value ? words.text("burden.launches_finding", {{"share", charts::shown_number(*all->failed.value * 100, 1, words)}, {"n", std::to_string(all->failed.n)}})
                                             : words.text("burden.launches_none");
  figure.table.head = {words.text("burden.column_reason"), words.text("burden.column_n")};
  if (!all) return figure;
  std::vector<charts::Counted> counts;
  for (const auto& [reason, n] : all->reasons) counts.push_back({reason, static_cast<long>(n), 2, {}});
  return charts::counted_plot(slot_of("launches", words), {words.text("burden.launches_title"), figure.sentence, figure.table.head[0], figure.table.head[1]}, counts, words);
}

Figure connections_figure(const std::vector<burden::Shown<burden::LaunchFigures>>& cells, const std::map<std::string, std::string>& names, const Messages& words) {
  Figure figure;
  figure.sentence = words.text("burden.connections_finding");
  for (const char* head : {"burden.column_connection", "burden.column_n", "burden.column_failed", "burden.column_low", "burden.column_high"}) figure.table.head.push_back(words.text(head));
  for (const auto& [id, name] : names) {
    const burden::Filter filter{std::nullopt, std::nullopt, id};
    if (!burden::find_cell(cells, filter)) continue;
    const auto* one = shown(cells, filter);
    auto& row = figure.table.rows.emplace_back(std::vector<Datum>{Datum::of(name)});
    if (!one) {
      row.push_back(Datum::of(words.text("burden.too_few")));
      continue;
    }
    row.push_back(Datum::of(static_cast<double>(one->failed.n), 0));
    for (const auto& value : {one->failed.value, one->failed.low, one->failed.high}) row.push_back(Datum::of(value ? std::optional(*value * 100) : std::nullopt, 1));
  }
  return figure;
}

std::vector<NamedFigure> unit_figures(const UnitRecord& record, const burden::BurdenReport& report, const std::vector<burden::SurveyObservation>& surveys,
                                      const BurdenChoice& choice, const Messages& words) {
  const auto& filter = choice.filter;
  const auto cells = survey_cells(surveys, record.versions);
  const auto* answers = shown(cells, follows(choice) ? filter : burden::Filter());
  std::vector<NamedFigure> made;
  made.push_back({"measures", measures_figure(report, follows(choice) ? answers : nullptr, choice, words), true});
  made.push_back({"time", time_figure(record, report, filter, words), true});
  made.push_back({"friction", friction_figure(report, filter, words), true});
  made.push_back({"usefulness", charts::usefulness_plot(slot_of("usefulness", words), {use_of(record, report, filter)}, words), true});
  made.push_back({"survey", survey_figure(answers, words), follows(choice)});
  made.push_back({"knowledge", knowledge_figure(record, words), false});
  made.push_back({"commitments", charts::commitment_plot(slot_of("commitments", words), burden::commitment_figures(record.commitments), words), false});
  return made;
}

}  // namespace preceptor::web
