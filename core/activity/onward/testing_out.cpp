#include "core/activity/onward/testing_out.hpp"

#include <algorithm>

#include "core/activity/flow.hpp"
#include "core/base/json_reader.hpp"

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

TestingOut rule_of(const activity::Unit& unit) {
  return {!unit.test_out.empty(), unit.test_out};
}

TestOut may_test_out(const activity::Unit& unit, const record::Attempt& attempt) {
  const TestOut result = may_test_out(unit, attempt, rule_of(unit));
  const activity::Place place = activity::current_place(unit, attempt);
  const bool all_asked = place.step == activity::Step::page && place.page >= static_cast<int>(unit.sections.size());
  return result == TestOut::offered && all_asked ? TestOut::completed : result;
}

record::Other payload_of(const TestedOut& tested) {
  return {kTestedOut, base::canonical_json({{"question_id", tested.question_id}})};
}

base::Result<TestedOut> tested_out_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "", problem);
  TestedOut tested{in.text("question_id")};
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return tested;
}

}  // namespace preceptor::onward
