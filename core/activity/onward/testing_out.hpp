// Testing out: who answers the question before the text right need not read it, where the activity allows that (issue
// 4, "less asking").
#pragma once
#include <string>
#include <string_view>

#include "core/activity/unit.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::onward {

// What the activity says.
struct TestingOut {
  bool allowed = false;
  std::string question_id;  // the pre-question; empty for the first scored question of the unit's first section
};

enum class TestOut {
  offered,       // may finish now: the rest of the unit is not asked
  not_allowed,   // the activity does not allow it
  no_question,   // the unit has no such scored question on its first page
  not_answered,  // yet
  wrong,         // answered wrong: reads the unit; the first answer stands
  seen_before,   // a repeated attempt: the answer was shown the first time
  completed,     // nothing left to test out of
};
std::string_view name(TestOut result);

// The pre-question, or null when there is none: a question of the first section that is scored.
const activity::Question* pre_question(const activity::Unit& unit, const TestingOut& rule);
// `attempt` is one of this very unit (same content hash).
TestOut may_test_out(const activity::Unit& unit, const record::Attempt& attempt, const TestingOut& rule);

}  // namespace preceptor::onward
