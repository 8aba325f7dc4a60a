#include "core/record/attempt.hpp"

namespace preceptor::record {
namespace {

// What each payload changes. The caller has checked the order.
struct Change {
  Attempt& attempt;
  const Event& event;

  void operator()(const AttemptOpened& p) const {
    attempt.id = base::AttemptId(event.stream_id);
    attempt.opened = p;
    attempt.registration = event.registration;
    attempt.person = event.person;
    attempt.opened_at = event.at;
  }
  void operator()(const DisclosureShown&) const { attempt.disclosure_shown = true; }
  void operator()(const QuestionAnswered& p) const { attempt.answers.emplace(p.question_id, p); }
  void operator()(const AttemptScored& p) const { attempt.score = p; }
  void operator()(const Committed& p) const { attempt.commitments.emplace(p.question_id, p); }
  void operator()(const AttemptCompleted& p) const {
    attempt.completed = true;
    attempt.active = p.active;
    attempt.completed_at = event.at;
  }
  void operator()(const Other& p) const { attempt.beside.push_back(p); }   // changes nothing else of the attempt
  void operator()(const AttemptResumed&) const { attempt.session_open = true; }
  void operator()(const AttemptClosed& p) const {
    attempt.session_open = false;
    if (attempt.earlier_active && p.active)
      *attempt.earlier_active += *p.active;
    else
      attempt.earlier_active.reset();
  }
};

base::Status damaged(const Event& event, const char* what) {
  return base::fail(base::Code::json_malformed, "event " + event_id(event) + ": " + what);
}

}  // namespace

base::Status apply(Attempt& attempt, const Event& event) {
  const bool opens = std::holds_alternative<AttemptOpened>(event.payload);
  if (event.stream_kind != "attempt") return damaged(event, "not of an attempt's stream");
  if (event.seq != attempt.last_seq + 1) {
    return base::mismatch(base::Code::json_malformed, std::to_string(attempt.last_seq + 1), std::to_string(event.seq),
                          "the attempt's events have a gap");
  }
  if (opens != (event.seq == 1)) return damaged(event, "attempt_opened must come first and once");
  if (!opens) {
    if (event.stream_id != attempt.id.str()) return damaged(event, "belongs to another attempt");
    if (event.registration != attempt.registration || event.person != attempt.person)
      return damaged(event, "belongs to another registration or person");
  }
  std::visit(Change{attempt, event}, event.payload);
  attempt.last_seq = event.seq;
  attempt.last_at = event.at;
  return {};
}

base::Result<Attempt> fold(const std::vector<Event>& events) {
  if (events.empty()) return base::fail(base::Code::json_malformed, "an attempt without events");
  Attempt attempt;
  for (const Event& event : events)
    if (auto applied = apply(attempt, event); !applied) return base::fail(applied.error());
  return attempt;
}

}  // namespace preceptor::record
