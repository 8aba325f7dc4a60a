// Plots 4 to 6: preference and behaviour, knowledge before and after, commitments.
#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

using Figures = burden::StagePreference::Figures;

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " · ") + part;
  return out;
}

Row preference_row(const std::string& label, const std::optional<Figures>& figures, const Messages& words) {
  Row row{label};
  if (!figures || !figures->says.value || !figures->does.value) {
    row.instead = not_shown(words);
    return row;
  }
  row.dots = {{*figures->says.value, 0, {}, {}}, dot_of(figures->does, 1)};
  row.joined = true;
  row.note = words.text("chart.says_does_n", {{"says", std::to_string(figures->says.n)}, {"does", std::to_string(figures->does.n)}});
  return row;
}

Row change_row(const std::string& label, const burden::KnowledgeChange& change, const Messages& words) {
  Row row{label};
  if (!change.change) {
    row.instead = not_shown(words);
    return row;
  }
  row.dots = {dot_of(change.before, 0), dot_of(change.after, 1)};
  row.joined = true;
  row.note = n_phrase(change.paired, words);
  return row;
}

std::vector<Datum> change_cells(const std::string& label, const burden::KnowledgeChange& change) {
  const bool shown = change.change.has_value();
  std::vector<Datum> cells = {Datum::of(label)};
  cells.push_back(Datum::of(shown ? std::optional<double>(change.paired) : std::nullopt, 0));
  const auto part = [&](const burden::Share& share) {
    cells.push_back(Datum::of(share.value ? std::optional(*share.value * 100) : std::nullopt, 1));
  };
  part(change.before);
  part(change.after);
  cells.push_back(Datum::of(shown ? std::optional(*change.change * 100) : std::nullopt, 1));
  for (const auto* share : {&change.later, &change.overconfident_before, &change.overconfident_after}) part(*share);
  return cells;
}

// Commitments of all options together at one follow-up.
burden::Share together(const std::vector<burden::CommitmentFigures>& rows, burden::Share burden::CommitmentFigures::* day) {
  int k = 0, n = 0;
  for (const auto& row : rows) {
    k += (row.*day).k;
    n += (row.*day).n;
  }
  return burden::share(k, n);
}

}  // namespace

std::string stage_word(std::optional<burden::CareerStage> stage, const Messages& words) {
  if (!stage) return words.text("chart.everybody");
  if (*stage == burden::CareerStage::trainee) return words.text("chart.trainee");
  return words.text("chart.years", {{"years", std::string(burden::name(*stage))}});
}

Figure preference_plot(const Slot& slot, const std::vector<burden::StagePreference>& stages, const Messages& words) {
  Figure figure;
  std::vector<Row> rows;
  std::vector<std::string> disagree, few;
  bool any = false;
  figure.table.head = {words.text("chart.column_stage"), words.text("chart.says"), words.text("chart.column_n"), words.text("chart.does"),
                       words.text("chart.column_low"), words.text("chart.column_high"), words.text("chart.column_n")};
  for (const burden::StagePreference& stage : stages) {
    const std::string label = stage_word(stage.stage, words);
    rows.push_back(preference_row(label, stage.figures, words));
    any = any || rows.back().instead.empty();
    std::vector<Datum>& cells = figure.table.rows.emplace_back();
    cells.push_back(Datum::of(label));
    std::vector<Datum> says;
    add_share(says, stage.figures ? std::optional(stage.figures->says) : std::nullopt);
    cells.insert(cells.end(), {says.front(), says.back()});
    add_share(cells, stage.figures ? std::optional(stage.figures->does) : std::nullopt);
    if (stage.figures && stage.figures->disagree) disagree.push_back(label);
    if (stage.figures && stage.figures->few) few.push_back(label);
  }
  figure.sentence = !any ? not_shown(words)
                    : disagree.empty() ? words.text("chart.agree")
                                       : words.text("chart.disagree", {{"stages", joined(disagree)}});
  if (!few.empty()) figure.remarks.push_back(words.text("chart.few", {{"n", std::to_string(burden::kFewNeeded)}, {"stages", joined(few)}}));
  if (rows.empty()) return figure;
  figure.svg = row_chart(slot, {words.text("chart.preference_title"), figure.sentence, {{0, words.text("chart.says")}, {1, words.text("chart.does")}}},
                         share_axis(words.text("chart.axis_micro"), words), rows);
  return figure;
}

Figure knowledge_plot(const Slot& slot, const std::vector<burden::KnowledgeChange>& changes, const std::vector<std::string>& prompts,
                      const Messages& words) {
  Figure figure;
  figure.table.head = {words.text("chart.column_question"), words.text("chart.column_n"), words.text("chart.before"), words.text("chart.after"),
                       words.text("chart.column_change"), words.text("chart.later"), words.text("chart.sure_before"), words.text("chart.sure_after")};
  std::vector<Row> rows;
  const burden::KnowledgeChange* best = nullptr;
  std::string best_label;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::string& label = i < prompts.size() ? prompts[i] : changes[i].question_id;
    rows.push_back(change_row(label, changes[i], words));
    // Between the two, so that the line still joins before and after.
    if (changes[i].change && changes[i].later.value) rows.back().dots.insert(rows.back().dots.begin() + 1, dot_of(changes[i].later, 2));
    figure.table.rows.push_back(change_cells(label, changes[i]));
    if (!changes[i].change || (best && *best->change >= *changes[i].change)) continue;
    best = &changes[i];
    best_label = label;
  }
  figure.sentence = !best ? not_shown(words)
                          : words.text("chart.gained", {{"question", quoted(best_label, words)}, {"before", per_cent(*best->before.value, words)},
                                                        {"after", per_cent(*best->after.value, words)}, {"n", std::to_string(best->paired)}});
  if (rows.empty()) return figure;
  figure.svg = row_chart(slot, {words.text("chart.knowledge_title"), figure.sentence,
                                {{0, words.text("chart.before")}, {1, words.text("chart.after")}, {2, words.text("chart.later")}}},
                         share_axis(words.text("chart.axis_right"), words), rows);
  return figure;
}

Figure commitment_plot(const Slot& slot, const std::vector<burden::CommitmentFigures>& commitments, const Messages& words) {
  Figure figure;
  figure.table.head = {words.text("chart.column_commitment"), words.text("chart.chosen"), words.text("chart.done_seven"), words.text("chart.column_n"),
                       words.text("chart.done_thirty"), words.text("chart.column_n"), words.text("chart.barriers")};
  std::vector<Row> rows;
  for (const burden::CommitmentFigures& each : commitments) {
    const std::string label = each.option.empty() ? words.text("chart.others") : each.option;
    Row& row = rows.emplace_back(Row{label});
    row.note = words.text("chart.chosen_n", {{"n", std::to_string(each.chosen)}});
    if (each.done_7.value) row.dots.push_back(dot_of(each.done_7, 0));
    if (each.done_30.value) row.dots.push_back(dot_of(each.done_30, 1));
    if (row.dots.empty()) row.instead = not_shown(words);
    std::vector<std::string> barriers;
    for (const auto& [barrier, count] : each.barriers) barriers.push_back(barrier + " (" + std::to_string(count) + ")");
    std::vector<Datum>& cells = figure.table.rows.emplace_back();
    cells = {Datum::of(label), Datum::of(static_cast<double>(each.chosen), 0)};
    for (const burden::Share* share : {&each.done_7, &each.done_30}) {
      cells.push_back(Datum::of(share->value ? std::optional(*share->value * 100) : std::nullopt, 1));
      cells.push_back(Datum::of(share->value ? std::optional<double>(share->n) : std::nullopt, 0));
    }
    cells.push_back(Datum::of(joined(barriers)));
  }
  const burden::Share late = together(commitments, &burden::CommitmentFigures::done_30), early = together(commitments, &burden::CommitmentFigures::done_7);
  if (late.value)
    figure.sentence = words.text("chart.kept_thirty", {{"share", share_phrase(late, words)}});
  else
    figure.sentence = early.value ? words.text("chart.kept_seven", {{"share", share_phrase(early, words)}}) : not_shown(words);
  if (rows.empty()) return figure;
  figure.svg = row_chart(slot, {words.text("chart.commitment_title"), figure.sentence, {{0, words.text("chart.done_seven")}, {1, words.text("chart.done_thirty")}}},
                         share_axis(words.text("chart.axis_done"), words), rows);
  return figure;
}

}  // namespace preceptor::web::charts
