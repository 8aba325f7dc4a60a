// Reads the answers to questions from a form, strictly by question type: a page of a unit, a survey or a root-cause form alike.
//
// Fields of one question:
//   q.<id>           the value; repeated for multi and barrier
//   q.<id>.<option>  rank: the place of that option, 1, 2, ...
//   q.<id>.<row>     matrix: the option chosen for that row
//   q.<id>.words     words beside the choice: an option for others, barrier (an example), decision (the reason)
//   s.<id>           the question was shown, where its condition looks at questions of the same form
//   f.<id>           "this question does not concern me"
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/condition.hpp"
#include "core/activity/unit.hpp"
#include "core/base/url.hpp"

namespace preceptor::activity {

struct FieldError {
  std::string question_id;
  base::Code code;  // answer_required, answer_invalid, answer_identifier
};

inline constexpr std::size_t kTextCharacters = 2000;  // of a text question
inline constexpr std::size_t kWordsCharacters = 500;  // beside a choice

// One page's answers as read from a form.
struct PageAnswers {
  std::map<std::string, record::Response> responses;  // by question id; every question that was asked is there
  std::map<std::string, std::string> texts;           // by question id: free text to store beside its hash
  std::map<std::string, std::string> salts;           // by question id: the salt of its hash
  std::vector<FieldError> errors;                     // in page order; nothing is recorded unless this is empty
  // Questions that these answers call for and that were not shown yet (no script): show the page again. Nothing is recorded unless empty.
  std::vector<std::string> revealed;
  std::vector<std::string> flagged;                   // ids named by "f." fields, of whatever question: the caller decides which may be
  bool accepted() const { return errors.empty() && revealed.empty(); }
};
// Questions in page order; those whose condition fails are not asked, whatever was posted for them. `before`: answers that stand already,
// for conditions. Free text that looks like a patient's identity is an error (answer_identifier).
PageAnswers read_answers(const std::vector<const Question*>& questions, const base::Fields& form, const Answers& before = {});

// Whether the question's condition looks at one of these: it may come and go while they are filled in.
bool depends_on(const Question& question, const std::vector<const Question*>& questions);
// Which of these questions and statements a form with these fields shows: those without a condition, and those whose condition holds.
std::vector<const Question*> shown_with(const std::vector<const Question*>& questions, const base::Fields& form, const Answers& before = {});

// Obvious patient identifiers in free text (record numbers, phone numbers, e-mail, dates of birth, social security numbers).
bool looks_identifying(std::string_view text);

}  // namespace preceptor::activity
