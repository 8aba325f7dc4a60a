#include "web/learner/recorder.hpp"

namespace preceptor::web {

std::string place_text(const activity::Place& place) {
  switch (place.step) {
    case activity::Step::disclosure: return "disclosure";
    case activity::Step::receipt: return "receipt";
    case activity::Step::page: break;
  }
  return "page/" + std::to_string(place.page);
}

Recorder::Recorder(Visit& visit, std::string activity_base, std::string subject, base::Instant now, xapi::SignStatement sign)
    : visit_(visit), now_(now), subject_(std::move(subject)), sign_(std::move(sign)) {
  const auto& registration = visit.registration;
  context_.activity_base = std::move(activity_base);
  context_.actor_home_page = registration.actor_home_page.empty() ? registration.issuer : registration.actor_home_page;
  context_.actor_name = subject_;
  context_.platform = visit.facts.platform;
  context_.registration_id = visit.row.registration.str();
  context_.context_id = visit.row.context_id;
  context_.context_title = visit.facts.context_title;
  context_.unit = visit.unit.get();
}

base::Status Recorder::add(record::Payload payload, std::optional<base::Instant> at) {
  const bool opens = std::holds_alternative<record::AttemptOpened>(payload);
  record::Event event;
  event.stream_id = visit_.row.id.str();
  event.seq = visit_.attempt.last_seq + 1;
  event.registration = visit_.row.registration;
  event.person = visit_.row.person;
  event.at = at ? *at : record::next_time(now_, opens ? std::optional<base::Instant>() : visit_.attempt.last_at);
  event.recorded_at = now_;
  event.payload = std::move(payload);
  context_.attempt = opens ? nullptr : &visit_.attempt;
  std::vector<record::Rendering> renderings;
  if (!subject_.empty()) {
    auto made = xapi::render(event, context_);
    if (!made) return base::fail(made.error());
    renderings = std::move(*made);
    if (auto signed_too = xapi::sign_renderings(renderings, sign_); !signed_too) return signed_too;
  }
  if (auto applied = record::apply(visit_.attempt, event); !applied) return applied;
  work_.events.push_back({std::move(event), std::move(renderings)});
  return {};
}

ports::UnitOfWork& Recorder::finish() {
  auto& row = visit_.row;
  const auto& attempt = visit_.attempt;
  row.state = attempt.completed ? "completed" : attempt.session_open ? "open" : "closed";
  row.opened_at = attempt.opened_at;
  row.last_at = attempt.last_at;
  row.completed_at = attempt.completed_at;
  row.last_seq = attempt.last_seq;
  work_.attempts = {row};
  return work_;
}

}  // namespace preceptor::web
