// Dynamic registration as Moodle answers it: 200, plain-text errors, the deployment id inside the tool configuration (moodle.md 3.3 to 3.5).
#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_lms/site/tool_keys.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;
constexpr const char* kToolConfiguration = "https://purl.imsglobal.org/spec/lti-tool-configuration";
constexpr std::int64_t kRegistrationLife = 3600;

struct Permit {
  std::string scope, subject;   // "reg" and a client id to come, or "reg-update" and a tool's number
};

// RS256 is deterministic: the token is ours exactly when we would sign the same again.
std::optional<Permit> read_permit(const World& world, const std::string& token) {
  const auto jws = read_jws(token);
  if (!jws) return std::nullopt;
  const auto mine = [&](const SigningKey& key) { return compact_jws(key, jws->header, jws->payload) == token; };
  if (std::none_of(world.keys.begin(), world.keys.end(), mine)) return std::nullopt;
  const Json claims = Json::parse(jws->payload);
  if (claims.value("exp", std::int64_t{0}) <= now_seconds()) return std::nullopt;
  return Permit{claims.value("scope", ""), claims.value("sub", "")};
}

bool given(const Json& body, const char* name) { return body.contains(name) && !body[name].is_null() && body[name] != ""; }
std::string bare_domain(std::string domain) {
  if (const auto scheme = domain.find("://"); scheme != std::string::npos) domain.erase(0, scheme + 3);
  if (domain.starts_with("www.")) domain.erase(0, 4);
  return domain.substr(0, domain.find('/'));
}

// The error's word, or empty when the request may be registered.
std::string first_problem(const Json& body) {
  for (const char* name : {"response_types", "initiate_login_uri", "redirect_uris", "client_name", "jwks_uri", "token_endpoint_auth_method", kToolConfiguration})
    if (!given(body, name)) return "missing required attribute " + std::string(name);
  if (!body["redirect_uris"].is_array() || body["redirect_uris"].empty()) return "invalid_redirect_uris";
  const auto& types = body["response_types"];
  if (!types.is_array() || std::find(types.begin(), types.end(), "id_token") == types.end()) return "invalid_response_types";
  if (text_of(body, "token_endpoint_auth_method") != "private_key_jwt") return "invalid_token_endpoint_auth_method";
  if (body.contains("application_type") && text_of(body, "application_type") != "web") return "invalid_application_type";
  const Json& tool = body[kToolConfiguration];
  if (!tool.is_object() || text_of(tool, "domain").empty()) return "missing_domain";
  const std::string domain = bare_domain(text_of(tool, "domain")), target = text_of(tool, "target_link_uri");
  if (!target.empty() && bare_domain(host_of(target)) != domain) return "domain_targetlinkuri_mismatch";
  return {};
}

void take_over(Tool& tool, const Json& body) {
  const Json& configuration = body[kToolConfiguration];
  tool.name = text_of(body, "client_name");
  tool.description = text_of(configuration, "description");
  tool.domain = bare_domain(text_of(configuration, "domain"));
  tool.target_link_uri = text_of(configuration, "target_link_uri");
  if (tool.target_link_uri.empty()) tool.target_link_uri = "https://" + tool.domain;
  tool.login_url = text_of(body, "initiate_login_uri");
  tool.redirect_uris = body["redirect_uris"].get<std::vector<std::string>>();
  tool.keyset_url = text_of(body, "jwks_uri");
  tool.icon_url = text_of(body, "logo_uri");
  tool.scopes = granted_scopes(words_of(text_of(body, "scope")));
  tool.custom.clear();
  const Json custom = configuration.value("custom_parameters", Json::object());
  for (const auto& [name, value] : custom.items())
    if (value.is_string()) tool.custom[name] = value.get<std::string>();
  tool.share_name = tool.share_email = false;
  for (const auto& claim : configuration.value("claims", Json::array())) {
    if (claim == "name" || claim == "given_name" || claim == "family_name") tool.share_name = true;
    if (claim == "email") tool.share_email = true;
  }
  tool.deep_link_urls.clear();
  for (const auto& message : configuration.value("messages", Json::array()))
    if (text_of(message, "type") == "LtiDeepLinkingRequest") {
      const std::string target = text_of(message, "target_link_uri");
      tool.deep_link_urls["ContentArea"] = target.empty() ? tool.target_link_uri : target;
    }
  tool.registration = body.dump();
}

// Any AGS scope is answered with all four, which the token endpoint does not keep (moodle.md 3.5).
std::string stated_scope(const Tool& tool) {
  std::vector<std::string> out;
  if (tool.may("/lti-ags/scope/score"))
    for (const char* name : {"score", "result.readonly", "lineitem.readonly", "lineitem"}) out.push_back(std::string(kAgs) + name);
  if (tool.may("contextmembership.readonly")) out.emplace_back(kNrps);
  if (tool.may("toolsetting")) out.emplace_back(kToolSetting);
  return joined(out, " ");
}

ports::HttpResponse registered(const Tool& tool) {
  Json custom = Json::object();
  for (const auto& [name, value] : tool.custom) custom[name] = value.substr(0, value.find('='));   // cut in the answer, whole in store
  Json claims{"sub", "iss"};
  if (tool.share_name)
    for (const char* name : {"name", "family_name", "given_name"}) claims.push_back(name);
  if (tool.share_email) claims.push_back("email");
  Json messages = Json::array();
  for (const auto& [placement, url] : tool.deep_link_urls) messages.push_back({{"type", "LtiDeepLinkingRequest"}, {"target_link_uri", url}});
  const Json body{{"client_id", tool.client_id}, {"response_types", {"id_token"}}, {"jwks_uri", tool.keyset_url}, {"initiate_login_uri", tool.login_url},
                  {"grant_types", {"client_credentials", "implicit"}}, {"redirect_uris", tool.redirect_uris}, {"application_type", "web"},
                  {"token_endpoint_auth_method", "private_key_jwt"}, {"client_name", tool.name}, {"logo_uri", tool.icon_url}, {"scope", stated_scope(tool)},
                  {kToolConfiguration, {{"version", "1.3.0"}, {"deployment_id", tool.deployment_id}, {"target_link_uri", tool.target_link_uri},
                                        {"domain", tool.domain}, {"description", tool.description}, {"custom_parameters", custom}, {"claims", claims},
                                        {"messages", messages}}}};
  return json(200, php_json(body.dump()));
}

ports::HttpResponse register_new(World& world, const Permit& permit, const Json& body) {
  if (world.tool_by_client(permit.subject)) return text(401, "token_already_used");
  Tool tool;
  tool.id = world.next_id();
  tool.client_id = permit.subject;
  tool.deployment_id = std::to_string(tool.id);
  take_over(tool, body);
  world.tools[tool.id] = tool;
  return registered(tool);
}

}  // namespace

std::string registration_address(World& world, const std::string& tool_url, int update) {
  const std::int64_t now = now_seconds();
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string client_id;
  for (const unsigned char byte : base::random_bytes(15)) client_id += kLetters[byte % kLetters.size()];
  const Json claims{{"sub", update ? std::to_string(update) : client_id}, {"scope", update ? "reg-update" : "reg"}, {"iat", now}, {"exp", now + kRegistrationLife},
                    {"iss", world.settings.origin}};
  const SigningKey& key = world.keys.back();
  const std::string token = compact_jws(key, Json{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key.kid()}}.dump(), claims.dump());
  const std::string with_discovery = base::add_query(tool_url, "openid_configuration", world.settings.origin + "/mod/lti/openid-configuration.php");
  return base::add_query(with_discovery, "registration_token", token);
}

ports::HttpResponse registration(World& world, const Call& call) {
  const std::string token = call.bearer();
  if (token.empty()) return text(401, "missing_registration_token");
  const Change change(world);
  const auto permit = read_permit(world, token);
  if (!permit) return error_page("Invalid registration token");
  Tool* existing = permit->scope == "reg-update" ? world.tool(std::atoi(permit->subject.c_str())) : nullptr;
  if (call.get()) return existing ? registered(*existing) : error_page("Exception: null given");
  if (!call.post()) return text(405, "POST");
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return error_page("Exception: the request is no JSON");
  if (const auto problem = first_problem(*body); !problem.empty()) return text(400, problem);
  if (permit->scope != "reg-update") return register_new(world, *permit, *body);
  if (!existing) return error_page("There is no such tool");
  take_over(*existing, *body);
  return registered(*existing);
}

}  // namespace preceptor::demo::moodle
