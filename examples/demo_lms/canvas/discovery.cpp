// What this platform offers (canvas.md 3): the configuration needs the registration token as bearer, and its address carries the token already.
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

using base::Json;

std::vector<std::string> offered_scopes() {
  const std::string spec = "https://purl.imsglobal.org/spec/", ags(kAgs);
  return {ags + "lineitem", ags + "lineitem.readonly", ags + "result.readonly", ags + "score", std::string(kNrps), spec + "lti/scope/noticehandlers"};
}

std::vector<std::string> offered_placements(std::string_view message_type) {
  const bool picking = message_type == "LtiDeepLinkingRequest";
  std::vector<std::string> out;
  for (const char* name : {"assignment_selection", "course_assignments_menu", "link_selection", "module_index_menu_modal", "module_menu_modal", "submission_type_selection"})
    out.push_back(std::string(kPrefix) + name);
  for (const char* name : {"account_navigation", "assignment_menu", "course_navigation", "global_navigation", "top_navigation", "user_navigation"})
    if (!picking) out.push_back(std::string(kPrefix) + name);
  for (const char* name : {"editor_button", "homework_submission"})
    if (picking) out.push_back(std::string(kPrefix) + name);
  out.emplace_back("ContentArea");
  if (picking) out.insert(out.end(), {"RichTextEditor", "ActivityAssetProcessor"});
  return out;
}

std::string registration_address(World& world, const std::string& tool_url) {
  // One click in the tool's address switches what the answer tells: "#no-deployment" is how older Canvas answered.
  const std::int64_t now = now_seconds();
  const bool tells = !tool_url.ends_with("#no-deployment");
  const SigningKey& key = world.keys.back();
  const Json permit{{"uuid", random_hex(16)}, {"user_id", "88000"}, {"initiated_at", now}, {"exp", now + 3600}, {"tells_deployment", tells}};
  const std::string token = compact_jws(key, Json{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid()}}.dump(), permit.dump());
  const std::string discovery_url = base::add_query(world.settings.origin + "/api/lti/security/openid-configuration", "registration_token", token);
  const std::string address = base::add_query(tool_url.substr(0, tool_url.find('#')), "openid_configuration", discovery_url);
  return base::add_query(address, "registration_token", token);
}

std::optional<std::string> read_permit(const World& world, const std::string& token) {
  const auto jws = read_jws(token);
  if (!jws) return std::nullopt;
  const auto mine = [&](const SigningKey& key) { return compact_jws(key, jws->header, jws->payload) == token; };   // RS256 is deterministic
  if (std::none_of(world.keys.begin(), world.keys.end(), mine)) return std::nullopt;
  if (Json::parse(jws->payload).value("exp", std::int64_t{0}) <= now_seconds()) return std::nullopt;
  return jws->payload;
}

ports::HttpResponse discovery(World& world, const Call& call) {
  const std::string& origin = world.settings.origin;
  {
    std::lock_guard lock(world.mutex);
    if (call.bearer().empty() || call.bearer() != call.of("registration_token") || !read_permit(world, call.bearer()))
      return json(401, R"({"errors":[{"message":"Invalid registration token"}]})");
  }
  std::vector<std::string> scopes = offered_scopes();
  scopes.insert(scopes.begin(), "openid");
  Json out{{"issuer", origin},
           {"authorization_endpoint", origin + "/api/lti/authorize_redirect"},
           {"registration_endpoint", origin + "/api/lti/registrations"},
           {"jwks_uri", origin + "/api/lti/security/jwks"},
           {"token_endpoint", origin + "/login/oauth2/token"},
           {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
           {"token_endpoint_auth_signing_alg_values_supported", {"RS256"}},
           {"scopes_supported", scopes},
           {"response_types_supported", {"id_token"}},
           {"id_token_signing_alg_values_supported", {"RS256"}},
           {"claims_supported", {"sub", "picture", "email", "name", "given_name", "family_name", "locale"}},
           {"subject_types_supported", {"public"}},
           {"authorization_server", host_of(origin)}};
  Json& platform = out["https://purl.imsglobal.org/spec/lti-platform-configuration"];
  platform = {{"product_family_code", "canvas"}, {"version", "OpenSource"}};
  platform["messages_supported"] = Json::array();
  for (const char* type : {"LtiResourceLinkRequest", "LtiDeepLinkingRequest"})
    platform["messages_supported"].push_back({{"type", type}, {"placements", offered_placements(type)}});
  platform["messages_supported"].push_back({{"type", "LtiEulaRequest"}});
  platform["variables"] = {"ResourceLink.id", "Person.name.full", "Person.sourcedId", "Canvas.user.id", "Canvas.user.loginId", "Canvas.user.sisSourceId",
                           "Canvas.user.sisIntegrationId", "Canvas.masqueradingUser.id", "Canvas.course.id", "Canvas.assignment.id", "Canvas.assignment.dueAt.iso8601",
                           "Canvas.enrollment.enrollmentState", "Canvas.membership.roles", "com.instructure.User.student_view",
                           "com.instructure.Assignment.anonymous_grading", "Context.id.history"};
  platform[std::string(kPrefix) + "account_name"] = "Demo college";
  platform[std::string(kPrefix) + "account_lti_guid"] = "kQ2mTn7Vb0xYw5Rz8Lc3Hd6Ff9Gj1Ks4Pp0Aa2Bb:canvas-lms";
  platform[std::string(kPrefix) + "account_domain"] = host_of(origin);
  return json(200, out.dump());
}

}  // namespace preceptor::demo::canvas
