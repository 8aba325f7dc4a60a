#include "examples/demo_lms/site/site.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/uuid.hpp"
#include "examples/demo_lms/platform.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

std::string state_text(const World& world);   // saved_state.cpp

namespace {

bool is_service(const std::string& path) {
  for (const char* part : {"/mod/lti/services.php", "/mod/lti/token.php", "/mod/lti/openid-", "/mod/lti/certs.php", "/api/lti/", "/login/oauth2/"})
    if (path.starts_with(part)) return path != "/api/lti/authorize_redirect";
  return false;
}

// Moodle's key ids are 20 hex digits, Canvas's the time of making and a UUID.
SigningKey named(const SiteSettings& settings, SigningKey key) {
  if (settings.character == Character::moodle) return key.named(random_hex(10));
  return key.named(base::format_rfc3339(base::from_unix_ms(now_ms())).substr(0, 19) + "Z_" + base::uuid_v4());
}

// A tool given on the command line finds its course filled: every unit with a grade column, in Moodle with a pass mark.
void add_units(World& world) {
  const bool is_moodle = world.settings.character == Character::moodle;
  const Tool& tool = world.tools.begin()->second;
  const int course = world.courses.begin()->first;
  for (const auto& unit : world.settings.units) {
    Activity link;
    link.id = world.next_id();
    link.course = course;
    link.tool = tool.id;
    link.uid = is_moodle ? std::to_string(link.id) : base::uuid_v4();
    link.title = unit.title;
    link.text = unit.summary;
    link.url = tool.target_link_uri;
    link.placement = "assignment_selection";
    link.custom = {{unit.kind, unit.unit}};
    const bool graded = unit.kind == "unit";
    link.pass_grade = graded ? 1 : 0;
    world.links[link.id] = link;
    if (!graded) continue;
    LineItem item{world.next_id(), course, tool.id, link.id, true, unit.title, unit.unit, "", 1, "", ""};
    if (is_moodle) item.review = "{}";
    world.items[item.id] = item;
  }
}

ports::HttpResponse shared(World& world, const Call& call) {
  if (call.path == "/" && call.get()) return home_page(world, call);
  if (call.path == "/course" && call.get()) return course_page(world, call);
  if (call.path == "/activity" && call.get()) return activity_page(world, call);
  if (call.path == "/pick" && call.get()) return picker_page(world, call);
  if (call.path == "/grades" && call.get()) return grades_page(world, call);
  if (call.path == "/add") return add_page(world, call);
  if (call.path == "/link" && call.post()) return link_settings(world, call);
  if (call.path == "/copy" && call.post()) return copy_course(world, call);
  if (call.path == "/points" && call.post()) return set_points(world, call);
  if (call.path == "/override" && call.post()) return override_grade(world, call);
  return not_found();
}

}  // namespace

Site::Site(SiteSettings settings, SigningKey key) : world_(settings, named(settings, std::move(key))) {
  world_.load();
  const bool is_moodle = world_.settings.character == Character::moodle;
  if (world_.courses.empty()) {
    const int id = is_moodle ? 2 : 1207;
    world_.courses[id] = {id, is_moodle ? std::to_string(id) : random_hex(20), "DEMO-101", "Five minutes of evidence", {}};
    world_.last_id = is_moodle ? 0 : 4400;
  }
  if (world_.tools.empty() && !world_.settings.tool.empty()) {
    is_moodle ? moodle::add_given_tool(world_) : canvas::add_given_tool(world_);
    add_units(world_);
  }
  world_.save();
}

ports::HttpResponse Site::handle(const ports::HttpRequest& request) {
  if (request.path == "/healthz") return text(200, "ok\n");
  if (world_.settings.test_hooks)
    if (auto hooked = test_hook(request)) return *hooked;
  if (!is_service(request.path)) return answer(request);
  const auto hook = world_.service_hooks.take(request.method, request.path);
  if (!hook) return answer(request);
  if (hook->delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(hook->delay_ms));
  if (hook->status == 0) return answer(request);
  if (hook->after) answer(request);
  ports::HttpResponse out{hook->status, hook->headers, hook->body};
  if (!ports::header(out.headers, "Content-Type")) out.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  return out;
}

ports::HttpResponse Site::answer(const ports::HttpRequest& request) {
  const auto call = read_call(world_, request);
  if (!call) return text(400, "That address or form could not be read, or names nobody of this site.\n");
  auto own = world_.settings.character == Character::moodle ? moodle::handle(world_, *call) : canvas::handle(world_, *call);
  return own.status == 0 ? shared(world_, *call) : own;
}

std::optional<ports::HttpResponse> Site::test_hook(const ports::HttpRequest& request) {
  const bool post = request.method == "POST";
  if (request.path == "/_state" && !post) {
    std::lock_guard lock(world_.mutex);
    return json(200, state_text(world_));
  }
  if (request.path == "/_next" && post) {
    const auto hook = base::parse_json(request.body);
    if (!hook || !hook->is_object()) return text(400, "A hook is a JSON object; see examples/demo_lms/README.md.\n");
    world_.launch_hooks.push(request.body);
    return json(200, base::Json{{"waiting", world_.launch_hooks.waiting()}}.dump());
  }
  if (request.path == "/_service" && post) {
    if (!world_.service_hooks.push(request.body)) return text(400, "A service hook is a JSON object with `match`; see examples/demo_lms/README.md.\n");
    return json(200, base::Json{{"waiting", world_.service_hooks.waiting()}}.dump());
  }
  if (request.path == "/_rotate_key" && post) {
    std::lock_guard lock(world_.mutex);
    world_.keys.push_back(named(world_.settings, SigningKey::generate()));
    return json(200, base::Json{{"kid", world_.keys.back().kid()}}.dump());
  }
  return std::nullopt;
}

ports::HttpResponse key_set(World& world) {
  std::lock_guard lock(world.mutex);
  std::string keys;
  for (const auto& key : world.keys) keys += (keys.empty() ? "" : ",") + key.jwk();
  auto answer = json(200, "{\"keys\":[" + keys + "]}");
  answer.headers[1].second = "public, max-age=60";
  return answer;
}

std::string signed_launch(World& world, const std::string& claims, const std::string& hook, std::vector<std::string>* omit) {
  auto signed_token = sign_launch(world.keys.back(), claims, hook);
  if (omit) *omit = std::move(signed_token.omit);
  return signed_token.id_token;
}

ports::HttpResponse posting(const std::string& action, const base::Fields& fields) { return posting_page(action, fields, "Continue"); }

std::string Site::ready_line() {
  World& world = world_;
  const std::string& origin = world.settings.origin;
  const bool is_moodle = world.settings.character == Character::moodle;
  base::Json members{{"url", origin + "/"}, {"issuer", origin}, {"lms", is_moodle ? "moodle" : "canvas"}, {"admin_url", origin + "/admin?as=admin-1"}};
  members["course_url"] = origin + "/course?id=" + std::to_string(world.courses.begin()->first) + "&as=instructor-1";
  members["authorization_endpoint"] = origin + (is_moodle ? "/mod/lti/auth.php" : "/api/lti/authorize_redirect");
  members["token_endpoint"] = origin + (is_moodle ? "/mod/lti/token.php" : "/login/oauth2/token");
  members["jwks_uri"] = origin + (is_moodle ? "/mod/lti/certs.php" : "/api/lti/security/jwks");
  const Tool* tool = world.tools.empty() ? nullptr : &world.tools.begin()->second;
  for (const auto& [id, link] : world.links)
    if (const auto unit = link.custom.find("unit"); unit != link.custom.end()) members["links"][unit->second] = id;
  members["client_id"] = tool ? tool->client_id : "";
  members["deployment_id"] = tool ? tool->deployment_id : "";
  return members.dump();
}

}  // namespace preceptor::demo
