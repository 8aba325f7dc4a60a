#include "core/activity/left_out.hpp"

#include <algorithm>

#include "core/base/json_reader.hpp"

namespace preceptor::activity {

record::Other payload_of(const QuestionsLeftOut& left_out) {
  return {kQuestionsLeftOut, base::canonical_json({{"question_ids", left_out.question_ids}})};
}

base::Result<QuestionsLeftOut> questions_left_out_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "", problem);
  QuestionsLeftOut left_out;
  for (const base::Json& id : in.array("question_ids")) {
    if (id.is_string())
      left_out.question_ids.push_back(id.get<std::string>());
    else
      in.refuse("question_ids", "not a text");
  }
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return left_out;
}

bool is_left_out(const record::Attempt& attempt, const Question& question) {
  return std::ranges::any_of(attempt.beside, [&](const record::Other& other) {
    if (other.type != kQuestionsLeftOut) return false;
    const auto said = questions_left_out_from_json(other.json);
    return said && std::ranges::find(said->question_ids, question.id) != said->question_ids.end();
  });
}

std::vector<const Question*> left_out_of(const Unit& unit, const record::Attempt& attempt) {
  std::vector<const Question*> found;
  const auto look_at = [&](const Question& question) {
    if (is_left_out(attempt, question)) found.push_back(&question);
  };
  for (const Section& section : unit.sections) std::ranges::for_each(section.questions, look_at);
  std::ranges::for_each(unit.closing, look_at);
  return found;
}

}  // namespace preceptor::activity
