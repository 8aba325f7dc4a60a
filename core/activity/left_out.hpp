// Questions that are not asked any more in an attempt, because nobody used their answers (issue 4, the price of a question).
#pragma once
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::activity {

inline constexpr const char* kQuestionsLeftOut = "questions_left_out";
// Said once, when the attempt is opened: it stays so to its end, whatever is decided meanwhile.
struct QuestionsLeftOut {
  std::vector<std::string> question_ids;
  friend bool operator==(const QuestionsLeftOut&, const QuestionsLeftOut&) = default;
};
record::Other payload_of(const QuestionsLeftOut& left_out);
// Error: json_malformed with the member's path.
base::Result<QuestionsLeftOut> questions_left_out_from_json(std::string_view json);

bool is_left_out(const record::Attempt& attempt, const Question& question);
// What it would have asked otherwise, in the unit's order.
std::vector<const Question*> left_out_of(const Unit& unit, const record::Attempt& attempt);

}  // namespace preceptor::activity
