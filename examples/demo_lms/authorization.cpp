// The OIDC authorization endpoint (Security Framework 5.1.1.2 and 5.1.1.3): checks the request letter by letter, then has the browser post
// the answer to the registered redirect URI.
#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "examples/demo_lms/platform.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

std::string parameter(const base::Fields& fields, std::string_view name) {
  const auto* value = base::field(fields, name);
  return value ? *value : std::string();
}

// Each parameter that may appear only once (RFC 6749 3.1).
std::string repeated_parameter(const base::Fields& fields) {
  for (const auto& [name, value] : fields)
    if (base::field_values(fields, name).size() > 1) return name;
  return {};
}

struct OidcError {
  std::string code, description;
};

// Everything that may be reported to the tool: client and redirect URI are known good by now.
std::optional<OidcError> check_request(const base::Fields& fields) {
  const auto value = [&](std::string_view name) { return parameter(fields, name); };
  if (value("scope") != "openid") return OidcError{"invalid_scope", "scope must be openid"};
  if (value("response_type") != "id_token") return OidcError{"unsupported_response_type", "response_type must be id_token"};
  if (value("response_mode") != "form_post") return OidcError{"invalid_request", "response_mode must be form_post"};
  if (value("prompt") != "none") return OidcError{"invalid_request", "prompt must be none"};
  for (const char* name : {"state", "nonce", "login_hint", "lti_message_hint"})
    if (value(name).empty()) return OidcError{"invalid_request", std::string(name) + " is missing"};
  return std::nullopt;
}

ports::HttpResponse post_error(const PlatformSettings& settings, const OidcError& error, const std::string& state) {
  base::Fields form{{"error", error.code}, {"error_description", error.description}};
  if (!state.empty()) form.emplace_back("state", state);
  return posting_page(settings.redirect_uri(), form, "Continue");
}

void wait_as_told(const base::Json& hook) {
  const auto delay = hook.value("delay_ms", 0);
  if (delay > 0) std::this_thread::sleep_for(std::chrono::milliseconds(std::min(delay, 10000)));
}

}  // namespace

ports::HttpResponse Platform::authorize(const base::Fields& parameters) {
  // A wrong client or redirect URI is never answered by a redirect (RFC 6749 4.1.2.1).
  if (const auto twice = repeated_parameter(parameters); !twice.empty()) return text(400, "invalid_request: " + twice + " came twice\n");
  if (parameter(parameters, "client_id") != settings_.client_id) return text(400, "invalid_client: client_id is not registered here\n");
  if (parameter(parameters, "redirect_uri") != settings_.redirect_uri())
    return text(400, "invalid_request: redirect_uri is not the registered " + settings_.redirect_uri() + "\n");
  const std::string state = parameter(parameters, "state");
  if (const auto error = check_request(parameters)) return post_error(settings_, *error, state);

  const auto launch = recall(parameter(parameters, "lti_message_hint"));
  if (!launch) return post_error(settings_, {"invalid_request", "lti_message_hint is not one of ours"}, state);
  if (launch->view.user->id != parameter(parameters, "login_hint"))
    return post_error(settings_, {"login_required", "login_hint is not the user who clicked"}, state);

  const std::string hook_text = hooks_.take().value_or("");
  const auto hook = hook_text.empty() ? base::Json::object() : base::Json::parse(hook_text);
  wait_as_told(hook);
  if (hook.contains("error"))
    return post_error(settings_, {hook["error"].value("error", "login_required"), hook["error"].value("error_description", "")}, state);

  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const auto token = sign_launch(signing_key(), launch_claims(settings_, *launch, parameter(parameters, "nonce"), now), hook_text);
  base::Fields form;
  const auto omitted = [&](std::string_view name) { return std::find(token.omit.begin(), token.omit.end(), name) != token.omit.end(); };
  if (!omitted("id_token")) form.emplace_back("id_token", token.id_token);
  if (!omitted("state")) form.emplace_back("state", state);
  return posting_page(settings_.redirect_uri(), form, "Continue");
}

}  // namespace preceptor::demo
