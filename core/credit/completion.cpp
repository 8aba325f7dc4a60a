#include "core/credit/completion.hpp"

#include <algorithm>

#include "core/activity/flow.hpp"
#include "core/base/date.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::credit {
namespace {

constexpr int kHundred = 100;

struct Times {
  std::optional<base::Instant> disclosure, content;
};

// A disclosure page leaves an event of its own before any content. A block stands above the first page's content, shown with it when the attempt begins.
Times times_of(const activity::Unit& unit, const std::vector<record::Event>& events) {
  Times times;
  for (const auto& event : events)
    if (std::holds_alternative<record::DisclosureShown>(event.payload) && !times.disclosure) times.disclosure = event.at;
  const base::Instant opened = events.front().at;
  if (!unit.disclosure.own_page()) {
    if (!times.disclosure) return {std::nullopt, opened};   // shown to nobody, as far as the record knows
    return {times.disclosure, std::max(opened, *times.disclosure)};
  }
  // The page opens on the disclosure; content is never shown before it was passed, unless the record says that something was answered then.
  for (const auto& event : events)
    if (std::holds_alternative<record::QuestionAnswered>(event.payload)) {
      times.content = times.disclosure && *times.disclosure <= event.at ? *times.disclosure : event.at;
      break;
    }
  return times;
}

bool gives_rationale(const activity::Question& question) {
  const auto has = [](const activity::Option& option) { return !option.feedback_html.empty(); };
  return !question.feedback_html.empty() || std::ranges::any_of(question.options, has);
}

// Every scored question that was asked comes with a rationale, and the unit names its references.
void add_feedback(UnitCounted& fact, const activity::Unit& unit, const record::Attempt& attempt) {
  int scored = 0, explained = 0;
  for (const auto& section : unit.sections)
    for (const auto& question : section.questions) {
      if (!question.scored || !attempt.answers.contains(question.id)) continue;
      ++scored;
      if (gives_rationale(question)) ++explained;
    }
  fact.rationale = scored > 0 && explained == scored;
  fact.citations = fact.rationale && !unit.references.empty();
}

void add_score(UnitCounted& fact, const activity::Unit& unit, const record::Attempt& attempt) {
  for (const auto& section : unit.sections)
    for (const auto& question : section.questions)
      if (const auto answer = attempt.answers.find(question.id); answer != attempt.answers.end() && answer->second.correct) {
        ++fact.max;
        if (*answer->second.correct) ++fact.raw;
      }
  if (attempt.score) {
    fact.raw = attempt.score->raw;
    fact.max = attempt.score->max;
  }
  fact.has_score = fact.evaluated = fact.max > 0;
  if (unit.pass <= 0 || fact.max <= 0) return;
  // Rounded down: with at most 100 questions, one right answer fewer is always below it. The unit's page says it from the start.
  fact.pass_percent = std::min(kHundred, unit.pass * kHundred / fact.max);
  fact.standard_at = fact.opened_at;
}

}  // namespace

base::Result<UnitCounted> counted_of(const activity::Unit& unit, const std::vector<record::Event>& events) {
  const auto attempt = record::fold(events);
  if (!attempt) return base::fail(attempt.error());
  if (!attempt->completed || attempt->opened.content_hash != unit.hash.str())
    return base::fail(base::Code::json_malformed, "attempt " + attempt->id.str() + " is no completed one of this unit");
  UnitCounted fact;
  fact.unit_id = unit.id;
  fact.unit = unit.hash;
  fact.attempt = attempt->id;
  fact.registration = attempt->registration;
  fact.opened_at = attempt->opened_at;
  fact.completed_at = attempt->completed_at;
  const Times times = times_of(unit, events);
  fact.disclosure_at = times.disclosure;
  fact.content_at = times.content;
  fact.disclosure = disclosure_hash(unit.disclosure.text);
  add_score(fact, unit, *attempt);
  fact.tested_out = activity::is_tested_out(unit, *attempt);
  const auto last = base::parse_date(unit.review_by);   // as the learner's page reads it (core/activity/onward)
  fact.past_review = !unit.review_by.empty() && (!last || *last < base::utc_date(attempt->opened_at));
  add_feedback(fact, unit, *attempt);
  fact.active = attempt->active;
  return fact;
}

}  // namespace preceptor::credit
