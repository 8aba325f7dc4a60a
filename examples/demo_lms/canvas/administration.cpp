// Apps and keys: paste a registration address or a JSON configuration, review what was asked for, turn the key on (canvas.md 2, 3, 9).
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;

std::string check(const char* name, const std::string& value, bool on, const std::string& label) {
  return "<label class=\"check\"><input type=\"checkbox\" name=\"" + std::string(name) + "\" value=\"" + esc(value) + "\"" + (on ? " checked" : "") + "><span>" +
         esc(label) + "</span></label>";
}

// What the tool asked for; the administrator may take scopes and placements away and share less.
std::string review(const Call& call, const Tool& tool) {
  std::string out = "<details" + std::string(tool.active ? "" : " open") + "><summary>Review</summary><form method=\"post\" action=\"/admin/tool\">" +
                    hidden("as", call.who->key) + hidden("tool", std::to_string(tool.id)) + hidden("do", "review") + "<h3>Permissions</h3>";
  for (const auto& scope : tool.scopes) out += check("scope", scope, true, scope);
  out += "<h3>Placements</h3>";
  for (const auto& [name, url] : tool.deep_link_urls) out += check("placement", name, true, name + " (picks content)");
  for (const auto& [name, url] : tool.resource_urls) out += check("placement", name, true, name);
  out += "<h3>Data sharing</h3><p>";
  for (const char* level : {"public", "name_only", "email_only", "anonymous"})
    out += "<label class=\"check\"><input type=\"radio\" name=\"privacy\" value=\"" + std::string(level) + "\"" + (tool.privacy == level ? " checked" : "") + ">" + level +
           "</label>";
  return out + "</p><button>" + (tool.active ? "Save" : "Save and turn on") + "</button></form></details>";
}

std::string card(const World& world, const Call& call, const Tool& tool) {
  const std::string id = std::to_string(tool.id), &root = world.settings.origin;
  std::string out = "<li class=\"card\" data-tool=\"" + id + "\"><h2>" + esc(tool.name) + "</h2><p>" + esc(tool.description) + "</p><p>Key: <span class=\"state\">" +
                    (tool.active ? "On" : "Off") + "</span></p><div class=\"row\">";
  const auto button = [&](const char* what, const char* label) {
    return button_form("/admin/tool", label, {{"as", call.who->key}, {"tool", id}, {"do", what}});
  };
  if (tool.active) out += button("off", "Turn off");
  out += button("delete", "Delete") + "</div>" + review(call, tool);
  return out + "<details><summary>Details</summary>" +
         facts({{"Client ID", tool.client_id}, {"Deployment ID", tool.active ? tool.deployment_id : "shown once the key is on"}, {"Issuer", root},
                {"Authorization address", root + "/api/lti/authorize_redirect"}, {"Token address", root + "/login/oauth2/token"},
                {"Key set", root + "/api/lti/security/jwks"}, {"Domain", tool.domain}, {"Target link", tool.target_link_uri}, {"Login address", tool.login_url},
                {"Redirect addresses", joined(tool.redirect_uris, " ")}, {"Public key address", tool.keyset_url}}) +
         "</details></li>\n";
}

ports::HttpResponse list_page(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  std::string out = call.of("note").empty() ? "" : "<p class=\"notice\" role=\"alert\">" + esc(call.of("note")) + "</p>";
  out += "<form class=\"card\" method=\"get\" action=\"/admin/register\">" + hidden("as", call.who->key) +
         "<h2>Dynamic registration</h2><label>Registration URL<input type=\"url\" name=\"url\" id=\"registration-url\" required></label><p class=\"quiet\">Paste the "
         "registration address that the tool gave you. (With #no-deployment at its end the answer holds no deployment id, as from an older Canvas.)</p>"
         "<button>Continue</button></form>\n";
  out += "<details class=\"card\" id=\"by-hand\"><summary>Paste JSON</summary><form method=\"post\" action=\"/admin/tool\">" + hidden("as", call.who->key) +
         hidden("do", "json") + "<label>LTI 1.3 configuration<textarea name=\"json\" rows=\"8\"></textarea></label><label>Redirect URIs, one a line (empty: the target "
         "link)<textarea name=\"redirect_uris\"></textarea></label><button>Save</button></form></details>\n<h2>Apps</h2>\n<ul class=\"plain\" id=\"tools\">\n";
  for (const auto& [id, tool] : world.tools) out += card(world, call, tool);
  if (world.tools.empty()) out += "<li><p>No app is installed.</p></li>\n";
  return page(world, call, "Apps", out + "</ul>\n");
}

// A developer key configuration (canvas.md 2); the problem, or empty.
std::string read_configuration(const Json& given, Tool& tool) {
  for (const char* name : {"title", "description", "oidc_initiation_url", "target_link_uri"})
    if (text_of(given, name).empty()) return std::string(name) + " is required";
  if (text_of(given, "public_jwk_url").empty()) return "public_jwk_url is required (this demo takes no public_jwk)";
  tool.name = text_of(given, "title");
  tool.description = text_of(given, "description");
  tool.login_url = text_of(given, "oidc_initiation_url");
  tool.target_link_uri = text_of(given, "target_link_uri");
  tool.keyset_url = text_of(given, "public_jwk_url");
  tool.domain = host_of(tool.target_link_uri);
  if (given.contains("scopes")) tool.scopes = given["scopes"].get<std::vector<std::string>>();
  if (given.contains("custom_fields")) tool.custom = given["custom_fields"].get<Values>();
  tool.privacy = "anonymous";
  for (const auto& extension : given.value("extensions", Json::array())) {
    if (text_of(extension, "platform") != "canvas.instructure.com") continue;
    tool.privacy = text_of(extension, "privacy_level");
    if (tool.privacy.empty()) return "privacy_level is required";
    if (!text_of(extension, "domain").empty()) tool.domain = text_of(extension, "domain");
    for (const auto& one : extension.value("settings", Json::object()).value("placements", Json::array())) {
      const std::string url = text_of(one, "target_link_uri").empty() ? tool.target_link_uri : text_of(one, "target_link_uri");
      auto& urls = text_of(one, "message_type") == "LtiDeepLinkingRequest" ? tool.deep_link_urls : tool.resource_urls;
      if (one.value("enabled", true)) urls[text_of(one, "placement")] = url;
    }
  }
  return {};
}

ports::HttpResponse add_json(World& world, const Call& call) {
  const std::string back = "/admin?" + call.as() + "&note=";
  const auto given = base::parse_json(call.of("json"));
  if (!given || !given->is_object()) return go_to(back + base::percent_encode("That is not JSON."));
  Tool tool;
  try {
    if (const auto problem = read_configuration(*given, tool); !problem.empty()) return go_to(back + base::percent_encode(problem));
  } catch (const Json::exception& wrong) {
    return go_to(back + base::percent_encode(wrong.what()));
  }
  for (auto& line : words_of(call.of("redirect_uris"), '\n')) {
    std::erase(line, '\r');
    if (!line.empty()) tool.redirect_uris.push_back(line);
  }
  if (tool.redirect_uris.empty()) tool.redirect_uris = {tool.target_link_uri};
  tool.id = world.next_id();
  tool.client_id = "20999" + std::to_string(1000000000000 + now_ms() % 1000000000000);
  tool.deployment_id = std::to_string(tool.id) + ":" + random_hex(20);
  world.tools[tool.id] = tool;
  return go_to("/admin?" + call.as());
}

void keep_checked(const Call& call, Tool& tool) {
  const auto scopes = base::field_values(call.form, "scope"), placements = base::field_values(call.form, "placement");
  const auto off = [](const std::vector<std::string>& kept, const std::string& one) { return std::find(kept.begin(), kept.end(), one) == kept.end(); };
  std::erase_if(tool.scopes, [&](const std::string& scope) { return off(scopes, scope); });
  for (Values* urls : {&tool.deep_link_urls, &tool.resource_urls})
    std::erase_if(*urls, [&](const auto& entry) { return off(placements, entry.first); });
  tool.privacy = call.of("privacy");
  tool.active = true;
}

ports::HttpResponse change_tool(World& world, const Call& call) {
  const Change change(world);
  const std::string what = call.of("do");
  if (what == "json") return add_json(world, call);
  Tool* tool = world.tool(call.number("tool"));
  if (!tool) return not_found();
  if (what == "review") keep_checked(call, *tool);
  if (what == "off") tool->active = false;
  if (what == "delete") world.tools.erase(tool->id);
  return go_to("/admin?" + call.as());
}

}  // namespace

ports::HttpResponse administration(World& world, const Call& call) {
  if (call.who->kind != Kind::administrator) return forbidden("Only an administrator installs apps.");
  if (call.path == "/admin" && call.get()) return list_page(world, call);
  if (call.path == "/admin/tool" && call.post()) return change_tool(world, call);
  return not_found();
}

}  // namespace preceptor::demo::canvas
