// A unit started from another page than a launch: from a question, or as the next one after a receipt.
#include "core/base/uuid.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/onward/onward.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {

// Somebody is in the middle of a version that was withdrawn.
base::Result<std::optional<Withdrawn>> LearnerPages::Impl::stopped(const base::ContentHash& content, bool completed) {
  if (completed || !deps.onward) return std::optional<Withdrawn>();
  return deps.onward->withdrawn(content);
}

base::Result<OpenedUnit> LearnerPages::Impl::open_unit(const UnitWanted& wanted, const UnitOpener::Also& also) {
  auto opened = try_to_open(wanted, also);
  // A double tap: the other one opened it.
  if (!opened && opened.error().code == base::Code::store_conflict) opened = try_to_open(wanted, also);
  return opened;
}

base::Result<OpenedUnit> LearnerPages::Impl::try_to_open(const UnitWanted& wanted, const UnitOpener::Also& also) {
  Visit visit;
  visit.handle.registration = wanted.link.registration;
  visit.handle.issued = wanted.issued;
  const auto latest = deps.records.find_latest_attempt(wanted.link, wanted.person, wanted.unit_id);
  if (!latest) return base::fail(latest.error());
  if (*latest) {
    const auto stop = stopped((*latest)->content, (*latest)->state == "completed");
    if (!stop) return base::fail(stop.error());
    if (!*stop) {
      visit.handle.attempt = (*latest)->id;
      ports::UnitOfWork work;
      if (auto added = also(visit.handle.attempt, work); !added) return base::fail(added.error());
      if (!work.events.empty() || !work.projections.empty())
        if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
      renew(visit);
      return OpenedUnit{visit.handle.attempt, urls.at(visit, ""), false};
    }
    visit.row.n = (*latest)->n + 1;
  }
  return start_unit(visit, wanted, also);
}

base::Result<OpenedUnit> LearnerPages::Impl::start_unit(Visit& visit, const UnitWanted& wanted, const UnitOpener::Also& also) {
  auto registration = deps.registrations.load_registration(wanted.link.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(base::Code::session_handle_invalid, "the registration is not in the store");
  visit.registration = std::move(**registration);
  auto unit = units.current(wanted.unit_id, wanted.languages);
  if (!unit) return base::fail(unit.error());
  const auto minutes = deps.records.minutes_since_closing_asked(wanted.person);
  if (!minutes) return base::fail(minutes.error());
  const auto subject = subject_of(wanted.person);
  if (!subject) return base::fail(subject.error());
  visit.unit = *unit;
  place_in_activities(visit);
  visit.facts = facts_from_json(wanted.facts);
  auto& row = visit.row;
  row.registration = wanted.link.registration;
  row.deployment_id = wanted.link.deployment_id;
  row.context_id = wanted.link.context_id;
  row.resource_link_id = wanted.link.resource_link_id;
  row.id = visit.handle.attempt = base::AttemptId(base::uuid_in_order(deps.clock.now()));
  row.person = wanted.person;
  row.launch_json = wanted.facts;
  row.asked_closing = !visit.unit->closing.empty() && activity::asks_closing(*minutes);
  Recorder recorder(visit, deps.activity_base, *subject, deps.clock.now());
  if (auto begun = begin(visit, recorder); !begun) return base::fail(begun.error());
  auto& work = recorder.finish();
  if (auto added = also(row.id, work); !added) return base::fail(added.error());
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  if (deps.onward) deps.onward->begun(*visit.unit);
  renew(visit);
  return OpenedUnit{row.id, urls.at(visit, visit.unit->disclosure.own_page() ? "disclosure" : "page/0"), true};
}

LearnerPages::Impl::Response LearnerPages::Impl::receipt(Visit& visit, bool from_launch) {
  add_asides(visit);
  add_credit(visit);
  return receipt_page(visit, urls, from_launch, visit.preview() || !deps.onward ? ReceiptMore() : deps.onward->receipt(visit));
}

// The unit that the receipt names next, at its own link of the same course.
LearnerPages::Impl::Response LearnerPages::Impl::go_next(Visit& visit) {
  const auto more = visit.preview() || !deps.onward || !visit.attempt.completed ? ReceiptMore() : deps.onward->receipt(visit);
  if (!more.next || !more.next_link) return see_other(urls.at(visit, ""));   // it was there when the page was made
  const UnitWanted wanted{*more.next_link, visit.row.person, visit.row.launch_json, more.next->match.unit_id, {visit.messages->language()}, visit.handle.issued};
  const auto opened = open_unit(wanted, [](const base::AttemptId&, ports::UnitOfWork&) { return base::Status(); });
  if (opened) return see_other(opened->path);
  return refusal_page({opened.error().code, diary.failed("next", opened.error()), back_url(visit.facts, "")}, *visit.messages);
}

LearnerPages::Impl::Response LearnerPages::Impl::reminder(const Visit& visit) {
  auto file = visit.preview() || !deps.onward || !visit.attempt.completed
                  ? base::Result<Response>(base::fail(base::Code::request_not_found, "no reminder"))
                  : deps.onward->reminder(visit);
  if (file) return std::move(*file);
  const bool gone = file.error().code == base::Code::request_not_found;
  return refusal_page({file.error().code, gone ? std::string() : diary.failed("reminder", file.error()), back_url(visit.facts, "")}, *visit.messages);
}

}  // namespace preceptor::web
