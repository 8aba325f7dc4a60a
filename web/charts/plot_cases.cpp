// Plots 7 and 8: the causes stakeholders see, and what became of proposals.
#include <algorithm>

#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

std::vector<std::string> causes(const Messages& words) {
  return {words.text("chart.cause_knowledge"), words.text("chart.cause_incentives"), words.text("chart.cause_system"),
          words.text("chart.cause_equity"),    words.text("chart.cause_patient"),    words.text("chart.cause_team")};
}

bool shows_any(const CauseRow& row) {
  return std::ranges::any_of(row.shares, [](const auto& share) { return share.has_value(); });
}

std::string cause_sentence(const std::vector<CauseRow>& rows, const Messages& words) {
  const CauseRow* most = nullptr;
  std::size_t cause = 0;
  for (const CauseRow& row : rows)
    for (std::size_t c = 0; c < row.shares.size(); ++c) {
      if (!row.shares[c] || (most && *most->shares[cause] >= *row.shares[c])) continue;
      most = &row;
      cause = c;
    }
  if (!most) return not_shown(words);
  return words.text("chart.cause", {{"gap", quoted(most->label, words)}, {"cause", causes(words)[cause]},
                                    {"share", per_cent(*most->shares[cause], words)}, {"n", std::to_string(most->n)}});
}

}  // namespace

Figure cause_plot(const Slot& slot, const std::vector<CauseRow>& rows, const Messages& words) {
  Figure figure;
  figure.sentence = cause_sentence(rows, words);
  Heat heat;
  heat.columns = causes(words);
  figure.table.head = {words.text("chart.column_gap"), words.text("chart.column_n")};
  figure.table.head.insert(figure.table.head.end(), heat.columns.begin(), heat.columns.end());
  for (const CauseRow& row : rows) {
    const bool any = shows_any(row);
    heat.rows.push_back(any ? row.label + " (" + n_phrase(row.n, words) + ")" : row.label + ": " + not_shown(words));
    std::vector<std::optional<double>>& cells = heat.cells.emplace_back();
    std::vector<std::string>& labels = heat.labels.emplace_back();
    std::vector<Datum>& data = figure.table.rows.emplace_back();
    data = {Datum::of(row.label), Datum::of(any ? std::optional<double>(row.n) : std::nullopt, 0)};
    for (const auto& share : row.shares) {
      cells.push_back(share);
      labels.push_back(share ? per_cent(*share, words) : "–");
      data.push_back(Datum::of(share ? std::optional(*share * 100) : std::nullopt, 1));
    }
  }
  if (!rows.empty()) figure.svg = heat_map(slot, {words.text("chart.cause_title"), figure.sentence, {}}, heat);
  return figure;
}

Figure decision_plot(const Slot& slot, const DecisionCounts& counts, const Messages& words) {
  Figure figure;
  figure.sentence = words.text("chart.decisions", {{"proposed", std::to_string(counts.proposed)}, {"education", std::to_string(counts.education)},
                                                   {"part", std::to_string(counts.part)}, {"wrong", std::to_string(counts.wrong_tool)},
                                                   {"waiting", std::to_string(counts.waiting)}});
  if (counts.median_days)
    figure.remarks.push_back(words.text("chart.decision_days", {{"days", shown_number(*counts.median_days, 0, words)}}));
  // A gate that never closes may be there for show (ui.md 3.2, plot 8).
  if (counts.proposed > 0 && counts.wrong_tool == 0) figure.remarks.push_back(words.text("chart.decorative"));
  for (const auto& [gap, partner] : counts.handed)
    figure.remarks.push_back(words.text("chart.handed", {{"gap", quoted(gap, words)}, {"partner", quoted(partner, words)}}));
  figure.table.head = {words.text("chart.column_step"), words.text("chart.column_gaps")};
  const std::vector<std::pair<std::string, int>> steps = {
      {words.text("chart.step_proposed"), counts.proposed}, {words.text("chart.step_rated"), counts.rated},
      {words.text("chart.step_education"), counts.education}, {words.text("chart.step_part"), counts.part},
      {words.text("chart.step_wrong"), counts.wrong_tool},  {words.text("chart.step_waiting"), counts.waiting}};
  std::vector<Row> rows;
  for (const auto& [label, count] : steps) {
    figure.table.rows.push_back({Datum::of(label), Datum::of(static_cast<double>(count), 0)});
    Row& row = rows.emplace_back(Row{label, std::to_string(count)});
    row.bars.push_back({0, static_cast<double>(count), rows.size() < 3 ? 0 : 1, {}});
  }
  figure.svg = row_chart(slot, {words.text("chart.decision_title"), figure.sentence, {}},
                         amount_axis(std::max(counts.proposed, 5), 5, 0, words.text("chart.column_gaps"), words), rows);
  return figure;
}

}  // namespace preceptor::web::charts
