// One made-up input for each plot.
#pragma once
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "web/charts/chart.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {

inline burden::Distribution minutes_of(double median, int n) {
  return {n, 3, median - 1, median, median + 1.2, n >= 10 ? std::optional(median + 3.1) : std::nullopt};
}

inline UnitTime sample_time() {
  burden::Minutes bins;
  bins.bins.assign(burden::kLastMinute + 1, 0);
  for (const auto& [minute, count] : {std::pair(1, 2), {2, 9}, {3, 21}, {4, 14}, {5, 6}, {7, 2}, {11, 1}}) bins.bins[static_cast<std::size_t>(minute)] = count;
  return {"Sepsis <first hour>", 4, minutes_of(3.6, 55), burden::share(46, 55), bins};
}

inline UnitFriction sample_friction() { return {minutes_of(140, 55), minutes_of(25, 55), minutes_of(11, 30), burden::Distribution{30, 0, 1, 2, 2, 3}}; }

inline std::vector<burden::Price> sample_prices() {
  std::vector<burden::Price> rows(4);
  const char* prompts[] = {"Which format do you prefer?", "Useful for a patient you have now?", "What will you do next week?", "Where do you work?"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].prompt = prompts[i];
    rows[i].asked = 100 + static_cast<int>(i);
    rows[i].skipped = burden::share(20, rows[i].asked);
    rows[i].seconds = minutes_of(9, 90);
    rows[i].hours_a_year = 12.4 - 3 * static_cast<double>(i);
    rows[i].uses = static_cast<int>(i);
    rows[i].expiry.state = i == 0 ? burden::Keeping::expired : burden::Keeping::used;
  }
  rows[3] = {};
  rows[3].prompt = prompts[3];
  rows[3].too_few = true;
  return rows;
}

inline std::vector<UnitUse> sample_units() {
  return {{"Sepsis", minutes_of(3.6, 55), burden::share(40, 55), burden::Usefulnesses{40, 10, 5}},
          {"Heart failure follow-up after discharge", minutes_of(9.5, 32), burden::share(12, 31), burden::Usefulnesses{12, 12, 7}},
          {"Rare", std::nullopt, std::nullopt, std::nullopt}};
}

inline std::vector<burden::StagePreference> sample_stages() {
  const auto figures = [](int says, int asked, int does, int started, bool disagree) {
    burden::StagePreference::Figures made;
    made.says = burden::share(says, asked);
    made.does = burden::share(does, started);
    made.gap = burden::difference(made.says, made.does, burden::kZ95);
    made.disagree = disagree;
    made.few = std::min(asked, started) < burden::kFewNeeded;
    return made;
  };
  return {{std::nullopt, figures(55, 82, 40, 80, false)},
          {burden::CareerStage::trainee, figures(34, 40, 10, 40, true)},
          {burden::CareerStage::years_0_5, figures(8, 14, 9, 14, false)},
          {burden::CareerStage::years_21_up, std::nullopt}};
}

inline std::vector<burden::KnowledgeChange> sample_changes() {
  std::vector<burden::KnowledgeChange> rows(2);
  rows[0] = {"q1", 40, burden::share(14, 40), burden::share(34, 40), 0.5, burden::share(20, 30, 10), burden::share(8, 40), burden::share(1, 40)};
  rows[1].question_id = "q2";
  return rows;
}

inline std::vector<burden::CommitmentFigures> sample_commitments() {
  return {{"Order lactate within the hour", 21, burden::share(9, 18), burden::share(11, 15), {{"no order set", 5}}}, {"", 6, {}, {}, {}}};
}

inline std::vector<CauseRow> sample_causes() {
  return {{"Lactate too late", {0.5, 0.1, 0.8, 0.0, 0.05, 0.3}, 9}, {"Follow-up missed", {}, 0}};
}

inline DecisionCounts sample_decisions() { return {9, 8, 3, 2, 2, 1, 12.0, {{"Lactate too late", "Emergency department"}}}; }

struct Sample {
  std::string name;
  std::function<Figure(const Slot&, const Messages&)> plot;
};
inline std::vector<Sample> samples() {
  return {{"time", [](const Slot& s, const Messages& w) { return time_plot(s, sample_time(), w); }},
          {"friction", [](const Slot& s, const Messages& w) { return friction_plot(s, sample_friction(), w); }},
          {"price", [](const Slot& s, const Messages& w) { return price_plot(s, sample_prices(), w); }},
          {"relevance", [](const Slot& s, const Messages& w) { return relevance_plot(s, sample_units(), w); }},
          {"usefulness", [](const Slot& s, const Messages& w) { return usefulness_plot(s, sample_units(), w); }},
          {"preference", [](const Slot& s, const Messages& w) { return preference_plot(s, sample_stages(), w); }},
          {"knowledge", [](const Slot& s, const Messages& w) { return knowledge_plot(s, sample_changes(), {"Which test first?", "Which dose?"}, w); }},
          {"commitment", [](const Slot& s, const Messages& w) { return commitment_plot(s, sample_commitments(), w); }},
          {"cause", [](const Slot& s, const Messages& w) { return cause_plot(s, sample_causes(), w); }},
          {"decision", [](const Slot& s, const Messages& w) { return decision_plot(s, sample_decisions(), w); }}};
}

}  // namespace preceptor::web::charts
