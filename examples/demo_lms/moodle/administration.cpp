// Manage tools: paste a registration address, look at what is registered, activate, or enter a tool by hand (moodle.md 3.1 and 12).
#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

std::string details(const World& world, const Tool& tool) {
  const std::string& root = world.settings.origin;
  return "<details><summary>Configuration details</summary>" +
         facts({{"Platform id (issuer)", root}, {"Client id", tool.client_id}, {"Deployment id", tool.deployment_id}, {"Public keyset URL", root + "/mod/lti/certs.php"},
                {"Access token URL", root + "/mod/lti/token.php"}, {"Authentication request URL", root + "/mod/lti/auth.php"}, {"Domain", tool.domain},
                {"Tool URL", tool.target_link_uri}, {"Initiate login URL", tool.login_url}, {"Redirection URIs", joined(tool.redirect_uris, " ")},
                {"Keyset URL of the tool", tool.keyset_url}, {"Services", joined(tool.scopes, " ")}, {"Names shared", tool.share_name ? "yes" : "no"},
                {"Email shared", tool.share_email ? "yes" : "no"}}) +
         "</details>";
}

std::string card(const World& world, const Call& call, const Tool& tool) {
  const std::string id = std::to_string(tool.id);
  const base::Fields fields{{"as", call.who->key}, {"tool", id}};
  const auto button = [&](const char* what, const char* label) {
    auto all = fields;
    all.emplace_back("do", what);
    return button_form("/admin/tool", label, all);
  };
  std::string out = "<li class=\"card\" data-tool=\"" + id + "\"><h2>" + esc(tool.name) + "</h2><p>" + esc(tool.description) + "</p><p>State: <span class=\"state\">" +
                    (tool.active ? "Active" : "Pending") + "</span>" + (tool.active ? tool.in_chooser ? ", in the activity chooser" : ", not in the activity chooser" : "") +
                    "</p><div class=\"row\">";
  if (!tool.active) out += button("activate", "Activate");
  if (tool.active && !tool.in_chooser) out += button("chooser", "Show in the activity chooser");
  return out + button("delete", "Delete") + "</div>" + details(world, tool) + "</li>\n";
}

std::string text_field(const char* name, const char* label) {
  return "<label>" + std::string(label) + "<input type=\"text\" name=\"" + name + "\"></label>";
}
std::string check_field(const char* name, const char* label) {
  return "<label class=\"check\"><input type=\"checkbox\" name=\"" + std::string(name) + "\" value=\"yes\" checked>" + label + "</label>";
}

std::string by_hand_form(const Call& call) {
  return "<details class=\"card\" id=\"by-hand\"><summary>Configure a tool by hand</summary><form method=\"post\" action=\"/admin/tool\">" +
         hidden("as", call.who->key) + hidden("do", "add") + text_field("name", "Tool name") + text_field("target_link_uri", "Tool URL") +
         text_field("login_url", "Initiate login URL") + "<label>Redirection URIs, one a line<textarea name=\"redirect_uris\"></textarea></label>" +
         text_field("keyset_url", "Public keyset URL") + "<label>or an RSA public key (PEM)<textarea name=\"public_key\"></textarea></label>" +
         "<label>Custom parameters, name=value, one a line<textarea name=\"custom\"></textarea></label>" + check_field("deep_linking", "Supports deep linking") +
         text_field("deep_link_url", "Content selection URL") + check_field("grades", "Grade sync and column management") +
         check_field("names", "Names and roles service") + check_field("share_name", "Share names") + check_field("share_email", "Share email addresses") +
         "<p><button>Save</button></p></form></details>\n";
}

ports::HttpResponse list_page(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  std::string out = "<form class=\"card\" method=\"get\" action=\"/admin/register\">" + hidden("as", call.who->key) +
                    "<label>Tool URL…<input type=\"url\" name=\"url\" id=\"registration-url\" required></label><p class=\"quiet\">Paste the registration address that the tool "
                    "gave you.</p><button>Add LTI Advantage</button></form>\n<h2>Tools</h2>\n<ul class=\"plain\" id=\"tools\">\n";
  for (const auto& [id, tool] : world.tools) out += card(world, call, tool);
  if (world.tools.empty()) out += "<li><p>No tool is registered.</p></li>\n";
  return page(world, call, "Manage tools", out + "</ul>\n" + by_hand_form(call));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (auto& line : words_of(text, '\n')) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty()) out.push_back(std::move(line));
  }
  return out;
}

void add_by_hand(World& world, const Call& call) {
  Tool tool;
  tool.id = world.next_id();
  tool.client_id = random_hex(7) + "C";
  tool.deployment_id = std::to_string(tool.id);
  tool.name = call.of("name");
  tool.target_link_uri = call.of("target_link_uri");
  tool.domain = host_of(tool.target_link_uri);
  tool.login_url = call.of("login_url");
  tool.redirect_uris = lines_of(call.of("redirect_uris"));
  tool.keyset_url = call.of("keyset_url");
  tool.public_key = call.of("public_key");
  for (const auto& line : lines_of(call.of("custom")))
    if (const auto equals = line.find('='); equals != std::string::npos) tool.custom[line.substr(0, equals)] = line.substr(equals + 1);
  const auto yes = [&](const char* name) { return call.of(name) == "yes"; };
  if (yes("deep_linking")) tool.deep_link_urls["ContentArea"] = call.of("deep_link_url").empty() ? tool.target_link_uri : call.of("deep_link_url");
  std::vector<std::string> asked;
  if (yes("grades")) asked.push_back(std::string(kAgs) + "lineitem");
  if (yes("names")) asked.emplace_back(kNrps);
  tool.scopes = granted_scopes(asked);
  tool.share_name = yes("share_name");
  tool.share_email = yes("share_email");
  tool.active = true;
  world.tools[tool.id] = tool;
}

ports::HttpResponse change_tool(World& world, const Call& call) {
  const Change change(world);
  const std::string what = call.of("do");
  if (what == "add") {
    add_by_hand(world, call);
    return go_to("/admin?" + call.as());
  }
  Tool* tool = world.tool(call.number("tool"));
  if (!tool) return not_found();
  if (what == "activate") tool->active = true;
  if (what == "chooser") tool->in_chooser = true;
  if (what == "delete") world.tools.erase(tool->id);
  return go_to("/admin?" + call.as());
}

}  // namespace

ports::HttpResponse administration(World& world, const Call& call) {
  if (call.who->kind != Kind::administrator) return forbidden("Only a site administrator manages tools.");
  if (call.path == "/admin" && call.get()) return list_page(world, call);
  if (call.path == "/admin/tool" && call.post()) return change_tool(world, call);
  return not_found();
}

}  // namespace preceptor::demo::moodle
