// /lti/login: the platform sends the browser here, and we send it back there with state and nonce. Nothing is stored.
#include <cstddef>

#include "web/error_page.hpp"
#include "web/learner/cookies.hpp"
#include "web/learner/impl.hpp"
#include "web/learner/ladder.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

lti::Binding binding_of(Step step) {
  if (step == Step::window) return lti::Binding::new_window;
  return step == Step::access || step == Step::access_checked ? lti::Binding::storage_access : lti::Binding::cookie;
}

bool is_checked(Step step) { return step == Step::checked || step == Step::access_checked; }

// The address of a login names its registration, and anybody may write anything there: only one that exists is noted. Asked of refusals alone.
bool is_known(lti::RegistrationStore& registrations, const base::RegistrationId& id) {
  constexpr std::size_t kLongestId = 64;
  if (id.empty() || id.str().size() > kLongestId) return false;
  const auto found = registrations.load_registration(id);
  return found && found->has_value();
}

// What the platform sent, or what we sealed of it at an earlier step.
base::Result<LoginAgain> read_again(const base::Fields& fields, const ports::Sealer& sealer) {
  const std::string* token = base::field(fields, "again");
  if (token == nullptr) return LoginAgain{Step::first, fields};
  auto again = open_again(sealer, *token);
  if (!again) return base::fail(Code::request_malformed, "again is not ours");
  return std::move(*again);
}

}  // namespace

LearnerPages::Impl::Response LearnerPages::Impl::login(const ports::HttpRequest& request, const lti::Login& login,
                                                       const std::string& path_registration) {
  const base::RegistrationId registration(path_registration);
  const auto refused = [&](const base::Error& error) {
    lti::Refusal refusal{error, std::nullopt, {}};
    if (is_known(deps.registrations, registration)) refusal.registration = registration;
    return refuse(request, "login", refusal);
  };
  const bool posted = request.method == "POST";
  if (!posted && request.method != "GET") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted_languages(request));
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto fields = base::parse_form(posted ? request.body : request.query);
  if (!fields) return refused(fields.error());
  const auto again = read_again(*fields, deps.sealer);
  if (!again) return refused(again.error());
  const auto asked = lti::read_login(again->fields);
  if (!asked) return refused(asked.error());
  const auto cookies = browser_cookies(request);
  const bool bare = cookies.empty() && is_framed(request);
  const auto binding = bare && is_checked(again->step) ? lti::Binding::storage : binding_of(again->step);
  const auto answer = login.begin(*asked, registration, cookies.empty() ? std::string() : cookies.front(), binding);
  if (!answer) return refused(answer.error());
  if (bare && is_checked(again->step)) return ladder(request, *asked, *again, *answer);
  return bare ? check_cookie(*again, *answer) : go_on(*answer);
}

// The browser keeps our cookie, or is not in a frame: on to the platform.
LearnerPages::Impl::Response LearnerPages::Impl::go_on(const lti::LoginAnswer& answer) const {
  auto response = bare(302);
  response.headers.emplace_back("Location", answer.redirect_url);
  response.headers.emplace_back("Set-Cookie", set_browser_cookie(answer.browser_cookie, urls.prefix(), deps.secure_cookies));
  return response;
}

// Sets the cookie and comes back to see whether it stays. The platform's hint is not used yet, and no script is needed.
LearnerPages::Impl::Response LearnerPages::Impl::check_cookie(const LoginAgain& again, const lti::LoginAnswer& answer) const {
  const bool access = again.step == Step::access;
  auto response = see_other(again_url({access ? Step::access_checked : Step::checked, again.fields}, answer.registration));
  response.headers.emplace_back("Set-Cookie", set_browser_cookie(answer.browser_cookie, urls.prefix(), deps.secure_cookies));
  if (access)
    response.headers.emplace_back("Set-Cookie",
                                  set_browser_cookie(answer.browser_cookie, urls.prefix(), deps.secure_cookies, CookieJar::unpartitioned));
  return response;
}

LearnerPages::Impl::Response LearnerPages::Impl::ladder(const ports::HttpRequest& request, const lti::LoginRequest& asked, const LoginAgain& again,
                                                        const lti::LoginAnswer& answer) const {
  LadderView view;
  view.go_url = answer.redirect_url;
  view.storage_target = asked.storage_target.value_or("");
  view.origin = answer.platform_origin;
  view.key = answer.storage_key;
  view.value = answer.stored_value;
  if (again.step == Step::checked) view.access_url = again_url({Step::access, again.fields}, answer.registration);
  view.window_url = again_url({Step::window, again.fields}, answer.registration);
  return ladder_page(view, choose_messages(wanted_languages(request), "en"));
}

std::string LearnerPages::Impl::again_url(const LoginAgain& again, const base::RegistrationId& registration) const {
  return urls.prefix() + "/lti/login/" + registration.str() + "?again=" + seal_again(deps.sealer, again);
}

}  // namespace preceptor::web
