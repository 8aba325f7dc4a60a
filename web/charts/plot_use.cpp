// Plots 2 and 3: what questions cost, and what was useful at the point of need.
#include <algorithm>

#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

std::string state_word(burden::Keeping state, const Messages& words) {
  switch (state) {
    case burden::Keeping::used: return words.text("chart.state_used");
    case burden::Keeping::kept: return words.text("chart.state_kept");
    case burden::Keeping::waiting: return words.text("chart.state_waiting");
    case burden::Keeping::expired: return words.text("chart.state_expired");
  }
  return {};
}

std::string price_sentence(const std::vector<burden::Price>& prices, const Messages& words) {
  if (prices.empty()) return words.text("chart.price_none");
  // The order is that of burden::prices: what may be asked less comes first.
  const burden::Price& first = prices.front();
  if (first.uses > 0) return words.text("chart.price_used");
  if (!first.hours_a_year) return words.text("chart.price_unmeasured", {{"question", quoted(first.prompt, words)}});
  return words.text("chart.price", {{"question", quoted(first.prompt, words)}, {"hours", shown_number(*first.hours_a_year, 1, words)}});
}

std::vector<Datum> price_cells(const burden::Price& price, const Messages& words) {
  std::vector<Datum> cells = {Datum::of(price.prompt), Datum::of(state_word(price.expiry.state, words)),
                              Datum::of(price.hours_a_year, 2)};
  cells.push_back(Datum::of(price.too_few ? std::nullopt : std::optional<double>(price.asked), 0));
  cells.push_back(Datum::of(price.seconds.median, 1));
  add_share(cells, price.too_few ? std::nullopt : std::optional(price.skipped));
  cells.push_back(Datum::of(static_cast<double>(price.uses), 0));
  return cells;
}

std::string unit_note(const burden::Usefulnesses& answers, const Messages& words) {
  return n_phrase(answers.yes + answers.not_now + answers.no, words);
}

Row stacked(const UnitUse& unit, const Messages& words) {
  Row row{unit.unit};
  if (!unit.answers || unit.answers->yes + unit.answers->not_now + unit.answers->no == 0) {
    row.instead = not_shown(words);
    return row;
  }
  const double all = unit.answers->yes + unit.answers->not_now + unit.answers->no;
  double from = 0;
  int series = 0;
  for (const int count : {unit.answers->yes, unit.answers->not_now, unit.answers->no}) {
    const double to = from + count / all;
    row.bars.push_back({from, to, series++, std::to_string(count)});
    from = to;
  }
  row.note = unit_note(*unit.answers, words);
  return row;
}

// The most useful unit among those with a share; nullptr when none has.
const UnitUse* best_of(const std::vector<UnitUse>& units) {
  const UnitUse* best = nullptr;
  for (const UnitUse& unit : units)
    if (has_value(unit.useful) && (!best || *unit.useful->value > *best->useful->value)) best = &unit;
  return best;
}

std::string use_sentence(const std::vector<UnitUse>& units, const Messages& words) {
  const UnitUse* best = best_of(units);
  if (!best) return not_shown(words);
  return words.text("chart.useful", {{"unit", quoted(best->unit, words)}, {"share", share_phrase(*best->useful, words)}});
}

}  // namespace

Figure price_plot(const Slot& slot, const std::vector<burden::Price>& prices, const Messages& words) {
  Figure figure;
  figure.sentence = price_sentence(prices, words);
  figure.table.head = {words.text("chart.column_question"), words.text("chart.column_state"), words.text("chart.column_hours"),
                       words.text("chart.column_asked"), words.text("chart.column_seconds")};
  add_share_heads(figure.table.head, words);
  figure.table.head.push_back(words.text("chart.column_uses"));
  double most = 0.1;
  std::vector<Row> rows;
  for (const burden::Price& price : prices) {
    figure.table.rows.push_back(price_cells(price, words));
    Row& row = rows.emplace_back(Row{price.prompt});
    if (!price.hours_a_year) {
      row.instead = not_shown(words);
      continue;
    }
    most = std::max(most, *price.hours_a_year);
    row.bars.push_back({0, *price.hours_a_year, price.uses > 0 ? 0 : 1, {}});
    row.note = words.text("chart.price_note", {{"hours", shown_number(*price.hours_a_year, 1, words)}, {"n", std::to_string(price.asked)}});
  }
  if (rows.empty()) return figure;
  figure.svg = row_chart(slot, {words.text("chart.price_title"), figure.sentence,
                                {{0, words.text("chart.state_used"), false}, {1, words.text("chart.unused"), false}}},
                         amount_axis(most, 5, 1, words.text("chart.axis_hours"), words), rows);
  return figure;
}

Figure relevance_plot(const Slot& slot, const std::vector<UnitUse>& units, const Messages& words) {
  Figure figure;
  figure.sentence = use_sentence(units, words);
  figure.table.head = {words.text("chart.column_unit"), words.text("chart.column_minutes")};
  add_share_heads(figure.table.head, words);
  double most = 1;
  std::vector<Point> points;
  for (const UnitUse& unit : units) {
    std::vector<Datum>& cells = figure.table.rows.emplace_back();
    cells = {Datum::of(unit.unit), Datum::of(unit.minutes ? unit.minutes->median : std::nullopt, 1)};
    add_share(cells, unit.useful);
    if (!has_value(unit.useful) || !has_value(unit.minutes)) continue;
    most = std::max(most, *unit.minutes->median);
    points.push_back({*unit.minutes->median, *unit.useful->value, unit.useful->low, unit.useful->high,
                      unit.unit + " (" + n_phrase(unit.useful->n, words) + ")"});
  }
  if (points.size() < units.size()) figure.remarks.push_back(words.text("chart.some_not_shown"));
  if (points.empty()) return figure;
  figure.remarks.push_back(words.text("chart.top_corner"));
  figure.svg = scatter(slot, {words.text("chart.useful_title"), figure.sentence, {}},
                       amount_axis(most, 5, 0, words.text("chart.column_minutes"), words),
                       share_axis(words.text("chart.axis_useful"), words), points);
  return figure;
}

Figure usefulness_plot(const Slot& slot, const std::vector<UnitUse>& units, const Messages& words) {
  Figure figure;
  figure.sentence = use_sentence(units, words);
  figure.table.head = {words.text("chart.column_unit"), words.text("chart.yes"), words.text("chart.not_now"), words.text("chart.no")};
  std::vector<Row> rows;
  for (const UnitUse& unit : units) {
    rows.push_back(stacked(unit, words));
    std::vector<Datum>& cells = figure.table.rows.emplace_back();
    cells.push_back(Datum::of(unit.unit));
    for (const int burden::Usefulnesses::* part : {&burden::Usefulnesses::yes, &burden::Usefulnesses::not_now, &burden::Usefulnesses::no})
      cells.push_back(Datum::of(unit.answers ? std::optional<double>((*unit.answers).*part) : std::nullopt, 0));
  }
  if (rows.empty()) return figure;
  const std::vector<Legend> legend = {{0, words.text("chart.yes"), false}, {1, words.text("chart.not_now"), false}, {2, words.text("chart.no"), false}};
  figure.svg = row_chart(slot, {words.text("chart.answers_title"), figure.sentence, legend}, share_axis(words.text("chart.axis_answers"), words), rows);
  return figure;
}

}  // namespace preceptor::web::charts
