#include "core/activity/unit.hpp"

#include <algorithm>

namespace preceptor::activity {

std::string_view name(QuestionType type) {
  switch (type) {
    case QuestionType::single:
      return "single";
    case QuestionType::multi:
      return "multi";
    case QuestionType::scale:
      return "scale";
    case QuestionType::number:
      return "number";
    case QuestionType::text:
      return "text";
    case QuestionType::yesno:
      return "yesno";
  }
  return "";
}

const Question* find_question(const Unit& unit, std::string_view question_id) {
  const auto in = [&](const std::vector<Question>& questions) -> const Question* {
    const auto it = std::ranges::find(questions, question_id, &Question::id);
    return it == questions.end() ? nullptr : &*it;
  };
  for (const Section& section : unit.sections)
    if (const Question* question = in(section.questions)) return question;
  return in(unit.closing);
}

int max_score(const Unit& unit) {
  int score = 0;
  for (const Section& section : unit.sections)
    score += static_cast<int>(std::ranges::count_if(section.questions, &Question::scored));
  return score;
}

}  // namespace preceptor::activity
