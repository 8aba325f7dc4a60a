#include "core/activity/flag.hpp"

#include <algorithm>

#include "core/activity/flow.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::activity {

record::Other payload_of(const QuestionFlagged& flagged) {
  return {kQuestionFlagged, base::canonical_json({{"question_id", flagged.question_id}})};
}

base::Result<QuestionFlagged> question_flagged_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "", problem);
  QuestionFlagged flagged{in.text("question_id")};
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return flagged;
}

std::set<std::string> flagged_questions(const record::Attempt& attempt) {
  std::set<std::string> ids;
  for (const record::Other& other : attempt.beside) {
    if (other.type != kQuestionFlagged) continue;
    if (const auto flagged = question_flagged_from_json(other.json)) ids.insert(flagged->question_id);
  }
  return ids;
}

bool is_flagged_when_asked(const Question& question) {
  return asks(question) && !question.required;
}

bool has_feedback(const Question& question) {
  return question.scored || !question.feedback_html.empty();
}

std::vector<const Question*> flaggable_on(const Unit& unit, const record::Attempt& attempt, int page) {
  std::vector<const Question*> found;
  if (!attempt.opened.offers_flag) return found;
  const auto flagged = flagged_questions(attempt);
  const auto take = [&](const Question* question, bool wanted) {
    if (wanted && !flagged.contains(question->id)) found.push_back(question);
  };
  for (const Question* question : feedback_on(unit, attempt, page)) take(question, !is_flagged_when_asked(*question));
  for (const Question* question : questions_on(unit, attempt, page)) take(question, is_flagged_when_asked(*question));
  return found;
}

}  // namespace preceptor::activity
