// POST of a page: checked, made into events, committed, answered by 303. Nothing typed is lost when any of that fails.
#include <algorithm>
#include <charconv>

#include "web/error_page.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

std::string key_of(const base::Fields& form) {
  const auto* key = base::field(form, "key");
  return key && key->size() <= 64 ? *key : std::string();
}

// Milliseconds the script counted on this page; nullopt when it did not run.
std::optional<std::int64_t> counted(const base::Fields& form) {
  const auto* text = base::field(form, "active");
  std::int64_t value = 0;
  if (!text || text->empty()) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

LearnerPages::Impl::Response LearnerPages::Impl::post(const ports::HttpRequest& request, Visit& visit, const std::string& place) {
  const auto form = base::parse_form(request.body);
  if (!form) return failure(request, "page", form.error());
  if (place == "disclosure") return leave_disclosure(visit, *form);
  if (place == "again") return again(visit, key_of(*form));
  if (place == "finish") return finish_early(visit, *form);
  if (place == "next") return go_next(visit);
  if (place == "about") return about_person(visit, *form);
  if (const auto page = numbered(place, "page/")) return visit.preview() ? answer_preview(visit, *page, *form) : answer(visit, *page, *form);
  return refusal_page({Code::request_not_found, {}, {}}, *visit.messages);
}

// The time on this page goes into the handle: it waits there for the next commit. More than passed since the page was served is not
// believed.
void LearnerPages::Impl::carry_active(Visit& visit, const base::Fields& form) const {
  const auto active = counted(form);
  const std::int64_t passed = std::max<std::int64_t>(0, (deps.clock.now() - visit.handle.renewed).count());
  auto& carried = visit.handle.carried_ms;
  carried = !active || carried < 0 ? -1 : carried + std::min(*active, passed);
  renew(visit);
}

LearnerPages::Impl::Response LearnerPages::Impl::leave_disclosure(Visit& visit, const base::Fields& form) {
  if (visit.attempt.answers.empty()) carry_active(visit, form);
  return see_other(urls.at(visit, place_text(activity::current_place(*visit.unit, visit.attempt))));
}

LearnerPages::Impl::Response LearnerPages::Impl::answer(Visit& visit, int page, const base::Fields& form) {
  const auto& row = visit.row;
  const std::string key = key_of(form);
  // What stands was recorded with the time this address carries: it is not counted again.
  const auto moved_on = [&](const std::string& place) {
    visit.handle.carried_ms = 0;
    renew(visit);
    return see_other(urls.at(visit, place));
  };
  if (!key.empty()) {
    const auto before = deps.records.find_idempotent(row.registration, row.id, key);
    if (!before) return refill(visit, page, form, before.error());
    if (*before) return moved_on(**before);
  }
  const auto current = activity::current_place(*visit.unit, visit.attempt);
  if (visit.attempt.completed || is_answered(visit, page)) return moved_on(place_text(current));
  if (page > reachable_page(visit)) return see_other(urls.at(visit, place_text(current)));
  if (base::field(form, "later")) {
    if (auto kept = keep_draft(visit.handle, page, form, 1); !kept) return refill(visit, page, form, kept.error());
    return see_other(urls.at(visit, "saved/" + std::to_string(page)));
  }
  const auto answers = activity::read_answers(*visit.unit, visit.attempt, page, form);
  carry_active(visit, form);
  if (!answers.accepted()) return ask_again(visit, page, form, answers);
  const auto next = record_answers(visit, page, key, answers);
  if (next) return see_other(urls.at(visit, *next));
  // Another tab or a double tap was first: what it recorded stands. The handle's bare address leads to where the learner is now.
  if (next.error().code == Code::store_conflict) return moved_on("");
  return refill(visit, page, form, next.error());
}

// The page again with what was typed: some of it needs a look, or it calls for a question that was not shown yet. It is kept as a draft too, so that Back and a
// reload show it; the page counts on from that draft, or the next ones would be older than it.
LearnerPages::Impl::Response LearnerPages::Impl::ask_again(Visit& visit, int page, const base::Fields& form, const activity::PageAnswers& answers) {
  FormState state;
  state.form = form;
  state.errors = answers.errors;
  state.status = 422;
  state.sequence = draft_sequence(form) + 1;
  if (!visit.preview()) {   // of which nothing is stored
    const auto kept = keep_draft(visit.handle, page, form, 1);
    if (!kept) diary.failed("draft", kept.error());
    state.kept = kept.has_value();
  }
  if (answers.errors.empty()) state.problem = visit.messages->text("question.revealed");
  return unit_page(visit, urls, page, state);
}

// The page again with what was typed, and one sentence why it is not recorded yet.
LearnerPages::Impl::Response LearnerPages::Impl::refill(Visit& visit, int page, const base::Fields& form, const base::Error& error) {
  diary.failed("answer", error);
  const std::string key = "error." + std::string(base::info(error.code).name);
  FormState state;
  state.form = form;
  state.sequence = draft_sequence(form);
  state.status = base::info(error.code).status;
  state.problem = visit.messages->has(key) ? visit.messages->text(key) : std::string(base::info(error.code).user);
  return unit_page(visit, urls, page, state);
}

base::Result<std::string> LearnerPages::Impl::subject_of(const base::PersonId& person) {
  const auto found = deps.records.load_person(person);
  if (!found) return base::fail(found.error());
  return *found ? (*found)->subject : std::string();
}

// The session's time so far with what the handle carries; never more than passed since the attempt was opened.
activity::ActiveTime LearnerPages::Impl::add_active(Visit& visit) const {
  auto& active = visit.row.active_ms;
  const auto measured = [](std::int64_t ms) { return ms > 0 ? std::optional<base::Milliseconds>(ms) : std::nullopt; };
  const std::int64_t limit = std::max<std::int64_t>(0, (deps.clock.now() - visit.attempt.opened_at).count());
  const std::int64_t page = std::min(visit.handle.carried_ms, limit);
  active = active < 0 || visit.handle.carried_ms < 0 ? -1 : std::min(active + visit.handle.carried_ms, limit);
  visit.handle.carried_ms = 0;
  return {measured(active), measured(page)};
}

base::Status LearnerPages::Impl::open_session(Visit& visit, Recorder& recorder) {
  if (visit.attempt.session_open) return {};
  visit.row.active_ms = 0;
  return recorder.add(record::AttemptResumed{"after_idle"});
}

base::Result<std::string> LearnerPages::Impl::record_answers(Visit& visit, int page, const std::string& key,
                                                             const activity::PageAnswers& answers) {
  if (answers.responses.empty() && answers.flagged.empty() && page < static_cast<int>(visit.unit->sections.size()))
    return place_text(activity::next_place(*visit.unit, visit.attempt, page));  // only read: nothing to record
  auto subject = subject_of(visit.row.person);
  if (!subject) return base::fail(subject.error());
  const Visit before = visit;  // a refused commit must leave the page as it was
  Recorder recorder(visit, deps.activity_base, *subject, deps.clock.now(), deps.sign);
  if (auto open = open_session(visit, recorder); !open) return base::fail(open.error());
  const auto active = add_active(visit);
  for (auto& payload : activity::answer_page(*visit.unit, visit.attempt, page, answers, active)) {
    const auto* answered = std::get_if<record::QuestionAnswered>(&payload);
    const std::string question = answered ? answered->question_id : std::string();
    if (auto added = recorder.add(std::move(payload)); !added) {
      visit = before;
      return base::fail(added.error());
    }
    if (const auto text = answers.texts.find(question); text != answers.texts.end() && !text->second.empty())
      recorder.work().texts.push_back({visit.row.registration, visit.row.id.str(), recorder.last_seq(), visit.row.person, question,
                                       answers.salts.at(question), text->second});
  }
  if (visit.attempt.completed && offers_survey(visit))
    if (auto added = recorder.add(record::Other{"survey_offered", "{}"}); !added) {
      visit = before;
      return base::fail(added.error());
    }
  const std::string next = place_text(activity::next_place(*visit.unit, visit.attempt, page));
  auto& work = recorder.finish();
  if (!key.empty()) work.idempotency = ports::IdempotencyKey{visit.row.registration, visit.row.id, key, next};
  work.drop_drafts = visit.row.id;
  auto done = offer_grade(visit, *subject, work);
  if (done) done = count_credit(visit, *subject, work);
  if (done) done = deps.records.commit(work);
  if (!done) {
    visit = before;
    return base::fail(done.error());
  }
  renew(visit);
  return next;
}

}  // namespace preceptor::web
