// How answers move an attempt on: which page comes next, what a form may hold, which events it makes. Pure functions.
//
// Pages of a unit: [disclosure] -> page 0 .. page S (S = number of sections) -> receipt.
//   page k < S : feedback of section k-1 (if k > 0), then section k with its questions
//   page S     : feedback of the last section, closing questions (when asked), the finish button
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::activity {

enum class Step { disclosure, page, receipt };
struct Place {
  Step step = Step::page;
  int page = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// Number of pages with a form, disclosure page included: the "of 3" in "step 1 of 3" is this + 1 (the receipt).
int page_count(const Unit& unit);
// Where a returning learner continues: the first page with an unanswered question.
Place current_place(const Unit& unit, const record::Attempt& attempt);
// Where an accepted form of `page` leads: the page after it, unless an earlier one has unanswered questions; the receipt once
// completed. `attempt` has the page's events applied. (Pages without questions leave no event: current_place cannot see them.)
Place next_place(const Unit& unit, const record::Attempt& attempt, int page);
// Questions asked on one page (empty for a page that only shows feedback).
std::vector<const Question*> questions_on(const Unit& unit, const record::Attempt& attempt, int page);

struct FieldError {
  std::string question_id;
  base::Code code;  // answer_required, answer_invalid, answer_identifier
};

// One page's answers as read from a form. Field names are "q.<question id>" (repeated for multi).
struct PageAnswers {
  std::map<std::string, record::Response> responses;  // by question id; every question of the page is there
  std::map<std::string, std::string> texts;           // by question id: free text to store beside its hash
  std::map<std::string, std::string> salts;           // by question id: the salt of its hash
  std::vector<FieldError> errors;                     // in page order; nothing is recorded unless this is empty
};
PageAnswers read_answers(const Unit& unit, const record::Attempt& attempt, int page, const base::Fields& form);

// The payloads one accepted page makes, in order: question_answered..., committed, attempt_scored (after the last section, when a
// pass mark exists), attempt_completed and attempt_closed{receipt} (after page S).
// `active` is the session's active time so far as the script measured it on every page; absent = not measured. Answers that
// stand already make no second event, and the last page completes nothing while earlier questions are unanswered.
std::vector<record::Payload> answer_page(const Unit& unit, const record::Attempt& attempt, int page, const PageAnswers& answers,
                                         std::optional<base::Milliseconds> active);

// Right or wrong of one response; nullopt for what is not scored.
std::optional<bool> is_correct(const Question& question, const record::Response& response);

// Obvious patient identifiers in free text (record numbers, phone numbers, e-mail, dates of birth, social security numbers).
bool looks_identifying(std::string_view text);

// Commitment and relevance are asked on a person's first unit, then once per 15 stated minutes completed since last asked.
// `minutes_since_asked`: nullopt when never asked.
bool asks_closing(std::optional<int> minutes_since_asked);

}  // namespace preceptor::activity
