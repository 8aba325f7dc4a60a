// Step 3: the authentication response, verified in the order of lti.md 4.5. The one-time use of state and nonce is decided by the commit
// that records the launch, not here.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/url.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/sealer.hpp"
#include "lti/key_source.hpp"
#include "lti/login.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

struct Context { std::string id, label, title; std::vector<std::string> type; };
struct ResourceLink { std::string id, title, description; };
struct ToolPlatform { std::string guid, name, product_family_code, version; };
struct LaunchPresentation { std::string document_target, return_url, locale; };  // return_url only if http(s)

struct Roles {
  std::vector<std::string> all;   // as sent
  bool learner = false;           // membership#Learner (full or short)
  bool instructor = false;        // membership#Instructor, its sub-roles (TeachingAssistant...), ContentDeveloper
  bool administrator = false;     // membership#Administrator or institution/system Administrator
  bool test_user = false;         // lti/system/person#TestUser
  bool mentor = false;
};
Roles read_roles(const std::vector<std::string>& roles);

// The typed claims of a resource link launch.
struct Launch {
  std::string message_type, deployment_id, subject, target_link_uri;
  Roles roles;
  std::optional<Context> context;
  ResourceLink resource_link;
  ToolPlatform platform;
  LaunchPresentation presentation;
  std::map<std::string, std::string> custom;   // string values only; others are dropped
  std::string locale;   // presentation.locale, else the OIDC locale claim; normalised or empty
};

struct VerifiedLaunch {
  Launch launch;
  Registration registration;
  LoginState state;
  std::string id_token_digest;             // hex SHA-256 of the token's bytes
  std::string nonce_key;                   // hex SHA-256 of registration and nonce: the one-use key
  std::vector<std::string_view> checks;    // names of the checks that passed, in order
};

// A refusal keeps what is known by then, for the diary.
struct Refusal {
  base::Error error;
  std::optional<base::RegistrationId> registration;
  std::vector<std::string_view> checks;    // those that passed before
};

struct LaunchPolicy {
  base::Milliseconds leeway{60000};
  base::Milliseconds max_age{10 * 60 * 1000};
  std::vector<std::string> trusted_audiences;   // others that may stand in aud beside our client_id (Security Framework 5.1.3 step 3)
};

class LaunchVerifier {
 public:
  LaunchVerifier(RegistrationStore& registrations, KeySource& keys, const ports::Sealer& sealer, const ports::Clock& clock, ToolUrls urls,
                 LaunchPolicy policy = {});
  // `form`: the POST's fields (id_token, state, or error...). `browser_cookie`: what the browser sent. `replay_of`: when the caller found this
  // state used before by the very same token bytes and browser, age and expiry are not checked again (the page is resumed, nothing is recorded).
  tl::expected<VerifiedLaunch, Refusal> verify(const base::Fields& form, std::string_view browser_cookie, bool same_bytes_again = false);

 private:
  RegistrationStore& registrations_;
  KeySource& keys_;
  const ports::Sealer& sealer_;
  const ports::Clock& clock_;
  ToolUrls urls_;
  LaunchPolicy policy_;
};

// Claim names.
inline constexpr std::string_view kClaim = "https://purl.imsglobal.org/spec/lti/claim/";

}  // namespace preceptor::lti
