// Testing out: who answers the question before the text right need not read it, where the activity allows that (issue
// 4, "less asking").
#pragma once
#include <string>
#include <string_view>

#include "core/activity/unit.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::onward {

// What the activity says; the unit's own `test-out` until activities have rules of their own.
struct TestingOut {
  bool allowed = false;
  std::string question_id;  // the pre-question; empty for the first scored question of the unit's first section
};
TestingOut rule_of(const activity::Unit& unit);

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
// By the unit's own rule, and only while a question of its sections would still be asked: otherwise there is nothing to spare anybody
// (completed).
TestOut may_test_out(const activity::Unit& unit, const record::Attempt& attempt);

// The attempt was finished at once because this question was answered right. Comes just before attempt_completed.
inline constexpr const char* kTestedOut = "tested_out";
struct TestedOut {
  std::string question_id;
  friend bool operator==(const TestedOut&, const TestedOut&) = default;
};
record::Other payload_of(const TestedOut& tested);
// Error: json_malformed with the member's path.
base::Result<TestedOut> tested_out_from_json(std::string_view json);

}  // namespace preceptor::onward
