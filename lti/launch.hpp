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
  bool teacher = false;           // of these, those who may see learners' work: all but ContentDeveloper
  bool administrator = false;     // membership#Administrator or institution/system Administrator
  bool test_user = false;         // lti/system/person#TestUser
  bool mentor = false;
};
Roles read_roles(const std::vector<std::string>& roles);

// Assignment and Grade Services 2.0, claim `endpoint`: what the platform offers for this link. URLs may change with every launch.
struct GradeService {
  std::vector<std::string> scopes;   // full URLs
  std::string lineitems, lineitem;   // lineitem only when exactly one item hangs on the link; http(s) or empty
};
// Names and Role Provisioning Services 2.0, claim `namesroleservice`.
struct RosterService { std::string memberships_url; };
// Deep Linking 2.0, claim `deep_linking_settings`.
struct DeepLinkingSettings {
  std::string return_url;                       // byte for byte as sent: its query may hold the platform's state
  std::vector<std::string> accept_types, accept_targets;
  bool accept_multiple = false;
  std::optional<bool> accept_lineitem;          // absent: unknown
  bool auto_create = false;
  std::string title, text;
  std::optional<std::string> data;              // returned unchanged when present
};
// Submission Review 1.0, claim `for_user`: whose work is to be looked at. Never trusted without the viewer's own role.
struct ForUser { std::string user_id, name; };
// OpenID Connect core 5.1, as far as the platform shares them (LTI core 5.3.6). What is not text counts as not shared.
struct LaunchName { std::string given, family, full; };

inline constexpr std::string_view kResourceLinkRequest = "LtiResourceLinkRequest";
inline constexpr std::string_view kDeepLinkingRequest = "LtiDeepLinkingRequest";
inline constexpr std::string_view kSubmissionReviewRequest = "LtiSubmissionReviewRequest";

// The typed claims of a launch of any kind.
struct Launch {
  std::string message_type, deployment_id, subject, target_link_uri;
  LaunchName name;
  Roles roles;
  std::optional<Context> context;
  ResourceLink resource_link;
  ToolPlatform platform;
  LaunchPresentation presentation;
  std::map<std::string, std::string> custom;   // string values only; others are dropped
  std::string locale;   // presentation.locale, else the OIDC locale claim; normalised or empty
  std::optional<GradeService> grades;
  std::optional<RosterService> roster;
  std::optional<DeepLinkingSettings> deep_linking;   // there exactly for a deep linking request
  std::optional<ForUser> for_user;                   // there exactly for a submission review request
  bool masquerading = false;    // somebody else acts as this user (Canvas): earns and records nothing
};

struct VerifiedLaunch {
  Launch launch;
  Registration registration;
  LoginState state;
  std::string id_token_digest;             // hex SHA-256 of the token's bytes
  std::string nonce_key;                   // hex SHA-256 of registration and nonce: the one-use key
  std::vector<std::string_view> checks;    // names of the checks that passed, in order
  Binding bound_by = Binding::cookie;      // how the browser was known
};

// A launch that passed every check but the browser's. It opens nothing: it only says where this browser may still be asked, and the way back.
struct UnboundLaunch {
  Registration registration;
  LoginState state;
  std::string return_url, locale;
  std::string arrival;                     // sealed note of when it came (arrival.hpp)
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
  // A form with a valid note of its arrival is judged by the time of that.
  tl::expected<VerifiedLaunch, Refusal> verify(const base::Fields& form, std::string_view browser_cookie, bool same_bytes_again = false);
  // The same checks, the browser's left out.
  tl::expected<UnboundLaunch, Refusal> verify_unbound(const base::Fields& form);

 private:
  tl::expected<VerifiedLaunch, Refusal> run(const base::Fields& form, std::string_view browser_cookie, bool same_bytes_again, bool unbound);

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
