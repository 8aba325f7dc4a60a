// Dynamic registration as Canvas answers it: errors are 422 with a list, and the administrator reviews before anything is on (canvas.md 3).
#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr const char* kToolConfiguration = "https://purl.imsglobal.org/spec/lti-tool-configuration";

struct Problems {
  Json list = Json::array();
  void add(std::string_view field, std::string_view message) { list.push_back({{"field", field}, {"message", message}}); }
};

bool has_word(const Json& list, std::string_view word) { return list.is_array() && std::find(list.begin(), list.end(), word) != list.end(); }

void check_top(const Json& body, Problems& out) {
  const auto need = [&](bool good, const char* field, const char* message) {
    if (!good) out.add(field, message);
  };
  need(text_of(body, "application_type") == "web", "application_type", "must be web");
  need(has_word(body.value("grant_types", Json()), "client_credentials") && has_word(body.value("grant_types", Json()), "implicit"), "grant_types",
       "must include client_credentials and implicit");
  need(has_word(body.value("response_types", Json()), "id_token"), "response_types", "must include id_token");
  for (const char* field : {"initiate_login_uri", "client_name", "jwks_uri"}) need(!text_of(body, field).empty(), field, "is required");
  need(body.value("redirect_uris", Json()).is_array() && !body["redirect_uris"].empty(), "redirect_uris", "must be a list of addresses");
  need(text_of(body, "token_endpoint_auth_method") == "private_key_jwt", "token_endpoint_auth_method", "must be private_key_jwt");
  need(body.value("scope", Json()).is_string(), "scope", "must be one string");
  const auto offered = offered_scopes();
  for (const auto& scope : words_of(text_of(body, "scope")))
    need(scope == "openid" || std::find(offered.begin(), offered.end(), scope) != offered.end(), "scope", "holds a scope that is not offered");
}

// Placements are taken only in the spelling the configuration offers.
void check_messages(const Json& messages, Problems& out) {
  for (const auto& message : messages) {
    const std::string type = message.is_object() ? text_of(message, "type") : "";
    if (type != "LtiResourceLinkRequest" && type != "LtiDeepLinkingRequest") out.add("messages", "type is not offered");
    const auto offered = offered_placements(type);
    if (message.is_object())
      for (const auto& placement : message.value("placements", Json::array()))
        if (!placement.is_string() || std::find(offered.begin(), offered.end(), placement.get<std::string>()) == offered.end())
          out.add("messages", "placement " + placement.dump() + " is not offered for " + type);
  }
}

void check_tool(const Json& tool, Problems& out) {
  if (!tool.is_object()) return out.add(kToolConfiguration, "is required");
  for (const char* field : {"domain", "target_link_uri"})
    if (text_of(tool, field).empty()) out.add(field, "is required");
  for (const char* field : {"claims", "messages"})
    if (!tool.value(field, Json()).is_array()) out.add(field, "must be a list");
  const Json custom = tool.value("custom_parameters", Json::object());
  for (const auto& [name, value] : custom.items())
    if (!value.is_string()) out.add("custom_parameters", "must be strings");
  if (tool.value("messages", Json()).is_array()) check_messages(tool["messages"], out);
  const std::string level = tool.value(std::string(kPrefix) + "privacy_level", "anonymous");
  if (level != "public" && level != "name_only" && level != "email_only" && level != "anonymous") out.add("privacy_level", "is unknown");
}

std::string new_client_id() {
  std::string digits = "20999";
  for (const unsigned char byte : base::random_bytes(13)) digits += static_cast<char>('0' + byte % 10);
  return digits;
}

void take_over(Tool& tool, const std::string& body_text) {
  const Json body = Json::parse(body_text);
  const Json& configuration = body[kToolConfiguration];
  tool.name = text_of(body, "client_name");
  tool.description = text_of(configuration, "description");
  tool.domain = text_of(configuration, "domain");
  tool.target_link_uri = text_of(configuration, "target_link_uri");
  tool.login_url = text_of(body, "initiate_login_uri");
  tool.redirect_uris = body["redirect_uris"].get<std::vector<std::string>>();
  tool.keyset_url = text_of(body, "jwks_uri");
  tool.icon_url = text_of(body, "logo_uri");
  tool.scopes = words_of(text_of(body, "scope"));
  std::erase(tool.scopes, "openid");
  tool.privacy = configuration.value(std::string(kPrefix) + "privacy_level", "anonymous");
  const Json custom = configuration.value("custom_parameters", Json::object());
  for (const auto& [name, value] : custom.items()) tool.custom[name] = value.get<std::string>();
  for (const auto& message : configuration.value("messages", Json::array())) {
    const std::string url = text_of(message, "target_link_uri").empty() ? tool.target_link_uri : text_of(message, "target_link_uri");
    auto& urls = text_of(message, "type") == "LtiDeepLinkingRequest" ? tool.deep_link_urls : tool.resource_urls;
    for (const auto& placement : message.value("placements", Json::array())) {
      const std::string name = bare(placement.get<std::string>());
      urls[name == "ContentArea" ? "link_selection" : name] = url;
    }
  }
  tool.registration = body_text;
}

}  // namespace

ports::HttpResponse registration(World& world, const Call& call) {
  const Change change(world);
  const auto permit_text = read_permit(world, call.bearer());
  if (!permit_text) return json(401, R"({"errors":[{"message":"Invalid registration token"}]})");
  const Json permit = Json::parse(*permit_text);
  const std::string use = "registration " + permit.value("uuid", "");
  if (world.used_ids.count(use)) return json(422, R"({"errors":[{"field":"registration_token","message":"has been used"}]})");
  const auto body = base::parse_json(call.request.body);
  if (!body || !body->is_object()) return json(422, R"({"errors":[{"field":"body","message":"must be a JSON object"}]})");
  Problems problems;
  check_top(*body, problems);
  check_tool(body->value(kToolConfiguration, Json()), problems);
  if (!problems.list.empty()) return json(422, Json{{"errors", problems.list}}.dump());
  world.used_ids[use] = now_seconds() + 3600;
  Tool tool;
  tool.id = world.next_id();
  tool.client_id = new_client_id();
  tool.deployment_id = std::to_string(tool.id) + ":" + random_hex(20);
  tool.tells_deployment = permit.value("tells_deployment", true);
  take_over(tool, body->dump());
  Json answer = *body;
  answer["client_id"] = tool.client_id;
  if (tool.tells_deployment) answer["deployment_id"] = tool.deployment_id;
  answer[kToolConfiguration][std::string(kPrefix) + "registration_config_url"] = world.settings.origin + "/api/lti/registrations/" + std::to_string(tool.id) + "/view";
  world.tools[tool.id] = tool;
  return json(200, answer.dump());
}

}  // namespace preceptor::demo::canvas
