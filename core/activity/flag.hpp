// "This question does not concern me": one tap, no penalty, each question once (issue 4, less asking).
#pragma once
#include <set>
#include <string>
#include <vector>

#include "core/activity/answers.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::activity {

inline constexpr const char* kQuestionFlagged = "question_flagged";
struct QuestionFlagged {
  std::string question_id;
  friend bool operator==(const QuestionFlagged&, const QuestionFlagged&) = default;
};
record::Other payload_of(const QuestionFlagged& flagged);
// Error: json_malformed with the member's path.
base::Result<QuestionFlagged> question_flagged_from_json(std::string_view json);

// Ids flagged in this attempt. A payload that cannot be read is passed over: the record refuses it when it is written.
std::set<std::string> flagged_questions(const record::Attempt& attempt);
// Whether the tap stands beside the question's fields; otherwise it stands beside its feedback on the page after, if it has any.
bool is_flagged_when_asked(const Question& question);
// Whether the page after says something about the question: right or wrong, or a rationale.
bool has_feedback(const Question& question);
// The questions of a unit that can be flagged from `page`, none of them flagged already: the optional ones it asks, and those it gives
// feedback on. Empty for attempts opened before the tap was on offer.
std::vector<const Question*> flaggable_on(const Unit& unit, const record::Attempt& attempt, int page);

}  // namespace preceptor::activity
