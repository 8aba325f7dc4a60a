#include "core/activity/grade.hpp"

namespace preceptor::activity {

Grade grade_of(const Unit& unit, const record::Attempt& attempt, bool by_score) {
  Grade grade{0, max_score(unit)};
  if (!by_score || grade.max == 0) return {};
  for (const Section& section : unit.sections)
    for (const Question& question : section.questions) {
      const auto answer = attempt.answers.find(question.id);
      if (question.scored && answer != attempt.answers.end() && answer->second.correct.value_or(false)) ++grade.given;
    }
  return grade;
}

}  // namespace preceptor::activity
