// /lti/launch: verified, then answered with the first page itself. A launch that comes twice from the same browser (a reload) lands on
// the resumed page; its one use is decided by the commit.
#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "lti/arrival.hpp"
#include "lti/deep_linking.hpp"
#include "web/error_page.hpp"
#include "web/learner/cookies.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/views.hpp"
#include "web/onward/onward.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

std::optional<lti::LoginState> state_of(const base::Fields& form, const ports::Sealer& sealer) {
  const auto* token = base::field(form, "state");
  return token ? lti::open_state(sealer, *token) : std::nullopt;
}

// Refusals that a reload of an accepted launch meets some minutes later.
bool is_late(Code code) { return code == Code::launch_state_expired || code == Code::launch_expired || code == Code::launch_issued_at; }

// The browser could not show that it began this login.
bool is_unbound(Code code) { return code == Code::launch_cookie_needed || code == Code::launch_browser_mismatch || code == Code::launch_storage_mismatch; }

// Whether the form comes from our own page: it asks a browser once.
bool is_asked(const base::Fields& form) {
  return base::field(form, lti::kArrivalField) || base::field(form, lti::kStoredField) || base::field(form, lti::kFailedField);
}

// OpenID Connect Core 3.1.2.6 and what Canvas adds, for learners: the errors that they can do something about.
std::string sentence_of_platform_error(const base::Fields& form) {
  const std::string* error = base::field(form, "error");
  for (const char* known : {"login_required", "launch_no_longer_valid", "unauthorized_client", "access_denied"})
    if (error && *error == known) return std::string("platform_error.") + known;
  return {};
}

struct FirstUse {
  base::RegistrationId registration;
  base::AttemptId attempt;
  std::string token_digest;
};

std::optional<FirstUse> read_first_use(const std::string& text) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_object()) return std::nullopt;
  const auto* registration = base::string_member(*json, "registration");
  const auto* attempt = base::string_member(*json, "attempt");
  const auto* token = base::string_member(*json, "token");
  if (!registration || !attempt || !token) return std::nullopt;
  return FirstUse{base::RegistrationId(*registration), base::AttemptId(*attempt), *token};
}

lti::Refusal refusal_of(Code code, std::string detail) { return {{code, std::move(detail), {}, {}}, std::nullopt, {}}; }

}  // namespace

LearnerPages::Impl::Response LearnerPages::Impl::refuse(const ports::HttpRequest& request, const std::string& step,
                                                        const lti::Refusal& refusal) {
  return error_page(refusal.error, diary.refused(step, refusal), wanted_languages(request));
}

LearnerPages::Impl::Response LearnerPages::Impl::launch(const ports::HttpRequest& request, lti::LaunchVerifier& verifier) {
  const auto form = base::parse_form(request.body);
  if (!form) return refuse(request, "launch", {form.error(), std::nullopt, {}});
  const auto state = state_of(*form, deps.sealer);
  const std::string cookie = browser_cookie(request, state ? std::string_view(state->browser) : std::string_view());
  auto verified = verifier.verify(*form, cookie);
  if (!verified) {
    const Code code = verified.error().error.code;
    if (is_late(code))
      if (auto again = seen_before(request, *form, verifier)) return std::move(*again);
    if (code == Code::launch_platform_error)
      return refusal_page({code, diary.refused("launch", verified.error()), {}, "*", sentence_of_platform_error(*form)},
                          choose_messages(wanted_languages(request), "en"));
    if (code == Code::launch_cookie_needed || (state && state->binding == lti::Binding::storage)) return ask_browser(request, *form, verifier, verified.error());
    return refuse(request, "launch", verified.error());
  }
  refine(*verified);
  bool newcomer = false;
  auto answer = accept(request, *verified, newcomer);
  if (answer) {
    diary.accepted(*verified);
    if (deps.onward && !newcomer) deps.onward->greet(request, *verified, *answer);
    return std::move(*answer);
  }
  if (answer.error().code == Code::store_already_used) {
    if (auto again = seen_before(request, *form, verifier)) return std::move(*again);
    return refuse(request, "launch", {{Code::launch_nonce_replayed, "the nonce was used with another state", {}, {}}, verified->registration.id, verified->checks});
  }
  return refuse(request, "launch", {answer.error(), verified->registration.id, verified->checks});
}

// No cookie came. Where the login prepared another proof, the page asks the browser for it and posts all again; nothing is recorded or shown
// before that. Otherwise, and when that failed, the person is told, with the verified way back to the course.
LearnerPages::Impl::Response LearnerPages::Impl::ask_browser(const ports::HttpRequest& request, const base::Fields& form, lti::LaunchVerifier& verifier,
                                                             const lti::Refusal& refusal) {
  if (!is_unbound(refusal.error.code)) return refuse(request, "launch", refusal);
  const auto known = verifier.verify_unbound(form);
  if (!known) return refuse(request, "launch", known.error());
  const auto& messages = choose_messages(languages_for(known->locale, wanted_languages(request)), "en");
  const auto binding = known->state.binding;
  const bool prepared = binding == lti::Binding::storage || binding == lti::Binding::storage_access;
  if (prepared && !is_asked(form)) return confirm_page(*known, form, urls.prefix() + "/lti/launch", messages);
  Facts facts;
  facts.return_url = known->return_url;
  lti::Refusal full = refusal;
  full.registration = known->registration.id;
  return refusal_page({refusal.error.code, diary.refused("launch", full), back_url(facts, "")}, messages);
}

// What only this LMS says in its own way, where everybody reads it.
void LearnerPages::Impl::refine(lti::VerifiedLaunch& verified) const {
  deps.profiles.of(verified.registration, verified.launch.platform).refine(verified.launch);
}

// The answer to a launch whose state was used before; nullopt when it was not.
std::optional<LearnerPages::Impl::Response> LearnerPages::Impl::seen_before(const ports::HttpRequest& request, const base::Fields& form,
                                                                            lti::LaunchVerifier& verifier) {
  const auto state = state_of(form, deps.sealer);
  const auto* token = base::field(form, "id_token");
  if (!state || !token) return std::nullopt;
  const auto used = deps.records.find_one_use("state", used_key(*state, base::sha256_hex(state->id)));
  if (!used) return refuse(request, "launch", {used.error(), state->registration, {}});
  if (!*used) return std::nullopt;
  const auto first = read_first_use(**used);
  if (!first) return refuse(request, "launch", refusal_of(Code::internal, "the note of this state's first use cannot be read"));
  if (!base::equal_constant_time(first->token_digest, base::sha256_hex(*token)))
    return refuse(request, "launch", {{Code::launch_state_replayed, "another id_token", {}, {}}, state->registration, {}});
  auto verified = verifier.verify(form, browser_cookie(request, state->browser), true);
  if (!verified) return refuse(request, "launch", verified.error());
  refine(*verified);
  if (!opens_unit(verified->launch)) {  // nothing was kept: its page begins anew
    ports::UnitOfWork unused;
    auto page = open_target(request, *verified, unused);
    return page ? std::move(*page) : refuse(request, "launch", {page.error(), first->registration, verified->checks});
  }
  Handle handle;
  handle.registration = first->registration;
  handle.attempt = first->attempt;
  handle.issued = deps.clock.now();
  if (first->attempt.empty()) {  // a preview: nothing was kept, so it begins anew
    const auto found = units.current(lti::unit_of(verified->launch), languages_of(verified->launch, wanted_languages(request)));
    if (!found) return refuse(request, "launch", {found.error(), first->registration, verified->checks});
    handle = preview_handle(*verified, (*found)->hash);
  }
  auto visit = handle.preview() ? preview_visit(handle, wanted_languages(request)) : recorded_visit(handle, wanted_languages(request));
  if (!visit) return refuse(request, "launch", {visit.error(), first->registration, verified->checks});
  renew(*visit);
  return see_other(urls.at(*visit, place_text(landing(*visit))));
}

}  // namespace preceptor::web
