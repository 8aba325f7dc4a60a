#include "core/activity/grade.hpp"

#include "core/activity/flow.hpp"

namespace preceptor::activity {

Grade grade_of(const Unit& unit, const record::Attempt& attempt, bool by_score) {
  Grade grade{0, scored_questions(unit, answers_of(attempt))};
  if (!by_score || grade.max == 0 || is_tested_out(unit, attempt)) return {};
  for (const Section& section : unit.sections)
    for (const Question& question : section.questions) {
      const auto answer = attempt.answers.find(question.id);
      if (question.scored && answer != attempt.answers.end() && answer->second.correct.value_or(false)) ++grade.given;
    }
  return grade;
}

}  // namespace preceptor::activity
