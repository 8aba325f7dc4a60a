#include "core/burden/observe.hpp"

#include "core/activity/flow.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::burden {
namespace {

Purpose purpose_of(const activity::Question& question) {
  if (question.commitment) return Purpose::commitment;
  if (question.relevance) return Purpose::relevance;
  if (question.burden) return Purpose::burden;
  return Purpose::learning;
}

// The first option is the full yes, the last the no, what lies between "not now" (ui.md 6.1, step 2).
std::optional<Usefulness> usefulness_of(const activity::Question& question, const record::Response& response) {
  if (response.skipped || response.choices.size() != 1 || question.options.size() < 2) return std::nullopt;
  const std::string& choice = response.choices.front();
  if (choice == question.options.front().id) return Usefulness::yes;
  if (choice == question.options.back().id) return Usefulness::no;
  return Usefulness::not_now;
}

std::string place_name(const activity::Place& place) {
  return place.step == activity::Step::disclosure ? "disclosure" : "page " + std::to_string(place.page);
}

void add_questions(const std::vector<record::Event>& events, const activity::Unit& unit, AttemptObservation& made) {
  for (const record::Event& event : events) {
    if (const auto* given = std::get_if<record::QuestionAnswered>(&event.payload)) {
      const activity::Question* question = activity::find_question(unit, given->question_id);
      if (!question) continue;  // the unit's own reader refuses this; nothing to count
      made.questions.push_back({question->id, purpose_of(*question), given->response.skipped, {}, {}});
      if (question->relevance) made.useful = usefulness_of(*question, given->response);
    } else if (const auto* committed = std::get_if<record::Committed>(&event.payload)) {
      made.questions.push_back({committed->question_id, Purpose::commitment, committed->choices.empty(), {}, {}});
    }
  }
}

Outcome outcome_of(const record::Attempt& attempt, base::Instant now) {
  if (attempt.completed) return Outcome::completed;
  return now - attempt.last_at >= kAbandonedAfter ? Outcome::abandoned : Outcome::open;
}

}  // namespace

base::Result<AttemptObservation> observe(const std::vector<record::Event>& events, const activity::Unit& unit,
                                         const Around& around) {
  auto attempt = record::fold(events);
  if (!attempt) return base::fail(attempt.error());
  const record::AttemptOpened& opened = attempt->opened;
  if (opened.content_hash != unit.hash.str())
    return base::mismatch(base::Code::content_invalid, opened.content_hash, unit.hash.str(), "another version of the unit");
  AttemptObservation made;
  made.attempt = attempt->id.str();
  made.person = attempt->person.str();
  made.where = {opened.unit_id, opened.content_hash, attempt->registration.str() + "/" + opened.context_id, around.stage,
                around.period};
  made.format = unit.format;
  made.stated_minutes = opened.stated_minutes;
  made.opened_at = attempt->opened_at;
  made.outcome = outcome_of(*attempt, around.now);
  if (made.outcome == Outcome::completed) made.active = attempt->active;
  if (made.outcome == Outcome::abandoned) {
    made.left_at = place_name(activity::current_place(unit, *attempt));
    // Only closed sessions carry a time; one that was never closed was not measured.
    if (!attempt->session_open) made.active = attempt->earlier_active;
  }
  add_questions(events, unit, made);
  return made;
}

}  // namespace preceptor::burden
