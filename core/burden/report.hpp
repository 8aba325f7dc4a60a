// The planner's burden figures: every measure by cell (unit version, career stage, course), aggregates only.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/burden/observation.hpp"
#include "core/burden/stats.hpp"
#include "core/burden/suppression.hpp"
#include "core/burden/survey.hpp"

namespace preceptor::burden {

// One figure. `shown` absent = suppressed (too few persons), which says nothing about n. Each measure is suppressed on its own
// population: 12 completed attempts of which 2 claimed show no claim time.
template <class Value>
struct Shown {
  Filter filter;
  std::optional<int> as_of;  // the last period in it
  std::optional<Value> shown;
};

struct LeftAt {
  std::map<std::string, int> places;  // place -> attempts abandoned there; below the cell threshold together in `elsewhere`
  int elsewhere = 0;
};
// Attempts by active minutes: bin i holds [i, i + 1), the last one kLastMinute and more.
struct Minutes {
  std::vector<int> bins;
};
inline constexpr int kLastMinute = 20;
struct Usefulnesses {
  int yes = 0, not_now = 0, no = 0;
};

struct BurdenReport {
  std::map<std::string_view, std::vector<Shown<Distribution>>> quantities;  // by Quantity::name
  std::map<std::string_view, std::vector<Shown<Share>>> proportions;        // by Proportion::name
  std::vector<Shown<Minutes>> minutes;           // the cells of "active_minutes"
  std::vector<Shown<LeftAt>> left_at;            // the cells of "abandonment"
  std::vector<Shown<Usefulnesses>> usefulness;   // the cells of "useful"
};
BurdenReport burden_report(const std::vector<AttemptObservation>& attempts, const Thresholds& thresholds = {});

// The figure of one cell; nullptr when no record is in it.
template <class Value>
const Shown<Value>* find_cell(const std::vector<Shown<Value>>& cells, const Filter& filter) {
  for (const Shown<Value>& cell : cells)
    if (cell.filter == filter) return &cell;
  return nullptr;
}

// Launches by course (and all together): how many failed, and why. Refused launches of nobody count as one person, so a
// cell needs enough known persons beside them.
struct LaunchFigures {
  Share failed;
  std::map<std::string, int> reasons;
};
std::vector<Shown<LaunchFigures>> launch_report(const std::vector<LaunchObservation>& launches, const Thresholds& thresholds = {});

// Burden surveys as the pool released them: every answer has an actor of its own, `where.period` counts release batches.
struct SurveyObservation {
  std::string actor;
  Where where;
  MbScore score;
  std::set<Friction> friction;
};
struct SurveyFigures {
  MbSummary summary;                 // each part of those who answered it; one that too few did has n = 0
  std::map<Friction, int> friction;  // how many named it
};
std::vector<Shown<SurveyFigures>> survey_report(const std::vector<SurveyObservation>& answers, const Thresholds& thresholds = {});

}  // namespace preceptor::burden
