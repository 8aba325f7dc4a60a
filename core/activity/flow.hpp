// How answers move an attempt on: which page comes next, what a form may hold, which events it makes. Pure functions.
//
// Pages of a unit: [disclosure] -> page 0 .. page S (S = number of sections) -> receipt.
//   page k < S : feedback of section k-1 (if k > 0), then section k with its questions
//   page S     : feedback of the last section, closing questions (when asked), the finish button
// A section that has questions but asks none of them (their conditions fail) and has no text is no page: it is skipped.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/answers.hpp"
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
// The same without the pages that the answers so far skip.
int page_count(const Unit& unit, const record::Attempt& attempt);
// Which of them `page` is, from 1.
int step_of(const Unit& unit, const record::Attempt& attempt, int page);
// Whether the answers so far skip it. A page after the first unanswered question is not decided and counts as not skipped.
bool is_skipped(const Unit& unit, const record::Attempt& attempt, int page);
// Where a returning learner continues: the first page with an unanswered question.
Place current_place(const Unit& unit, const record::Attempt& attempt);
// Where an accepted form of `page` leads: the page after it, unless an earlier one has unanswered questions; the receipt once
// completed. `attempt` has the page's events applied. (Pages without questions leave no event: current_place cannot see them.)
Place next_place(const Unit& unit, const record::Attempt& attempt, int page);
// Questions and statements of one page (none for a page that only shows feedback), without those whose condition fails. While the page is
// not answered, questions whose condition looks at the page itself are among them: read_answers and shown_with decide.
std::vector<const Question*> questions_on(const Unit& unit, const record::Attempt& attempt, int page);
// Answered questions that `page` gives feedback on: those of the section before it (skipped ones passed over) that have something to say.
std::vector<const Question*> feedback_on(const Unit& unit, const record::Attempt& attempt, int page);
// The answers and commitments that stand, for conditions.
Answers answers_of(const record::Attempt& attempt);
// Whether the question is asked, given these answers.
bool is_asked(const Question& question, const Answers& answers);
// The scored questions that are asked, given these answers.
int scored_questions(const Unit& unit, const Answers& answers);
// Completed with questions that were asked left unanswered: there is no other way to that than testing out.
bool is_tested_out(const Unit& unit, const record::Attempt& attempt);

// The form of one page, read by answers.hpp.
PageAnswers read_answers(const Unit& unit, const record::Attempt& attempt, int page, const base::Fields& form);

// The payloads one accepted page makes, in order: question_answered..., committed, question_flagged, attempt_scored (after the last section, when a
// pass mark exists), attempt_completed and attempt_closed{receipt} (after page S).
// Answers that stand already make no second event, and the last page completes nothing while earlier questions are unanswered.
struct ActiveTime {
  std::optional<base::Milliseconds> session;  // so far, as the script measured it on every page; absent = not measured
  std::optional<base::Milliseconds> page;     // of it since the commit before
};
std::vector<record::Payload> answer_page(const Unit& unit, const record::Attempt& attempt, int page, const PageAnswers& answers,
                                         const ActiveTime& active = {});
// The payloads of finishing at once: attempt_completed and attempt_closed{receipt}. The caller has checked that it is allowed (onward).
std::vector<record::Payload> finish_early(const record::Attempt& attempt, const ActiveTime& active);

// Right or wrong of one response; nullopt for what is not scored.
std::optional<bool> is_correct(const Question& question, const record::Response& response);

// Commitment and relevance are asked on a person's first unit, then once per 15 stated minutes completed since last asked.
// `minutes_since_asked`: nullopt when never asked.
bool asks_closing(std::optional<int> minutes_since_asked);

}  // namespace preceptor::activity
