// "Finish now": who answered the question before the text right need not read it, where the unit allows that.
#include "core/activity/onward/testing_out.hpp"
#include "web/learner/impl.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {

LearnerPages::Impl::Response LearnerPages::Impl::finish_early(Visit& visit, const base::Fields& form) {
  const auto receipt = [&] { return see_other(urls.at(visit, place_text(activity::current_place(*visit.unit, visit.attempt)))); };
  // A double tap, or a page that is not current any more: the receipt, or where the learner is now.
  if (onward::may_test_out(*visit.unit, visit.attempt) != onward::TestOut::offered) return receipt();
  carry_active(visit, form);
  if (visit.preview()) {
    visit.handle.forms.push_back(kEarly);
    auto next = preview_visit(visit.handle, {visit.messages->language()});
    if (!next) return refusal_page({next.error().code, diary.failed("preview", next.error()), {}}, *visit.messages);
    renew(*next);
    return see_other(urls.at(*next, "receipt"));
  }
  const auto done = record_early(visit);
  if (done) return receipt();
  if (done.error().code == base::Code::store_conflict) return see_other(urls.at(visit, ""));  // the other tap did it
  return refusal_page({done.error().code, diary.failed("finish", done.error()), back_url(visit.facts, "")}, *visit.messages);
}

base::Status LearnerPages::Impl::record_early(Visit& visit) {
  auto subject = subject_of(visit.row.person);
  if (!subject) return base::fail(subject.error());
  const Visit before = visit;  // a refused commit must leave the attempt as it was
  Recorder recorder(visit, deps.activity_base, *subject, deps.clock.now(), deps.sign);
  const auto record = [&]() -> base::Status {
    if (auto open = open_session(visit, recorder); !open) return open;
    const auto active = add_active(visit);
    if (auto told = recorder.add(onward::payload_of(onward::TestedOut{visit.unit->test_out})); !told) return told;
    for (auto& payload : activity::finish_early(visit.attempt, active))
      if (auto added = recorder.add(std::move(payload)); !added) return added;
    auto& work = recorder.finish();
    work.drop_drafts = visit.row.id;
    if (auto offered = offer_grade(visit, *subject, work); !offered) return offered;
    if (auto counted = count_credit(visit, *subject, work); !counted) return counted;
    return deps.records.commit(work);
  };
  auto done = record();
  if (!done) visit = before;
  else renew(visit);
  return done;
}

}  // namespace preceptor::web
