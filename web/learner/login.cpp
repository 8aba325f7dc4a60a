// /lti/login: the platform sends the browser here, and we send it back there with state and nonce. Nothing is stored.
#include "web/error_page.hpp"
#include "web/learner/cookies.hpp"
#include "web/learner/impl.hpp"
#include "web/page.hpp"

namespace preceptor::web {

LearnerPages::Impl::Response LearnerPages::Impl::login(const ports::HttpRequest& request, const lti::Login& login,
                                                       const std::string& path_registration) {
  const base::RegistrationId registration(path_registration);
  const auto refused = [&](const base::Error& error) {
    lti::Refusal refusal{error, std::nullopt, {}};
    if (!registration.empty()) refusal.registration = registration;
    return refuse(request, "login", refusal);
  };
  const bool posted = request.method == "POST";
  if (!posted && request.method != "GET") {
    auto response = error_page({base::Code::request_method, {}, {}, {}}, "", wanted_languages(request));
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto fields = base::parse_form(posted ? request.body : request.query);
  if (!fields) return refused(fields.error());
  const auto asked = lti::read_login(*fields);
  if (!asked) return refused(asked.error());
  const auto cookies = browser_cookies(request);
  const auto answer = login.begin(*asked, registration, cookies.empty() ? std::string() : cookies.front());
  if (!answer) return refused(answer.error());
  auto response = bare(302);
  response.headers.emplace_back("Location", answer->redirect_url);
  response.headers.emplace_back("Set-Cookie", set_browser_cookie(answer->browser_cookie, urls.prefix(), deps.secure_cookies));
  return response;
}

}  // namespace preceptor::web
