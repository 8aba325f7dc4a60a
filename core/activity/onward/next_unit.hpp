// The next unit: from what the learner asked and what the learner missed. How many others took a unit is no input here.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/point_of_care/index.hpp"
#include "core/base/time.hpp"

namespace preceptor::activity {
struct Unit;
}
namespace preceptor::record {
struct Attempt;
}

namespace preceptor::onward {

// A question of one's own that nothing has answered yet.
struct OwnQuestion {
  std::string id, text, language;
  base::Instant asked_at{};
};
// The objectives of a unit of which a scored question was answered wrong.
struct Missed {
  std::string unit_id, language;
  std::vector<std::string> objectives;
  base::Instant at{};
};
// What was missed in an attempt that is completed; nullopt when nothing was, or the unit states no objectives.
std::optional<Missed> missed_in(const activity::Unit& unit, const record::Attempt& attempt);

struct LearnerNeeds {
  std::string language;
  std::vector<OwnQuestion> questions;
  std::vector<Missed> missed;
  std::vector<std::string> completed;  // unit ids
  std::string left;                    // unit id of the receipt it is shown on; may be empty
};

enum class NextReason { own_question, missed_objective, again };
std::string_view name(NextReason reason);
struct NextUnit {
  point_of_care::Match match;
  NextReason reason = NextReason::own_question;
  std::string from;  // id of the question, or of the unit whose objective was missed
  friend bool operator==(const NextUnit&, const NextUnit&) = default;
};

// In this order, the latest first: a unit close to an own question, not completed; a unit close to a missed objective,
// not completed; a unit again of which something was missed, other than `left`, by the longest time since. nullopt when
// none: then nothing is offered. Equal times by id; the order of the lists does not matter.
std::optional<NextUnit> next_unit(const point_of_care::Index& published, const LearnerNeeds& needs);

}  // namespace preceptor::onward
