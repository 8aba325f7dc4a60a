#include "web/survey/survey_pages.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "core/base/uuid.hpp"
#include "core/burden/form.hpp"
#include "core/burden/period.hpp"
#include "lti/deep_linking.hpp"
#include "web/error_page.hpp"
#include "web/learner/impl.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"
#include "web/survey/impl.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using Response = ports::HttpResponse;
using SurveyPtr = std::shared_ptr<const activity::Survey>;

constexpr std::size_t kMostSurveys = 128;   // versions kept; beyond it we begin anew rather than grow
constexpr int kTokenMonths = 3;             // longer than any address of the form lives
constexpr std::size_t kSecretBytes = 32;

struct SurveyTarget {
  std::string_view token, place;
};
std::optional<SurveyTarget> survey_target(std::string_view path) {
  constexpr std::string_view start = "/s/";
  if (!path.starts_with(start)) return std::nullopt;
  path.remove_prefix(start.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return SurveyTarget{path, {}};
  return SurveyTarget{path.substr(0, slash), path.substr(slash + 1)};
}

const ports::ContentVersion& best_language(const std::vector<ports::ContentVersion>& versions, const std::vector<std::string>& wanted) {
  std::vector<std::string> offered;
  for (const auto& version : versions) offered.push_back(version.language);
  auto language = base::choose_language(wanted, offered);
  if (!language) language = base::choose_language({"en"}, offered);
  const auto found = std::ranges::find_if(versions, [&](const auto& v) { return language && v.language == *language; });
  return found == versions.end() ? versions.front() : *found;
}

// The form as it is shown: after a unit without credit nobody offered a claim, so nothing is asked about one. Alone it asks, with "did not try".
std::shared_ptr<const activity::Unit> shown_form(const SurveyPtr& survey, const SurveyHandle& handle) {
  if (handle.unit.empty() || handle.credit || survey->form.id != burden::kMicroBurden) return {survey, &survey->form};
  auto form = std::make_shared<activity::Unit>(survey->form);
  for (auto& section : form->sections) std::erase_if(section.questions, [](const auto& q) { return q.id == burden::kCreditItem; });
  return form;
}

}  // namespace

std::string token_digest(const std::string& token) { return base::sha256_hex("survey token " + token); }

SurveyPages::SurveyPages(SurveyDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
SurveyPages::~SurveyPages() = default;

base::Result<SurveyPtr> SurveyPages::Impl::keep(const ports::ContentVersion& version) {
  {
    const std::lock_guard lock(mutex);
    if (const auto found = surveys.find(version.hash); found != surveys.end()) return found->second;
  }
  auto read = activity::survey_from_json(version.json);
  if (!read) return base::fail(read.error());
  auto survey = std::make_shared<const activity::Survey>(std::move(*read));
  const std::lock_guard lock(mutex);
  if (surveys.size() >= kMostSurveys) surveys.clear();
  surveys[version.hash] = survey;
  return survey;
}

base::Result<SurveyPtr> SurveyPages::Impl::by_hash(const base::ContentHash& hash) {
  {
    const std::lock_guard lock(mutex);
    if (const auto found = surveys.find(hash); found != surveys.end()) return found->second;
  }
  const auto version = deps.content.by_hash(hash);
  if (!version) return base::fail(version.error());
  if (!*version || (*version)->kind != "survey") return base::fail(Code::content_unreadable, "the form " + hash.str() + " is not in the store");
  return keep(**version);
}

base::Result<SurveyPtr> SurveyPages::Impl::current(const std::string& id, const std::vector<std::string>& wanted) {
  const auto versions = deps.content.current("survey", id);
  if (!versions) return base::fail(versions.error());
  if (!versions->empty()) return keep(best_language(*versions, wanted));
  const auto withdrawn = deps.content.was_withdrawn("survey", id);
  if (!withdrawn) return base::fail(withdrawn.error());
  return base::mismatch(*withdrawn ? Code::launch_content_withdrawn : Code::launch_content_missing, "custom parameter survey names a published form", id);
}

// A token is a keyed digest of what may be answered once. The key is the site's and lies sealed in the store, so that whoever has the tables alone cannot tell
// whose token was used.
base::Result<std::string> SurveyPages::Impl::token_for(const std::string& purpose) {
  const std::lock_guard lock(mutex);
  if (secret.empty()) {
    constexpr const char* name = "survey.secret";
    const auto stored = deps.site.site_value_once(name, deps.sealer.seal(name, base::random_bytes(kSecretBytes)));
    if (!stored) return base::fail(stored.error());
    const auto opened = deps.sealer.open(name, *stored);
    if (!opened) return base::fail(Code::key_unreadable, "the sealing key has changed: the site's survey secret cannot be read");
    secret = *opened;
  }
  return base::hex_encode(base::hmac_sha256(secret, purpose));
}

base::Result<SurveyPages::Impl::Filling> SurveyPages::Impl::filling(SurveyHandle handle, const std::vector<std::string>& wanted) {
  auto survey = by_hash(handle.form);
  if (!survey) return base::fail(survey.error());
  auto registration = deps.registrations.load_registration(handle.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(Code::session_handle_invalid, "the registration is not in the store");
  Filling filling;
  filling.visit.unit = shown_form(*survey, handle);
  filling.visit.registration = std::move(**registration);
  filling.visit.facts.return_url = handle.return_url;
  filling.visit.facts.locale = handle.locale;
  filling.visit.messages = &choose_messages(languages_for(handle.locale, wanted), filling.visit.unit->language);
  filling.visit.handle.why = handle.why;
  filling.token = seal_survey(deps.sealer, handle);
  filling.handle = std::move(handle);
  return filling;
}

// Beside a form that was launched alone the person is asked what a receipt would ask; the answer never touches the form's.
base::Status SurveyPages::Impl::ask_person(Filling& filling, const lti::VerifiedLaunch& verified) {
  const AskedPerson asked{verified.registration.platform, verified.launch.subject};
  const auto person = deps.records.find_person(asked.platform, asked.subject);
  if (!person) return base::fail(person.error());
  filling.asked = seal_asked(deps.sealer, asked);
  if (!*person) {
    filling.question = find_person_question(kCareerStage);
    return {};
  }
  const auto question = next_question(deps.projections, (*person)->id, deps.clock.now());
  if (!question) return base::fail(question.error());
  if (*question && (*question)->kind == kCareerStage) filling.question = *question;
  return {};
}

base::Result<Response> SurveyPages::open(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified, ports::UnitOfWork& /*work*/) {
  const auto& launch = verified.launch;
  const auto wanted = languages_of(launch, wanted_languages(request));
  const auto survey = impl_->current(lti::content_of(launch).id, wanted);
  if (!survey) return base::fail(survey.error());
  SurveyHandle handle;
  handle.form = (*survey)->hash;
  handle.registration = verified.registration.id;
  handle.issued = impl_->deps.clock.now();
  if (launch.presentation.return_url.size() <= 2000) handle.return_url = launch.presentation.return_url;
  handle.locale = std::string(base::utf8_prefix(launch.locale, 64));
  if (is_preview(launch))
    handle.why = why_preview(launch);
  else if (launch.subject.empty())
    handle.why = "nobody";   // who cannot be told from others could answer for all of them
  if (handle.why.empty()) {
    const auto link = link_of(verified);
    const std::string month = base::format_rfc3339(burden::month_of(handle.issued));
    auto token = impl_->token_for("alone\n" + verified.registration.platform.str() + "\n" + launch.subject + "\n" + (*survey)->form.id + "\n" + link.registration.str() + "\n" +
                                  link.deployment_id + "\n" + link.context_id + "\n" + link.resource_link_id + "\n" + month);
    if (!token) return base::fail(token.error());
    handle.token = std::move(*token);
    const auto person = impl_->deps.records.find_person(verified.registration.platform, launch.subject);
    if (!person) return base::fail(person.error());
    if (*person) {
      const auto told = find_stage(impl_->deps.projections, (*person)->id);
      if (!told) return base::fail(told.error());
      if (*told) handle.stage = (*told)->stage;
    }
  }
  auto filling = impl_->filling(std::move(handle), wanted);
  if (!filling) return base::fail(filling.error());
  if (!filling->handle.preview()) {
    if (auto asked = impl_->ask_person(*filling, verified); !asked) return base::fail(asked.error());
    const auto used = impl_->deps.pool.is_token_used(token_digest(filling->handle.token));
    if (!used) return base::fail(used.error());
    if (*used) return impl_->done_page(*filling, "already");
  }
  FormState state;
  state.from_launch = true;
  return impl_->form_page(*filling, state);
}

Response SurveyPages::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  const auto target = survey_target(request.path);
  auto handle = target ? open_survey(impl_->deps.sealer, target->token) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted);
  if (is_expired(*handle, impl_->deps.clock.now())) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted);
  auto filling = impl_->filling(std::move(*handle), wanted);
  if (!filling) return error_page(filling.error(), impl_->diary.failed("survey", filling.error()), wanted);
  if (request.method == "GET") return impl_->get(*filling, target->place);
  const auto form = base::parse_form(request.body);
  if (!form) return error_page(form.error(), impl_->diary.failed("survey", form.error()), wanted);
  return impl_->post(*filling, target->place, *form);
}

Response SurveyPages::Impl::get(Filling& filling, std::string_view place) {
  for (const char* done : {"thanks", "none", "already", "preview"})
    if (place == done) return done_page(filling, done);
  if (!place.empty()) return refusal_page({Code::request_not_found, {}, {}}, *filling.visit.messages);
  if (!filling.handle.preview()) {
    const auto used = deps.pool.is_token_used(token_digest(filling.handle.token));
    if (!used) return refusal_page({used.error().code, diary.failed("survey", used.error()), {}}, *filling.visit.messages);
    if (*used) return done_page(filling, "already");
  }
  return form_page(filling, {});
}

Response SurveyPages::Impl::post(Filling& filling, std::string_view place, const base::Fields& form) {
  if (place.empty()) return send(filling, form);
  if (place != "about") return refusal_page({Code::request_not_found, {}, {}}, *filling.visit.messages);
  auto answered = about(filling, form);
  if (answered) return std::move(*answered);
  return refusal_page({answered.error().code, diary.failed("survey", answered.error()), {}}, *filling.visit.messages);
}

// What was told about the person goes to the person; the form goes on under an address that knows the stage.
base::Result<Response> SurveyPages::Impl::about(Filling& filling, const base::Fields& form) {
  const auto* who = base::field(form, "who");
  const auto* answer = base::field(form, "answer");
  const auto asked = who && !filling.handle.preview() ? open_asked(deps.sealer, *who) : std::nullopt;
  if (!asked || !answer) return base::fail(Code::answer_invalid, "not an answer of ours");
  ports::UnitOfWork work;
  auto person = deps.records.find_person(asked->platform, asked->subject);
  if (!person) return base::fail(person.error());
  if (!*person) {
    *person = ports::Person{asked->platform, asked->subject, base::PersonId(base::uuid_v4())};
    work.persons = {**person};
  }
  auto row = answer_row(*find_person_question(kCareerStage), *answer, (*person)->id, deps.clock.now());
  if (!row) return base::fail(Code::answer_invalid, "not an answer of ours");
  SurveyHandle next = filling.handle;
  next.stage = burden::stage_named(row->state);
  work.projections = {std::move(*row)};
  // A second tap finds it told already: what was told first stands, and is what the next launch goes by.
  if (auto done = deps.records.commit(work); !done && done.error().code != Code::store_conflict) return base::fail(done.error());
  return see_other(at(seal_survey(deps.sealer, next), ""));
}

Response SurveyPages::Impl::send(Filling& filling, const base::Fields& form) {
  const auto answers = activity::read_answers(*filling.visit.unit, filling.visit.attempt, 0, form);
  FormState state;
  state.form = form;
  if (!answers.errors.empty()) {
    state.errors = answers.errors;
    state.status = 422;
    return form_page(filling, state);
  }
  std::map<std::string, std::vector<std::string>> given;
  for (const auto& [id, response] : answers.responses)
    if (!response.choices.empty()) given[id] = response.choices;
  if (filling.handle.preview()) return see_other(at(filling.token, "preview"));
  if (given.empty()) return see_other(at(filling.token, "none"));
  burden::PoolRow row;
  row.key = base::hex_encode(base::random_bytes(16));
  row.form_hash = filling.handle.form.str();
  row.unit_hash = filling.handle.unit.str();
  row.stage = filling.handle.stage;
  row.answers = burden::answers_json(given);
  const auto now = deps.clock.now();
  const auto kept = deps.pool.add_to_pool(row, token_digest(filling.handle.token), burden::month_of(now, kTokenMonths), burden::month_of(now));
  if (kept || kept.error().code == Code::store_already_used) return see_other(at(filling.token, "thanks"));
  diary.failed("survey", kept.error());
  const std::string key = "error." + std::string(base::info(kept.error().code).name);
  state.status = base::info(kept.error().code).status;
  state.problem = filling.visit.messages->has(key) ? filling.visit.messages->text(key) : std::string(base::info(kept.error().code).user);
  return form_page(filling, state);
}

}  // namespace preceptor::web
