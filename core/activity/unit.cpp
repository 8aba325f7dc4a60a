#include "core/activity/unit.hpp"

#include <algorithm>

namespace preceptor::activity {

namespace {
constexpr std::string_view kNames[] = {"single", "multi", "scale", "number", "text", "yesno", "rank", "matrix", "statement", "barrier", "decision"};
}  // namespace

std::string_view name(QuestionType type) {
  return kNames[static_cast<std::size_t>(type)];
}

std::optional<QuestionType> question_type(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<QuestionType>(found - std::begin(kNames));
}

std::vector<std::string_view> question_type_names() {
  return {std::begin(kNames), std::end(kNames)};
}

bool asks(const Question& question) {
  return question.type != QuestionType::statement;
}

bool takes_words(const Question& question) {
  return question.type == QuestionType::barrier || question.type == QuestionType::decision ||
         std::ranges::any_of(question.options, &Option::other);
}

std::vector<std::string_view> fixed_options(QuestionType type) {
  if (type == QuestionType::yesno) return {"yes", "no"};
  if (type == QuestionType::decision) return {"go", "part", "no-go", "more-data"};
  if (type == QuestionType::barrier) return {"knowledge", "incentives", "system", "equity", "preference", "team", "nothing"};
  return {};
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
