#include "plugin/app/grade_items.hpp"

#include "core/activity/grade.hpp"
#include "core/base/json.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

Json as_json(const record::Event& event, const ports::AttemptRow& row, const ports::Person& person, const lti::Registration& registration,
             const record::Attempt& attempt, const activity::Grade& grade) {
  Json item = {{"id", record::event_id(event)},
               {"registration", registration.id.str()},
               {"issuer", registration.issuer},
               {"client_id", registration.client_id},
               {"deployment_id", row.deployment_id},
               {"context_id", row.context_id},
               {"resource_link_id", row.resource_link_id},
               {"unit", row.unit_id},
               {"user_id", person.subject},
               {"attempt", row.id.str()},
               {"attempt_number", row.n},
               {"score_given", grade.given},
               {"score_maximum", grade.max},
               {"timestamp", base::format_rfc3339(event.at)}};
  if (attempt.score) item["result"] = {{"raw", attempt.score->raw}, {"max", attempt.score->max}, {"passed", attempt.score->passed}};
  return item;
}

}  // namespace

// As it was then: what is recorded of the attempt later plays no part.
Result<record::Attempt> GradeItems::attempt_at(const record::Event& completed) {
  auto events = store_.load_events(completed.registration, completed.stream_id);
  if (!events) return fail(events.error());
  std::erase_if(*events, [&](const record::Event& one) { return one.seq > completed.seq; });
  return record::fold(*events);
}

Result<std::optional<std::string>> GradeItems::item_of(const std::string& event_json) {
  const auto event = record::event_from_json(event_json);
  if (!event) return fail(event.error());
  const auto person = store_.load_person(event->person);
  if (!person) return fail(person.error());
  if (!*person || (*person)->subject.empty()) return std::optional<std::string>();
  const auto row = store_.load_attempt(event->registration, base::AttemptId(event->stream_id));
  if (!row) return fail(row.error());
  if (!*row) return fail(Code::store_failed, "the attempt of " + record::event_id(*event) + " is gone");
  const auto link = store_.load_link((*row)->link());
  if (!link) return fail(link.error());
  const std::string rule = *link ? (*link)->grade : "completion";
  if (rule == "none") return std::optional<std::string>();
  const auto registration = store_.load_registration(event->registration);
  if (!registration) return fail(registration.error());
  if (!*registration) return fail(Code::store_failed, "the registration of " + record::event_id(*event) + " is gone");
  const auto attempt = attempt_at(*event);
  if (!attempt) return fail(attempt.error());
  const auto unit = units_.by_hash((*row)->content);
  if (!unit) return fail(unit.error());
  if (!*unit) return fail(Code::content_unreadable, "the attempt's content " + (*row)->content.str() + " is not in the store");
  const auto grade = activity::grade_of(**unit, *attempt, rule == "score");
  return std::optional(base::canonical_json(as_json(*event, **row, **person, **registration, *attempt, grade)));
}

}  // namespace preceptor::app
