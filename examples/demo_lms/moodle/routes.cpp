// The addresses of the Moodle character, and small answers they share.
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::moodle {
namespace {

// Moodle's own addresses of a course, an activity (by its id, `l`) and the tools, where the demo has its pages. Nobody signs in here: a teacher looks unless `as=` says otherwise.
ports::HttpResponse own_page(World& world, const Call& call) {
  const std::string as = "&as=" + base::percent_encode(call.of("as").empty() ? "instructor-1" : call.of("as"));
  if (call.path == "/mod/lti/toolconfigure.php") return go_to("/admin");
  if (call.path == "/course/view.php") return go_to("/course?id=" + std::to_string(call.number("id")) + as);
  const std::lock_guard lock(world.mutex);
  const Activity* link = world.link_by_uid(call.of("l"));
  return link == nullptr ? error_page("Can't find data record in database.", 404) : go_to("/activity?link=" + std::to_string(link->id) + as);
}

}  // namespace

ports::HttpResponse handle(World& world, const Call& call) {
  const std::string& path = call.path;
  if (path == "/mod/lti/openid-configuration.php" && call.get()) return discovery(world);
  if (path == "/mod/lti/openid-registration.php") return registration(world, call);
  if (path == "/mod/lti/certs.php" && call.get()) return key_set(world);
  if (path == "/mod/lti/auth.php") return authorize(world, call);
  if (path == "/mod/lti/token.php") return token(world, call);
  if (path.starts_with("/mod/lti/services.php/")) return services(world, call);
  if (path == "/mod/lti/contentitem_return.php") return picked(world, call);
  if (path == "/mod/lti/return.php") return returned(world, call);
  if ((path == "/launch" || path == "/mod/lti/launch.php") && call.get()) return launch(world, call);
  if ((path == "/mod/lti/view.php" || path == "/course/view.php" || path == "/mod/lti/toolconfigure.php") && call.get()) return own_page(world, call);
  if (path == "/review" && call.get()) return review(world, call);
  if (path == "/select" && call.get()) return select(world, call);
  if (path == "/admin/register" && call.get()) return register_page(world, call);
  if (path == "/admin" || path.starts_with("/admin/")) return administration(world, call);
  return {0, {}, ""};   // one of the shared pages, or nothing
}

ports::HttpResponse error_page(std::string_view message, int status) {
  return html(status, document({"Error", "en", false, "", "<main class=\"wrap\"><h1>Error</h1><p class=\"errormessage\">" + esc(message) + "</p><p>Demo site that behaves like Moodle</p></main>"}));
}

std::string php_json(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c == '/') out += '\\';
    out += c;
  }
  return out;
}

ports::HttpResponse service_error(int status) { return json(status, "[]"); }

std::string line_items_url(const World& world, const Tool& tool, int course) {
  return world.settings.origin + "/mod/lti/services.php/" + std::to_string(course) + "/lineitems?type_id=" + std::to_string(tool.id);
}

std::string line_item_url(const World& world, const LineItem& item) {
  return world.settings.origin + "/mod/lti/services.php/" + std::to_string(item.course) + "/lineitems/" + std::to_string(item.id) +
         "/lineitem?type_id=" + std::to_string(item.tool);
}

std::string members_url(const World& world, const Tool& tool, int course) {
  return world.settings.origin + "/mod/lti/services.php/CourseSection/" + std::to_string(course) + "/bindings/" + std::to_string(tool.id) + "/memberships";
}

std::string sesskey_of(const World& world, const Person& person) {
  for (const auto& [sesskey, key] : world.sesskeys)
    if (key == person.key) return sesskey;
  return {};
}

const Person* person_of_sesskey(const World& world, const std::string& sesskey) {
  const auto found = world.sesskeys.find(sesskey);
  return found == world.sesskeys.end() ? nullptr : world.person(found->second);
}

std::vector<std::string> granted_scopes(const std::vector<std::string>& asked) {
  const auto has = [&](std::string_view scope) { return std::find(asked.begin(), asked.end(), scope) != asked.end(); };
  std::vector<std::string> out;
  const std::string ags(kAgs);
  const bool any = std::any_of(asked.begin(), asked.end(), [&](const std::string& one) { return one.starts_with(kAgs); });
  if (has(ags + "lineitem")) out.push_back(ags + "lineitem");
  if (any)
    for (const char* name : {"lineitem.readonly", "result.readonly", "score"}) out.push_back(ags + name);
  if (has(kNrps)) out.emplace_back(kNrps);
  if (has(kToolSetting)) out.emplace_back(kToolSetting);
  return out;
}

// "done" only by a grade at or above the pass mark of a coupled column; never by viewing or by what the tool says of progress (moodle.md 7.6).
std::string completion(World& world, const Activity& link, const Person& person) {
  const LineItem* item = world.coupled_item(link.id);
  if (!item || link.pass_grade <= 0) return "not tracked (no pass grade set)";
  const auto& grades = world.grades[item->id];
  const auto found = grades.find(person.id);
  if (found == grades.end() || !found->second.scored) return "to do";
  return found->second.given >= link.pass_grade ? "done" : "failed";
}

ports::HttpResponse returned(World& world, const Call& call) {
  const std::string message = call.of("lti_errormsg").empty() ? call.of("lti_msg") : call.of("lti_errormsg");
  const Person* who = person_of_sesskey(world, call.of("sesskey"));
  if (!who) return error_page("Your session has most likely timed out.");
  return leave_picker("/course?id=" + std::to_string(call.number("course")) + "&as=" + who->key + (message.empty() ? "" : "&note=" + base::percent_encode(message)),
                      message);
}

void add_given_tool(World& world) {
  Tool tool;
  const std::string& base = world.settings.tool;
  tool.id = world.next_id();
  tool.client_id = "demoTool" + random_hex(3) + "A";
  tool.deployment_id = std::to_string(tool.id);
  tool.name = "Tool of the command line";
  tool.domain = host_of(base);
  tool.target_link_uri = base + "/lti/launch";
  tool.login_url = base + "/lti/login";
  tool.keyset_url = base + "/.well-known/jwks.json";
  tool.redirect_uris = {base + "/lti/launch"};
  tool.scopes = granted_scopes({std::string(kAgs) + "lineitem", std::string(kNrps)});
  tool.deep_link_urls = {{"ContentArea", base + "/lti/launch"}};
  tool.active = tool.in_chooser = tool.share_name = tool.share_email = true;
  world.tools[tool.id] = tool;
}

}  // namespace preceptor::demo::moodle
