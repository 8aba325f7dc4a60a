#include "core/activity/onward/testing_out.hpp"

#include <algorithm>

namespace preceptor::onward {

std::string_view name(TestOut result) {
  static constexpr std::string_view kNames[] = {"offered", "not_allowed", "no_question", "not_answered",
                                                "wrong",   "seen_before", "completed"};
  return kNames[static_cast<std::size_t>(result)];
}

const activity::Question* pre_question(const activity::Unit& unit, const TestingOut& rule) {
  if (unit.sections.empty()) return nullptr;
  const auto& questions = unit.sections.front().questions;
  const auto found = std::ranges::find_if(questions, [&](const activity::Question& question) {
    return question.scored && (rule.question_id.empty() || question.id == rule.question_id);
  });
  return found == questions.end() ? nullptr : &*found;
}

TestOut may_test_out(const activity::Unit& unit, const record::Attempt& attempt, const TestingOut& rule) {
  if (!rule.allowed) return TestOut::not_allowed;
  const activity::Question* question = pre_question(unit, rule);
  if (!question) return TestOut::no_question;
  if (attempt.completed) return TestOut::completed;
  if (attempt.opened.n > 1) return TestOut::seen_before;
  const auto answer = attempt.answers.find(question->id);
  if (answer == attempt.answers.end()) return TestOut::not_answered;
  return answer->second.correct.value_or(false) ? TestOut::offered : TestOut::wrong;
}

}  // namespace preceptor::onward
