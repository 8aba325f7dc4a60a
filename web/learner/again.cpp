// "Do it again": attempt n+1 with the content that is current now.
#include "core/base/uuid.hpp"
#include "web/learner/impl.hpp"
#include "web/onward/onward.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {

LearnerPages::Impl::Response LearnerPages::Impl::again(Visit& visit, const std::string& key) {
  if (!visit.attempt.completed) return see_other(urls.at(visit, ""));
  if (visit.preview()) {
    visit.handle.forms.clear();
    renew(visit);
    return see_other(urls.at(visit, visit.unit->disclosure.own_page() ? "disclosure" : "page/0"));
  }
  auto place = open_next(visit, key);
  // A double tap: the other one opened it.
  if (!place && place.error().code == base::Code::store_conflict) place = open_next(visit, key);
  if (place) return see_other(*place);
  return refusal_page({place.error().code, diary.failed("again", place.error()), back_url(visit.facts, "")}, *visit.messages);
}

base::Result<std::string> LearnerPages::Impl::open_next(Visit& visit, const std::string& key) {
  const auto& old = visit.row;
  const auto latest = deps.records.find_latest_attempt(old.link(), old.person, old.unit_id);
  if (!latest) return base::fail(latest.error());
  Visit next;
  next.handle = visit.handle;
  next.handle.carried_ms = 0;
  if (*latest && (*latest)->n > old.n) {
    next.handle.attempt = (*latest)->id;
    renew(next);
    return urls.at(next, "");
  }
  auto unit = units.current(old.unit_id, {visit.messages->language(), old.language});
  if (!unit) return base::fail(unit.error());
  auto minutes = deps.records.minutes_since_closing_asked(old.person);
  if (!minutes) return base::fail(minutes.error());
  auto subject = subject_of(old.person);
  if (!subject) return base::fail(subject.error());
  next.unit = *unit;
  place_in_activities(next);
  next.registration = visit.registration;
  next.facts = visit.facts;
  next.row.registration = old.registration;
  next.row.id = next.handle.attempt = base::AttemptId(base::uuid_in_order(deps.clock.now()));
  next.row.person = old.person;
  next.row.deployment_id = old.deployment_id;
  next.row.context_id = old.context_id;
  next.row.resource_link_id = old.resource_link_id;
  next.row.launch_json = old.launch_json;
  next.row.n = old.n + 1;
  next.row.asked_closing = !next.unit->closing.empty() && activity::asks_closing(*minutes);
  Recorder recorder(next, deps.activity_base, *subject, deps.clock.now());
  if (auto begun = begin(next, recorder); !begun) return base::fail(begun.error());
  auto& work = recorder.finish();
  if (!key.empty()) work.idempotency = ports::IdempotencyKey{old.registration, old.id, key, "again"};
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  if (deps.onward) deps.onward->begun(*next.unit);
  renew(next);
  return urls.at(next, next.unit->disclosure.own_page() ? "disclosure" : "page/0");
}

}  // namespace preceptor::web
