// Instructors, administrators, observers and test users see every page; nothing is stored but the launch's one use. What they answered
// travels sealed in the page's address.
#include <stdexcept>

#include "core/activity/onward/testing_out.hpp"
#include "web/error_page.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

// An attempt that exists in memory only.
class Rehearsal {
 public:
  Rehearsal(const activity::Unit& unit, base::Instant now) : unit_(unit), now_(now) {
    add(record::AttemptOpened{unit.id, unit.language, unit.hash.str(), {}, {}, 1, unit.stated_minutes, !unit.closing.empty()});
    add(record::DisclosureShown{unit.disclosure.own_page() ? "page" : "block"});
  }
  void answer(int page, const base::Fields& form) {
    const auto answers = activity::read_answers(unit_, attempt_, page, form);
    for (auto& payload : activity::answer_page(unit_, attempt_, page, answers)) add(std::move(payload));
  }
  void finish_early() {
    if (onward::may_test_out(unit_, attempt_) != onward::TestOut::offered) return;
    add(onward::payload_of(onward::TestedOut{unit_.test_out}));
    for (auto& payload : activity::finish_early(attempt_, {})) add(std::move(payload));
  }
  record::Attempt take() { return std::move(attempt_); }

 private:
  void add(record::Payload payload) {
    record::Event event;
    event.stream_id = "preview";
    event.seq = attempt_.last_seq + 1;
    event.at = event.recorded_at = now_;
    event.payload = std::move(payload);
    // The order is made here, one after the other: it cannot be refused.
    if (const auto applied = record::apply(attempt_, event); !applied) throw std::logic_error(base::describe(applied.error()));
  }

  const activity::Unit& unit_;
  base::Instant now_;
  record::Attempt attempt_;
};

// "<page>|<form>": the answers only, free text as one letter.
std::string packed(const activity::Unit& unit, const record::Attempt& attempt, int page, const base::Fields& form) {
  base::Fields kept;
  for (const auto* question : activity::questions_on(unit, attempt, page)) {
    const std::string name = "q." + question->id;
    for (const auto& [field, value] : form) {
      const bool text = field == name + ".words" || (field == name && question->type == activity::QuestionType::text);
      if (field == name || field.starts_with(name + ".")) kept.emplace_back(field, text && !value.empty() ? "x" : value);
      if (field == "s." + question->id) kept.emplace_back(field, "1");
    }
  }
  return std::to_string(page) + "|" + base::format_form(kept);
}

}  // namespace

// Page one says why nothing counts.
std::string why_preview(const lti::Launch& launch) {
  if (launch.masquerading) return "masquerade";
  if (launch.roles.test_user) return "test_user";
  return "staff";
}

Handle LearnerPages::Impl::preview_handle(const lti::VerifiedLaunch& launch, const base::ContentHash& content) const {
  Handle handle;
  handle.registration = launch.registration.id;
  handle.issued = deps.clock.now();
  handle.content = content;
  handle.facts = to_json(facts_of(launch));
  handle.why = why_preview(launch.launch);
  handle.teacher = teacher_scope(launch);
  return handle;
}

base::Result<Visit> LearnerPages::Impl::preview_visit(const Handle& handle, const std::vector<std::string>& wanted) {
  Visit visit;
  visit.handle = handle;
  visit.facts = facts_from_json(handle.facts);
  auto registration = deps.registrations.load_registration(handle.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(Code::session_handle_invalid, "the registration is not in the store");
  visit.registration = std::move(**registration);
  auto unit = units.by_hash(handle.content);
  if (!unit) return base::fail(unit.error());
  if (!*unit) return base::fail(Code::content_unreadable, "the preview's content is not in the store");
  visit.unit = *unit;
  place_in_activities(visit);
  Rehearsal rehearsal(*visit.unit, deps.clock.now());
  for (const auto& entry : handle.forms) {
    if (entry == kEarly) rehearsal.finish_early();
    const auto bar = entry.find('|');
    const auto page = numbered(std::string_view(entry).substr(0, bar), "");
    const auto form = bar == std::string::npos ? base::Result<base::Fields>(base::Fields{}) : base::parse_form(entry.substr(bar + 1));
    if (page && form) rehearsal.answer(*page, *form);
  }
  visit.attempt = rehearsal.take();
  visit.messages = &choose_messages(languages_for(visit.facts.locale, wanted), visit.unit->language);
  return visit;
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::accept_preview(const lti::VerifiedLaunch& launch, const std::string& unit_id,
                                                                              const std::vector<std::string>& wanted) {
  const auto unit = units.current(unit_id, wanted);
  if (!unit) return base::fail(unit.error());
  auto visit = preview_visit(preview_handle(launch, (*unit)->hash), wanted);
  if (!visit) return base::fail(visit.error());
  ports::UnitOfWork work;
  work.one_use = noted(launch, {});
  auto news = links.news(launch);
  if (!news) return base::fail(news.error());
  work.link = std::move(*news);
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  links.keep(work.link);
  renew(*visit);
  FormState state;
  state.from_launch = true;
  if (visit->unit->disclosure.own_page()) return disclosure_page(*visit, urls, state);
  return unit_page(*visit, urls, 0, state);
}

LearnerPages::Impl::Response LearnerPages::Impl::answer_preview(Visit& visit, int page, const base::Fields& form) {
  const auto& unit = *visit.unit;
  if (visit.attempt.completed || is_answered(visit, page) || page > reachable_page(visit))
    return see_other(urls.at(visit, place_text(activity::current_place(unit, visit.attempt))));
  const auto answers = activity::read_answers(unit, visit.attempt, page, form);
  if (!answers.accepted()) return ask_again(visit, page, form, answers);
  visit.handle.forms.push_back(packed(unit, visit.attempt, page, form));
  auto next = preview_visit(visit.handle, {visit.messages->language()});
  if (!next) return refusal_page({next.error().code, diary.failed("preview", next.error()), {}}, *visit.messages);
  renew(*next);
  return see_other(urls.at(*next, place_text(activity::next_place(unit, next->attempt, page))));
}

}  // namespace preceptor::web
