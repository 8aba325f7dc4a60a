// Right or wrong, and the events of an accepted page.
#include <algorithm>

#include "core/activity/decimal.hpp"
#include "core/activity/flag.hpp"
#include "core/activity/flow.hpp"
#include "core/activity/left_out.hpp"

namespace preceptor::activity {
namespace {

using record::Attempt;
using record::Payload;
using record::QuestionAnswered;

using NewAnswers = std::map<std::string, QuestionAnswered>;

bool chose_exactly_the_correct(const Question& question, const record::Response& response) {
  return std::ranges::all_of(question.options, [&](const Option& option) {
    return option.correct == (std::ranges::find(response.choices, option.id) != response.choices.end());
  });
}

// The standing answer to a question, with this page's counted in; nullptr when there is none.
const QuestionAnswered* standing(const Attempt& attempt, const NewAnswers& added, const std::string& id) {
  if (const auto it = attempt.answers.find(id); it != attempt.answers.end()) return &it->second;
  const auto it = added.find(id);
  return it == added.end() ? nullptr : &it->second;
}

// Scored questions right so far; nullopt while a question that the sections ask is unanswered.
std::optional<int> raw_score(const Unit& unit, const Attempt& attempt, const NewAnswers& added, const Answers& answers) {
  int raw = 0;
  for (const Section& section : unit.sections) {
    for (const Question& question : section.questions) {
      if (!is_asked(question, answers) || is_left_out(attempt, question)) continue;
      const QuestionAnswered* answer = standing(attempt, added, question.id);
      if (!answer) return std::nullopt;
      if (answer->correct.value_or(false)) ++raw;
    }
  }
  return raw;
}

// Nobody works for no time: it was not measured.
std::optional<base::Milliseconds> measured(std::optional<base::Milliseconds> active) {
  if (active && active->count() <= 0) active.reset();
  return active;
}

void complete(const Attempt& attempt, std::optional<base::Milliseconds> active, std::vector<Payload>& payloads) {
  active = measured(active);
  std::optional<base::Milliseconds> total;
  if (active && attempt.earlier_active) total = *attempt.earlier_active + *active;
  payloads.emplace_back(record::AttemptCompleted{total});
  payloads.emplace_back(record::AttemptClosed{"receipt", active});
}

}  // namespace

std::optional<bool> is_correct(const Question& question, const record::Response& response) {
  if (!question.scored) return std::nullopt;
  switch (question.type) {
    case QuestionType::single:
    case QuestionType::multi:
    case QuestionType::yesno:
      return !response.skipped && chose_exactly_the_correct(question, response);
    case QuestionType::number: {
      if (response.skipped || response.number.empty() || !question.right_min || !question.right_max) return false;
      const double value = decimal_value(response.number);
      return value >= *question.right_min && value <= *question.right_max;
    }
    case QuestionType::rank:
      return !response.skipped && response.choices == question.right_order;
    default:
      return std::nullopt;  // never scored
  }
}

std::vector<Payload> answer_page(const Unit& unit, const Attempt& attempt, int page, const PageAnswers& answers, const ActiveTime& active) {
  std::vector<Payload> payloads, commitments;
  if (attempt.completed || !answers.accepted()) return payloads;
  NewAnswers added;
  Answers all = answers_of(attempt);
  const auto page_active = measured(active.page);
  for (const Question* question : questions_on(unit, attempt, page)) {
    const auto given = answers.responses.find(question->id);
    if (given == answers.responses.end()) continue;
    const record::Response& response = given->second;
    all.emplace(question->id, response);
    if (question->commitment) {
      if (!response.skipped && !attempt.commitments.contains(question->id))
        commitments.emplace_back(record::Committed{question->id, response.choices, page_active});
    } else if (!attempt.answers.contains(question->id)) {
      QuestionAnswered answered{question->id, page, response, is_correct(*question, response), page_active};
      added.emplace(question->id, answered);
      payloads.emplace_back(std::move(answered));
    }
  }
  std::ranges::move(commitments, std::back_inserter(payloads));
  for (const Question* question : flaggable_on(unit, attempt, page))
    if (std::ranges::find(answers.flagged, question->id) != answers.flagged.end()) payloads.emplace_back(payload_of(QuestionFlagged{question->id}));
  const std::optional<int> raw = raw_score(unit, attempt, added, all);
  if (raw && unit.pass > 0 && !attempt.score)
    payloads.emplace_back(record::AttemptScored{*raw, scored_questions(unit, all), *raw >= unit.pass});
  if (raw && page == static_cast<int>(unit.sections.size())) complete(attempt, active.session, payloads);
  return payloads;
}

std::vector<Payload> finish_early(const Attempt& attempt, const ActiveTime& active) {
  std::vector<Payload> payloads;
  if (!attempt.completed) complete(attempt, active.session, payloads);
  return payloads;
}

}  // namespace preceptor::activity
