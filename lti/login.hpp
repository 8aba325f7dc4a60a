// Step 1 and 2: third-party initiated login -> authentication request (Security Framework 5.1.1.1, 5.1.1.2; lti.md 4.2, 4.3).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/url.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/sealer.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

struct LoginRequest {
  std::string iss, login_hint, target_link_uri;
  std::optional<std::string> lti_message_hint, client_id, deployment_id, storage_target;
};
// From query or form fields. Error login_parameter_missing names the parameter.
base::Result<LoginRequest> read_login(const base::Fields& fields);

// By what the launch will know the browser that logged in (lti.md 4.8). A login in a browser that keeps our cookie needs nothing else.
enum class Binding {
  cookie,
  storage,         // a value of this login alone, kept by the platform's page in this browser
  storage_access,  // the cookie, after the person let us have it inside the frame
  new_window,      // the cookie, in a window of our own
};
// "cookie", "storage", ...: for the diary.
std::string_view name_of(Binding binding);

// What `state` holds. Sealed: nobody else can make or read it; nothing is stored until the launch commits.
struct LoginState {
  std::string id;               // random; the key of its one use
  base::RegistrationId registration;
  std::string nonce;
  std::string target_link_uri;
  std::string deployment_hint;  // empty when the platform gave none
  std::string browser;          // hex SHA-256 of the browser cookie's value
  base::Instant created{};
  Binding binding = Binding::cookie;
  std::string stored;           // hex SHA-256 of the value given to the platform's storage; empty unless binding is storage
};
inline constexpr base::Milliseconds kStateLife{10 * 60 * 1000};
std::string seal_state(const ports::Sealer& sealer, const LoginState& state);
std::optional<LoginState> open_state(const ports::Sealer& sealer, std::string_view token);
// Under which the platform keeps this login's value. Of its own for each login, so that launches side by side do not meet, and short: a
// platform counts the bytes.
std::string storage_key(const LoginState& state);

struct LoginAnswer {
  std::string redirect_url;    // the platform's authorization endpoint with the request's parameters
  std::string browser_cookie;  // the value to set (kept when the browser already had one)
  base::RegistrationId registration;
  // With Binding::storage: what the page asks the platform to keep, and the only origin that may be asked.
  std::string storage_key, stored_value, platform_origin;
};

struct ToolUrls {
  std::string public_url;      // without trailing slash, path prefix included
  std::string launch_url() const { return public_url + "/lti/launch"; }
};

class Login {
 public:
  Login(RegistrationStore& registrations, const ports::Sealer& sealer, const ports::Clock& clock, ToolUrls urls);
  // `path_registration`: from /lti/login/<registration>, else empty. `browser_cookie`: what the browser sent, else empty; a value that is not
  // of our form is replaced. Errors: login_*, store_*.
  base::Result<LoginAnswer> begin(const LoginRequest& request, const base::RegistrationId& path_registration,
                                  std::string_view browser_cookie, Binding binding = Binding::cookie) const;

 private:
  RegistrationStore& registrations_;
  const ports::Sealer& sealer_;
  const ports::Clock& clock_;
  ToolUrls urls_;
};

}  // namespace preceptor::lti
