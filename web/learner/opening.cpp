// A verified launch becomes an attempt: made, resumed, or its receipt. State and nonce are used up in the same commit.
#include <algorithm>
#include <cstdio>

#include "core/activity/left_out.hpp"
#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/base/language.hpp"
#include "core/base/uuid.hpp"
#include "lti/deep_linking.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/error_page.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/onward/onward.hpp"
#include "web/onward/recall_book.hpp"
#include "web/teacher/review_reference.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {
namespace {

using base::Code;

// How long a used state is remembered: as long as a page of that launch can live.
constexpr base::Milliseconds kStateKept = kHandleLife;
constexpr base::Milliseconds kNonceKept{60 * 60 * 1000};  // tokens are refused after 10 minutes anyway
constexpr int kTries = 3;  // two launches of one person at once meet at most once

LaunchTarget* target_of(const LaunchTargets& targets, const lti::Launch& launch) {
  if (launch.message_type == lti::kDeepLinkingRequest) return targets.deep_linking;
  if (launch.message_type != lti::kResourceLinkRequest || review_token(launch.target_link_uri)) return targets.submission_review;
  const auto kind = lti::content_of(launch).kind;
  if (kind == "survey") return targets.survey;
  return kind == "rca" ? targets.rca : targets.ask;
}

std::string what_of(const lti::Launch& launch) {
  const auto kind = launch.message_type == lti::kResourceLinkRequest ? lti::content_of(launch).kind : std::string();
  return kind.empty() ? launch.message_type : "a link with " + kind;
}

// Opened, the disclosure shown, questions left out: nothing of the learner's own yet.
bool is_untouched(const record::Attempt& attempt) {
  constexpr std::int64_t kOpening = 2;
  const auto left_out = std::ranges::count_if(attempt.beside, [](const record::Other& one) { return one.type == activity::kQuestionsLeftOut; });
  return attempt.last_seq <= kOpening + left_out;
}

}  // namespace

std::vector<std::string> languages_for(const std::string& locale, const std::vector<std::string>& accepted) {
  std::vector<std::string> wanted;
  if (!locale.empty()) wanted.push_back(locale);
  wanted.insert(wanted.end(), accepted.begin(), accepted.end());
  return wanted;
}

std::vector<std::string> languages_of(const lti::Launch& launch, const std::vector<std::string>& accepted) {
  auto wanted = languages_for(launch.locale, accepted);
  const auto chosen = launch.custom.find("language");
  if (chosen == launch.custom.end()) return wanted;
  if (const auto language = base::normalize_language(chosen->second)) wanted.insert(wanted.begin(), *language);
  return wanted;
}

std::string used_key(const lti::LoginState& state, const std::string& digest) {
  char moment[17];
  std::snprintf(moment, sizeof moment, "%013lld-", static_cast<long long>(base::to_unix_ms(state.created)));
  return moment + digest;
}

std::vector<ports::OneUse> LearnerPages::Impl::noted(const lti::VerifiedLaunch& launch, const base::AttemptId& attempt) const {
  const base::Json value = {{"registration", launch.registration.id.str()}, {"attempt", attempt.str()}, {"token", launch.id_token_digest}};
  const auto now = deps.clock.now();
  return {{"state", used_key(launch.state, base::sha256_hex(launch.state.id)), value.dump(), now + kStateKept},
          {"nonce", used_key(launch.state, launch.nonce_key), "", now + kNonceKept}};
}

bool opens_unit(const lti::Launch& launch) {
  if (launch.message_type != lti::kResourceLinkRequest || review_token(launch.target_link_uri)) return false;
  const auto kind = lti::content_of(launch).kind;
  return kind.empty() || kind == "unit";
}

// A launch that opens no unit: its handler's page.
base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::open_target(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified,
                                                                           ports::UnitOfWork& work) {
  auto* target = target_of(deps.targets, verified.launch);
  if (target == nullptr) return base::fail(Code::launch_message_type, what_of(verified.launch) + " is not offered here");
  return target->open(request, verified, work);
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::accept_target(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified) {
  for (int tries = 1;; ++tries) {
    ports::UnitOfWork work;
    auto page = open_target(request, verified, work);
    if (!page) return page;
    const auto noted_use = noted(verified, {});
    work.one_use.insert(work.one_use.end(), noted_use.begin(), noted_use.end());
    const auto done = deps.records.commit(work);
    if (done) return page;
    if (done.error().code != Code::store_conflict || tries == kTries) return base::fail(done.error());
  }
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::accept(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified, bool& newcomer) {
  if (!opens_unit(verified.launch)) return accept_target(request, verified);
  const std::string unit = lti::unit_of(verified.launch);
  if (unit.empty()) return base::fail(Code::launch_content_missing, "no custom parameter unit, nor one in target_link_uri");
  const auto wanted = languages_of(verified.launch, wanted_languages(request));
  if (is_preview(verified.launch)) return accept_preview(verified, unit, wanted);
  for (int tries = 1;; ++tries) {
    auto answer = accept_learner(verified, unit, wanted, newcomer);
    if (answer || answer.error().code != Code::store_conflict || tries == kTries) return answer;
  }
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::accept_learner(const lti::VerifiedLaunch& verified, const std::string& unit_id,
                                                                              const std::vector<std::string>& wanted, bool& newcomer) {
  const auto& launch = verified.launch;
  const auto& platform = verified.registration.platform;
  // Without a subject nobody can be found again: a fresh person each time (LTI core 5.3.6).
  auto known = launch.subject.empty() ? base::Result<std::optional<ports::Person>>(std::nullopt) : deps.records.find_person(platform, launch.subject);
  if (!known) return base::fail(known.error());
  newcomer = !*known;
  const ports::Person person = *known ? **known : ports::Person{platform, launch.subject, base::PersonId(base::uuid_in_order(deps.clock.now()))};
  Visit visit;
  visit.registration = verified.registration;
  visit.facts = facts_of(verified);
  if (*known) {
    auto latest = deps.records.find_latest_attempt(link_of(verified), person.id, unit_id);
    if (!latest) return base::fail(latest.error());
    const auto stop = *latest ? stopped((*latest)->content, (*latest)->state == "completed") : base::Result<std::optional<Withdrawn>>(std::nullopt);
    if (!stop) return base::fail(stop.error());
    if (*latest && *stop) visit.row.n = (*latest)->n + 1;   // what replaced it begins anew
    if (*latest && !*stop) {
      Handle handle;
      handle.registration = (*latest)->registration;
      handle.attempt = (*latest)->id;
      handle.issued = deps.clock.now();
      const bool was_graded = facts_from_json((*latest)->launch_json).graded;
      (*latest)->launch_json = to_json(visit.facts);
      auto old = visit_of(std::move(**latest), handle, wanted);
      if (!old) return base::fail(old.error());
      // Once something was answered, the work stays as open to instructors as the learner was told before.
      if (!is_untouched(old->attempt)) old->facts.graded = was_graded;
      old->row.launch_json = to_json(old->facts);
      return reopen(*old, person, verified);
    }
  }
  auto unit = units.current(unit_id, wanted);
  if (!unit) return base::fail(unit.error());
  visit.unit = *unit;
  place_in_activities(visit);
  visit.messages = &choose_messages(wanted, visit.unit->language);
  const auto link = link_of(verified);
  visit.row.deployment_id = link.deployment_id;
  visit.row.context_id = link.context_id;
  visit.row.resource_link_id = link.resource_link_id;
  visit.row.launch_json = to_json(visit.facts);
  return open_new(visit, person, !*known, verified);
}

// A row and its first events; registration, person, course and launch facts are in the row already.
base::Status LearnerPages::Impl::begin(Visit& visit, Recorder& recorder) {
  const auto& unit = *visit.unit;
  auto& row = visit.row;
  row.unit_id = unit.id;
  row.language = unit.language;
  row.content = unit.hash;
  row.stated_minutes = unit.stated_minutes;
  row.active_ms = 0;
  if (auto opened = recorder.add(record::AttemptOpened{unit.id, unit.language, unit.hash.str(), row.context_id, row.resource_link_id, row.n,
                                                       unit.stated_minutes, row.asked_closing, row.deployment_id, true});
      !opened)
    return opened;
  if (auto shown = recorder.add(record::DisclosureShown{unit.disclosure.own_page() ? "page" : "block"}); !shown) return shown;
  const auto left_out = deps.onward ? deps.onward->left_out(unit, row.asked_closing) : std::vector<std::string>();
  return left_out.empty() ? base::Status() : recorder.add(activity::payload_of(activity::QuestionsLeftOut{left_out}));
}

// Whoever was here before is noted with her greeting. A launch does not fail for it: the next one tells the name again.
void LearnerPages::Impl::note_newcomer(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work) {
  if (!deps.claims || person.subject.empty()) return;
  if (auto noted = deps.claims->note_identity(launch, person, work); !noted) diary.failed("identity", noted.error());
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::open_new(Visit& visit, const ports::Person& person, bool is_new,
                                                                        const lti::VerifiedLaunch& launch) {
  std::optional<int> minutes;
  if (!is_new) {
    auto since = deps.records.minutes_since_closing_asked(person.id);
    if (!since) return base::fail(since.error());
    minutes = *since;
  }
  visit.row.registration = launch.registration.id;
  const auto now = deps.clock.now();
  visit.row.id = base::AttemptId(base::uuid_in_order(now));
  visit.row.person = person.id;
  visit.row.asked_closing = !visit.unit->closing.empty() && activity::asks_closing(minutes);
  Recorder recorder(visit, deps.activity_base, person.subject, now);
  if (auto begun = begin(visit, recorder); !begun) return base::fail(begun.error());
  auto& work = recorder.finish();
  work.one_use = noted(launch, visit.row.id);
  if (is_new) {
    work.persons = {person};
    note_newcomer(launch, person, work);
  }
  auto news = links.news(launch);
  if (!news) return base::fail(news.error());
  work.link = std::move(*news);
  offer_at_launch(visit, person.subject, launch, work);
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  links.keep(work.link);
  if (deps.onward) deps.onward->begun(*visit.unit);
  visit.handle.registration = visit.row.registration;
  visit.handle.attempt = visit.row.id;
  visit.handle.issued = now;
  renew(visit);
  FormState state;
  state.from_launch = true;
  state.anonymous = person.subject.empty();
  if (visit.unit->disclosure.own_page()) return disclosure_page(visit, urls, state);
  return unit_page(visit, urls, 0, state);
}

base::Result<LearnerPages::Impl::Response> LearnerPages::Impl::reopen(Visit& visit, const ports::Person& person, const lti::VerifiedLaunch& launch) {
  Recorder recorder(visit, deps.activity_base, person.subject, deps.clock.now());
  if (!visit.attempt.completed) {
    if (!visit.attempt.session_open) visit.row.active_ms = 0;  // a session of its own
    if (auto resumed = recorder.add(record::AttemptResumed{"relaunch"}); !resumed) return base::fail(resumed.error());
  }
  auto& work = recorder.finish();
  work.one_use = noted(launch, visit.row.id);
  auto news = links.news(launch);
  if (!news) return base::fail(news.error());
  work.link = std::move(*news);
  offer_at_launch(visit, person.subject, launch, work);
  if (auto done = deps.records.commit(work); !done) return base::fail(done.error());
  links.keep(work.link);
  renew(visit);
  const auto place = landing(visit);
  if (place.step == activity::Step::receipt) return receipt(visit, true);
  FormState state;
  state.from_launch = state.resumed = true;
  if (place.step == activity::Step::disclosure) return disclosure_page(visit, urls, state);
  return show_page(visit, place.page, std::move(state));
}

}  // namespace preceptor::web
