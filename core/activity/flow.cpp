#include "core/activity/flow.hpp"

#include <algorithm>

namespace preceptor::activity {
namespace {

int last_page(const Unit& unit) {
  return static_cast<int>(unit.sections.size());
}

bool is_answered(const record::Attempt& attempt, const Question& question) {
  return attempt.answers.contains(question.id) || attempt.commitments.contains(question.id);
}

// The first page of sections that has a question without an answer; page S when there is none.
int first_open_page(const Unit& unit, const record::Attempt& attempt) {
  const auto open = std::ranges::find_if(unit.sections, [&](const Section& section) {
    return !std::ranges::all_of(section.questions, [&](const Question& q) { return is_answered(attempt, q); });
  });
  return static_cast<int>(open - unit.sections.begin());
}

}  // namespace

int page_count(const Unit& unit) {
  return (unit.disclosure.own_page() ? 1 : 0) + last_page(unit) + 1;
}

Place current_place(const Unit& unit, const record::Attempt& attempt) {
  if (attempt.completed) return {Step::receipt, 0};
  if (unit.disclosure.own_page() && !attempt.disclosure_shown) return {Step::disclosure, 0};
  // Nothing answered yet: the beginning, also where the first pages only hold text.
  if (attempt.answers.empty()) return {Step::page, 0};
  return {Step::page, first_open_page(unit, attempt)};
}

Place next_place(const Unit& unit, const record::Attempt& attempt, int page) {
  if (attempt.completed) return {Step::receipt, 0};
  if (unit.disclosure.own_page() && !attempt.disclosure_shown) return {Step::disclosure, 0};
  return {Step::page, std::clamp(page + 1, 0, first_open_page(unit, attempt))};
}

std::vector<const Question*> questions_on(const Unit& unit, const record::Attempt& attempt, int page) {
  std::vector<const Question*> questions;
  const auto take = [&](const std::vector<Question>& from) {
    for (const Question& question : from) questions.push_back(&question);
  };
  if (page >= 0 && page < last_page(unit)) take(unit.sections[static_cast<std::size_t>(page)].questions);
  if (page == last_page(unit) && attempt.opened.asks_closing) take(unit.closing);
  return questions;
}

bool asks_closing(std::optional<int> minutes_since_asked) {
  return !minutes_since_asked || *minutes_since_asked >= 15;
}

}  // namespace preceptor::activity
