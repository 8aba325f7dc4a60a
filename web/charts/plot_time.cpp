// Plot 1: time to complete against stated time, and where the seconds go.
#include <algorithm>

#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

std::string bin_word(std::size_t bin, const Messages& words) {
  const std::string from = std::to_string(bin);
  if (bin == static_cast<std::size_t>(burden::kLastMinute)) return words.text("chart.minutes_from", {{"from", from}});
  return words.text("chart.minutes_between", {{"from", from}, {"to", std::to_string(bin + 1)}});
}

// Up to the last minute that anyone, or the stated time, needs.
std::vector<int> used_bins(const burden::Minutes& minutes, int stated) {
  std::vector<int> bins = minutes.bins;
  const std::size_t least = static_cast<std::size_t>(std::clamp(stated + 1, 5, burden::kLastMinute + 1));
  while (bins.size() > least && bins.back() == 0) bins.pop_back();
  return bins;
}

void add_chart(const Slot& slot, const UnitTime& time, const Messages& words, Figure& figure) {
  const std::vector<int> bins = used_bins(*time.bins, time.stated_minutes);
  Axis axis{0, static_cast<double>(bins.size()), {}, words.text("chart.axis_minutes")};
  const std::size_t step = bins.size() > 10 ? 5 : 1;
  for (std::size_t i = 0; i <= bins.size(); i += step) axis.ticks.push_back({static_cast<double>(i), std::to_string(i)});
  std::vector<Reference> lines = {
      {*time.minutes->median, words.text("chart.line_median", {{"value", shown_number(*time.minutes->median, 1, words)}})}};
  if (time.minutes->p90)
    lines.push_back({*time.minutes->p90, words.text("chart.line_ninety", {{"value", shown_number(*time.minutes->p90, 1, words)}})});
  if (time.stated_minutes > 0)
    lines.push_back({static_cast<double>(time.stated_minutes), words.text("chart.line_stated", {{"value", std::to_string(time.stated_minutes)}})});
  figure.svg = histogram(slot, {time.unit, figure.sentence, {}}, axis, bins, lines);
  figure.table.head = {words.text("chart.axis_minutes"), words.text("chart.column_attempts")};
  for (std::size_t i = 0; i < bins.size(); ++i)
    figure.table.rows.push_back({Datum::of(bin_word(i, words)), Datum::of(static_cast<double>(bins[i]), 0)});
}

struct Part {
  std::string name;
  const std::optional<burden::Distribution>& seconds;
};

}  // namespace

Figure time_plot(const Slot& slot, const UnitTime& time, const Messages& words) {
  Figure figure;
  if (!has_value(time.minutes) || !time.bins) {
    figure.sentence = time.unit + ": " + not_shown(words);
    return figure;
  }
  figure.sentence = words.text("chart.time", {{"unit", quoted(time.unit, words)},
                                              {"median", shown_number(*time.minutes->median, 1, words)},
                                              {"stated", std::to_string(time.stated_minutes)},
                                              {"n", std::to_string(time.minutes->n)}});
  if (has_value(time.within)) figure.remarks.push_back(words.text("chart.within", {{"share", share_phrase(*time.within, words)}}));
  if (time.minutes->missing > 0)
    figure.remarks.push_back(words.text("chart.not_timed", {{"n", std::to_string(time.minutes->missing)}}));
  add_chart(slot, time, words, figure);
  return figure;
}

Figure friction_plot(const Slot& slot, const UnitFriction& friction, const Messages& words) {
  Figure figure;
  const std::vector<Part> parts = {{words.text("chart.part_content"), friction.content},
                                   {words.text("chart.part_evaluation"), friction.evaluation},
                                   {words.text("chart.part_claim"), friction.claim}};
  const bool claimed = has_value(friction.claim) && has_value(friction.taps);
  figure.sentence = claimed ? words.text("chart.friction", {{"seconds", shown_number(*friction.claim->median, 0, words)},
                                                            {"taps", shown_number(*friction.taps->median, 1, words)},
                                                            {"n", std::to_string(friction.claim->n)}})
                            : words.text("chart.friction_none");
  double most = 15;
  std::vector<Row> rows;
  figure.table.head = {words.text("chart.column_part")};
  add_distribution_heads(figure.table.head, words);
  for (const Part& part : parts) {
    Row& row = rows.emplace_back(Row{part.name});
    std::vector<Datum>& cells = figure.table.rows.emplace_back();
    cells.push_back(Datum::of(part.name));
    add_distribution(cells, part.seconds, 1);
    if (!has_value(part.seconds)) {
      row.instead = not_shown(words);
      continue;
    }
    most = std::max(most, *part.seconds->median);
    row.note = words.text("chart.seconds", {{"value", shown_number(*part.seconds->median, 0, words)}, {"n", std::to_string(part.seconds->n)}});
    row.bars.push_back({0, *part.seconds->median, 0, {}});
  }
  const Axis axis = amount_axis(most, 5, 0, words.text("chart.axis_seconds"), words);
  figure.svg = row_chart(slot, {words.text("chart.friction_title"), figure.sentence, {}}, axis, rows,
                         {{15, words.text("chart.line_target")}});
  return figure;
}

}  // namespace preceptor::web::charts
