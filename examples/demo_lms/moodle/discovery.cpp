// What this platform offers (moodle.md 3.2).
#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::moodle {

ports::HttpResponse discovery(World& world) {
  using base::Json;
  const std::string root = world.settings.origin + "/mod/lti/", ags(kAgs);
  Json out{{"issuer", world.settings.origin},
           {"token_endpoint", root + "token.php"},
           {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
           {"token_endpoint_auth_signing_alg_values_supported", {"RS256"}},
           {"jwks_uri", root + "certs.php"},
           {"authorization_endpoint", root + "auth.php"},
           {"registration_endpoint", root + "openid-registration.php"},
           {"scopes_supported", {"https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome", ags + "lineitem.readonly", ags + "result.readonly", ags + "score",
                                 ags + "lineitem", kNrps, kToolSetting, "openid"}},
           {"response_types_supported", {"id_token"}},
           {"subject_types_supported", {"public", "pairwise"}},
           {"id_token_signing_alg_values_supported", {"RS256"}},
           {"claims_supported", {"sub", "iss", "name", "given_name", "family_name", "email"}}};
  Json& platform = out["https://purl.imsglobal.org/spec/lti-platform-configuration"];
  platform = {{"product_family_code", "moodle"}, {"version", "4.5.6 (Build: 20250811)"}};
  platform["messages_supported"] = Json::array({{{"type", "LtiResourceLinkRequest"}}, {{"type", "LtiDeepLinkingRequest"}, {"placements", {"ContentArea"}}}});
  platform["variables"] = {"Context.id", "Context.title", "Context.label", "Context.sourcedId", "Context.id.history", "CourseSection.title", "CourseSection.label",
                           "CourseSection.sourcedId", "ResourceLink.id", "ResourceLink.title", "ResourceLink.description", "User.id", "User.username",
                           "Person.name.full", "Person.name.given", "Person.name.family", "Person.email.primary", "Person.sourcedId", "Membership.role",
                           "LineItem.url", "LineItems.url", "ToolProxyBinding.memberships.url", "Moodle.Person.userGroupIds"};
  return json(200, php_json(out.dump()));
}

}  // namespace preceptor::demo::moodle
