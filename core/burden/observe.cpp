#include "core/burden/observe.hpp"

#include <algorithm>
#include <set>

#include "core/activity/flag.hpp"
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

// How long people are expected to take (manifests/effort.hpp has the same rule: 230 words a minute, 12 s a choice, 40 s a free text): only
// used to share a measured time.
constexpr double kSecondsAWord = 60.0 / 230, kClosedSeconds = 12, kTextSeconds = 40;

// Words of text or of HTML, without its tags.
int words_of(std::string_view html) {
  int words = 0;
  bool tag = false, inside = false;
  for (const char c : html) {
    if (c == '<') tag = true;
    const bool space = tag || c == ' ' || c == '\n' || c == '\t';
    if (!space && !inside) ++words;
    inside = !space;
    if (c == '>') tag = false;
  }
  return words;
}

double effort_of(const activity::Question& question) {
  int words = words_of(question.prompt);
  for (const activity::Option& option : question.options) words += words_of(option.label);
  for (const activity::Row& row : question.rows) words += words_of(row.label);
  const double answering = question.type == activity::QuestionType::text ? kTextSeconds
                           : kClosedSeconds * static_cast<double>(std::max<std::size_t>(1, question.rows.size()));
  return words * kSecondsAWord + answering;
}

// What is read on a page beside its questions: its text, and the feedback on the section before it.
double reading_of(const activity::Unit& unit, int page) {
  int words = 0;
  const auto sections = static_cast<int>(unit.sections.size());
  if (page >= 0 && page < sections) words += words_of(unit.sections[static_cast<std::size_t>(page)].body_html);
  if (page > 0 && page <= sections)
    for (const activity::Question& question : unit.sections[static_cast<std::size_t>(page - 1)].questions) words += words_of(question.feedback_html);
  return words * kSecondsAWord;
}

// One question that was answered, skipped or committed to, in the order of the events.
struct Given {
  const activity::Question* question = nullptr;
  int page = 0;
  bool skipped = false;
  std::optional<base::Milliseconds> page_active;
};

std::vector<Given> given_in(const std::vector<record::Event>& events, const activity::Unit& unit) {
  std::vector<Given> all;
  const auto closing_page = static_cast<int>(unit.sections.size());
  for (const record::Event& event : events) {
    if (const auto* answered = std::get_if<record::QuestionAnswered>(&event.payload))
      all.push_back({activity::find_question(unit, answered->question_id), answered->page, answered->response.skipped, answered->page_active});
    else if (const auto* committed = std::get_if<record::Committed>(&event.payload))
      all.push_back({activity::find_question(unit, committed->question_id), closing_page, committed->choices.empty(), committed->page_active});
  }
  // A question the unit does not have: its own reader refuses that; nothing to count.
  std::erase_if(all, [](const Given& one) { return one.question == nullptr; });
  return all;
}

// A commitment left empty makes no event. It was asked all the same, on the page that an attempt passes before it is completed.
void add_left_empty(std::vector<Given>& all, const record::Attempt& attempt, const activity::Unit& unit) {
  if (!attempt.completed || activity::is_tested_out(unit, attempt)) return;
  const auto closing_page = static_cast<int>(unit.sections.size());
  const auto beside = std::ranges::find(all, closing_page, &Given::page);
  const auto page_active = beside == all.end() ? std::nullopt : beside->page_active;
  for (const activity::Question* question : activity::questions_on(unit, attempt, closing_page))
    if (question->commitment && std::ranges::find(all, question, &Given::question) == all.end()) all.push_back({question, closing_page, true, page_active});
}

// A question's share of its page's time. Several questions and a text share one measured time by what they are expected to take.
std::optional<base::Milliseconds> share_of(const Given& one, const std::vector<Given>& all, const activity::Unit& unit) {
  if (!one.page_active) return std::nullopt;
  double whole = reading_of(unit, one.page);
  for (const Given& other : all)
    if (other.page == one.page) whole += effort_of(*other.question);
  return base::Milliseconds(static_cast<std::int64_t>(static_cast<double>(one.page_active->count()) * effort_of(*one.question) / whole));
}

// Absent where the tap was not on offer: in older attempts, and beside feedback that was not reached.
std::optional<bool> irrelevance_of(const Given& one, const std::vector<Given>& all, const record::Attempt& attempt, const std::set<std::string>& flagged) {
  if (!attempt.opened.offers_flag) return std::nullopt;
  const bool went_on = attempt.completed || std::ranges::any_of(all, [&](const Given& other) { return other.page > one.page; });
  const bool offered = activity::is_flagged_when_asked(*one.question) || (activity::has_feedback(*one.question) && went_on);
  if (!offered) return std::nullopt;
  return flagged.contains(one.question->id);
}

void add_questions(const std::vector<Given>& all, const record::Attempt& attempt, const activity::Unit& unit, AttemptObservation& made) {
  const auto flagged = activity::flagged_questions(attempt);
  for (const Given& one : all) {
    made.questions.push_back({one.question->id, purpose_of(*one.question), one.skipped, share_of(one, all, unit), irrelevance_of(one, all, attempt, flagged)});
    if (!one.question->relevance) continue;
    if (const auto answer = attempt.answers.find(one.question->id); answer != attempt.answers.end())
      made.useful = usefulness_of(*one.question, answer->second.response);
  }
}

// The page of closing questions is evaluation, the rest of the attempt is content.
void add_parts(const std::vector<Given>& given, AttemptObservation& made) {
  if (!made.active) return;
  for (const Given& one : given) {
    if (!one.page_active || (!one.question->commitment && !one.question->relevance)) continue;
    made.evaluation = std::min(*one.page_active, *made.active);
    made.content = *made.active - *made.evaluation;
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
  auto given = given_in(events, unit);
  add_left_empty(given, *attempt, unit);
  add_questions(given, *attempt, unit, made);
  add_parts(given, made);
  return made;
}

}  // namespace preceptor::burden
