// From a unit's record to the figures of its page. Every number comes from core/burden.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/burden/report.hpp"
#include "core/burden/suppression.hpp"
#include "web/burden/records.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web {

// What the reader chose to look at; `until`: the last period in it.
struct BurdenChoice {
  burden::Filter filter;
  std::optional<int> until;
};

// The report of a record up to the chosen period.
burden::BurdenReport report_of(const UnitRecord& record, const BurdenChoice& choice);

struct NamedFigure {
  std::string name;         // of its CSV: "time", "friction", "usefulness", "knowledge", "commitments", "measures", "survey"
  charts::Figure figure;
  bool filtered = false;    // whether it follows the reader's choice; the others are of everybody
};
std::vector<NamedFigure> unit_figures(const UnitRecord& record, const burden::BurdenReport& report, const std::vector<burden::SurveyObservation>& surveys,
                                      const BurdenChoice& choice, const Messages& words);

// A table of every measure of one cell, n everywhere: "measures". `answers`: the surveys' of that cell, null where they are too few or do not follow the choice.
charts::Figure measures_figure(const burden::BurdenReport& report, const burden::SurveyFigures* answers, const BurdenChoice& choice, const Messages& words);
// MB1 to MB5 of the released answers; null: too few.
charts::Figure survey_figure(const burden::SurveyFigures* answers, const Messages& words);
// Launches of months that are over: why some were refused.
charts::Figure launches_figure(const std::vector<burden::Shown<burden::LaunchFigures>>& cells, const Messages& words);
// The share of them that failed by connection. `names`: a registration's id -> what people call it; those without a launch are left out.
charts::Figure connections_figure(const std::vector<burden::Shown<burden::LaunchFigures>>& cells, const std::map<std::string, std::string>& names, const Messages& words);
charts::UnitUse use_of(const UnitRecord& record, const burden::BurdenReport& report, const burden::Filter& filter);

// The figure of one cell; null when it is suppressed or no record is in it.
template <class Value>
const Value* shown(const std::vector<burden::Shown<Value>>& cells, const burden::Filter& filter) {
  const auto* cell = burden::find_cell(cells, filter);
  return cell && cell->shown ? &*cell->shown : nullptr;
}
template <class Value>
const Value* shown(const std::map<std::string_view, std::vector<burden::Shown<Value>>>& by_name, std::string_view name, const burden::Filter& filter) {
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : shown(found->second, filter);
}

}  // namespace preceptor::web
