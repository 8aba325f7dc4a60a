// What people say they prefer beside what they do, by career stage.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/burden/stage.hpp"
#include "core/burden/stats.hpp"
#include "core/burden/suppression.hpp"

namespace preceptor::burden {

struct PreferenceObservation {
  std::string person;
  std::optional<CareerStage> stage;
  std::optional<bool> says_micro;  // stated preference; absent = never asked or "no preference"
  int starts_micro = 0, starts_other = 0;
  int period = 0;
};

struct StagePreference {
  std::optional<CareerStage> stage;  // absent = everybody
  // Absent = suppressed: fewer persons than a segment needs, or another stage could be worked out from this one.
  struct Figures {
    Share says;                      // persons who say they prefer micro units
    Share does;                      // persons most of whose starts were micro (a tie counts as not), of those with any
    Difference gap;                  // says minus does, 95 %
    bool disagree = false;           // the interval of the gap excludes zero
    bool few = false;                // fewer than kFewNeeded persons behind one of the two
  };
  std::optional<Figures> figures;
};
inline constexpr int kFewNeeded = 20;
// Everybody first, then the stages that anyone is in. A person may stand in `people` more than once, in the order of time: how it was in each period. The last that
// may be shown counts.
std::vector<StagePreference> preferences(const std::vector<PreferenceObservation>& people, const Thresholds& thresholds = {});

}  // namespace preceptor::burden
