#include "core/activity/flow.hpp"

#include <algorithm>

#include "core/activity/flag.hpp"
#include "core/activity/left_out.hpp"

namespace preceptor::activity {
namespace {

int last_page(const Unit& unit) {
  return static_cast<int>(unit.sections.size());
}

bool is_answered(const record::Attempt& attempt, const Question& question) {
  return attempt.answers.contains(question.id) || attempt.commitments.contains(question.id);
}

// The first page of sections that asks something without an answer; page S when there is none. Conditions look at earlier questions only,
// so that up to there nothing can change any more.
int first_open_page(const Unit& unit, const record::Attempt& attempt, const Answers& answers) {
  const auto open = std::ranges::find_if(unit.sections, [&](const Section& section) {
    return std::ranges::any_of(section.questions, [&](const Question& q) { return is_asked(q, answers) && !is_left_out(attempt, q) && !is_answered(attempt, q); });
  });
  return static_cast<int>(open - unit.sections.begin());
}

// Nothing to read and nothing asked: a section whose questions were all taken away, by their conditions or because nobody used them.
bool is_bare(const Section& section, const record::Attempt& attempt, const Answers& answers) {
  return section.body_html.empty() && !section.questions.empty() &&
         std::ranges::none_of(section.questions, [&](const Question& q) { return !is_left_out(attempt, q) && (!q.condition || holds(*q.condition, answers)); });
}

}  // namespace

Answers answers_of(const record::Attempt& attempt) {
  Answers answers;
  for (const auto& [id, answered] : attempt.answers) answers.emplace(id, answered.response);
  for (const auto& [id, committed] : attempt.commitments) answers.emplace(id, record::Response{committed.choices, {}, {}, false});
  return answers;
}

bool is_asked(const Question& question, const Answers& answers) {
  return asks(question) && (!question.condition || holds(*question.condition, answers));
}

int scored_questions(const Unit& unit, const Answers& answers) {
  int count = 0;
  for (const Section& section : unit.sections)
    count += static_cast<int>(std::ranges::count_if(section.questions, [&](const Question& q) { return q.scored && is_asked(q, answers); }));
  return count;
}

bool is_tested_out(const Unit& unit, const record::Attempt& attempt) {
  return attempt.completed && first_open_page(unit, attempt, answers_of(attempt)) < last_page(unit);
}

int page_count(const Unit& unit) {
  return (unit.disclosure.own_page() ? 1 : 0) + last_page(unit) + 1;
}

int page_count(const Unit& unit, const record::Attempt& attempt) {
  return step_of(unit, attempt, last_page(unit));
}

int step_of(const Unit& unit, const record::Attempt& attempt, int page) {
  int step = (unit.disclosure.own_page() ? 1 : 0) + page + 1;
  for (int before = 0; before < page; ++before)
    if (is_skipped(unit, attempt, before)) --step;
  return step;
}

bool is_skipped(const Unit& unit, const record::Attempt& attempt, int page) {
  if (page < 0 || page >= last_page(unit)) return false;
  const Answers answers = answers_of(attempt);
  return page < first_open_page(unit, attempt, answers) && is_bare(unit.sections[static_cast<std::size_t>(page)], attempt, answers);
}

Place current_place(const Unit& unit, const record::Attempt& attempt) {
  if (attempt.completed) return {Step::receipt, 0};
  if (unit.disclosure.own_page() && !attempt.disclosure_shown) return {Step::disclosure, 0};
  // Nothing answered yet: the beginning, also where the first pages only hold text.
  if (attempt.answers.empty()) return {Step::page, 0};
  return {Step::page, first_open_page(unit, attempt, answers_of(attempt))};
}

Place next_place(const Unit& unit, const record::Attempt& attempt, int page) {
  if (attempt.completed) return {Step::receipt, 0};
  if (unit.disclosure.own_page() && !attempt.disclosure_shown) return {Step::disclosure, 0};
  const int open = first_open_page(unit, attempt, answers_of(attempt));
  int next = std::clamp(page + 1, 0, open);
  while (next < open && is_skipped(unit, attempt, next)) ++next;
  return {Step::page, next};
}

std::vector<const Question*> questions_on(const Unit& unit, const record::Attempt& attempt, int page) {
  std::vector<const Question*> all, questions;
  const auto take = [&](const std::vector<Question>& from) {
    for (const Question& question : from)
      if (!is_left_out(attempt, question)) all.push_back(&question);
  };
  if (page >= 0 && page < last_page(unit)) take(unit.sections[static_cast<std::size_t>(page)].questions);
  if (page == last_page(unit) && attempt.opened.asks_closing) take(unit.closing);
  const Answers answers = answers_of(attempt);
  // The answers of a page are committed together: one of them is all of them.
  const bool decided = attempt.completed || std::ranges::any_of(all, [&](const Question* q) { return is_answered(attempt, *q); });
  for (const Question* question : all) {
    const bool open = !decided && depends_on(*question, all);
    if (open || !question->condition || holds(*question->condition, answers)) questions.push_back(question);
  }
  return questions;
}

std::vector<const Question*> feedback_on(const Unit& unit, const record::Attempt& attempt, int page) {
  std::vector<const Question*> questions;
  int before = page - 1;
  while (before > 0 && is_skipped(unit, attempt, before)) --before;
  if (before < 0 || before >= last_page(unit)) return questions;
  for (const Question& question : unit.sections[static_cast<std::size_t>(before)].questions)
    if (attempt.answers.contains(question.id) && has_feedback(question)) questions.push_back(&question);
  return questions;
}

PageAnswers read_answers(const Unit& unit, const record::Attempt& attempt, int page, const base::Fields& form) {
  return read_answers(questions_on(unit, attempt, page), form, answers_of(attempt));
}

bool asks_closing(std::optional<int> minutes_since_asked) {
  return !minutes_since_asked || *minutes_since_asked >= 15;
}

}  // namespace preceptor::activity
