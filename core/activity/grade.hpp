// What a finished attempt is worth in a gradebook.
#pragma once
#include "core/activity/unit.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::activity {

struct Grade {
  int given = 1, max = 1;   // so many of so many; a percentage is never made
};
// `by_score`: the right answers of the scored questions; otherwise, for a unit that asked none, and for who tested out,
// completion: 1 of 1.
Grade grade_of(const Unit& unit, const record::Attempt& attempt, bool by_score);

}  // namespace preceptor::activity
