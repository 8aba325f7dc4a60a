// The addresses of the Canvas character, and small answers they share.
#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

namespace {

// "Back to the course": no user is named in the address, so the page offers everybody's course.
ports::HttpResponse returned(const Call& call) {
  const std::string message = call.of("lti_errormsg").empty() ? call.of("lti_msg") : call.of("lti_errormsg");
  return leave_picker("/?note=" + base::percent_encode(message), message.empty() ? "The tool has finished." : message);
}

// A course's modules, where the demo has its course page. Nobody signs in here: a teacher looks unless `as=` says otherwise.
ports::HttpResponse modules(const Call& call) {
  constexpr std::string_view start = "/courses/", end = "/modules";
  const std::string course = call.path.substr(start.size(), call.path.size() - start.size() - end.size());
  return go_to("/course?id=" + base::percent_encode(course) + "&as=" + base::percent_encode(call.of("as").empty() ? "instructor-1" : call.of("as")));
}

}  // namespace

ports::HttpResponse handle(World& world, const Call& call) {
  const std::string& path = call.path;
  if (path == "/api/lti/security/openid-configuration" && call.get()) return discovery(world, call);
  if (path == "/api/lti/registrations" && call.post()) return registration(world, call);
  if (path == "/api/lti/security/jwks" && call.get()) return key_set(world);
  if (path == "/api/lti/authorize_redirect") return authorize(world, call);
  if (path == "/login/oauth2/token" && call.post()) return token(world, call);
  if (path.starts_with("/api/lti/courses/")) return services(world, call);
  if (path.starts_with("/courses/") && path.ends_with("/deep_linking_response")) return picked(world, call);
  if (path.starts_with("/courses/") && path.find("/external_content/success/") != std::string::npos) return returned(call);
  if (path.starts_with("/courses/") && path.ends_with("/modules") && path.size() > std::string_view("/courses//modules").size() && call.get()) return modules(call);
  if (path == "/launch" && call.get()) return launch(world, call);
  if (path == "/select" && call.get()) return select(world, call);
  if (path == "/full" && call.get()) return full_window(world, call);
  if (path == "/speed_grader" && call.get()) return speed_grader(world, call);
  if (path == "/post_message_forwarding" && call.get()) return forwarding_frame();
  if (path == "/admin/register" && call.get()) return register_page(world, call);
  if (path == "/admin" || path.starts_with("/admin/")) return administration(world, call);
  return {0, {}, ""};
}

std::string course_url(const World& world, int course) { return world.settings.origin + "/api/lti/courses/" + std::to_string(course); }

std::string line_item_url(const World& world, const LineItem& item) {
  return course_url(world, item.course) + "/line_items/" + std::to_string(item.id);
}

ports::HttpResponse service_error(int status, std::string_view type, std::string_view message) {
  return json(status, base::Json{{"errors", {{"type", type}, {"message", message}}}}.dump());
}

std::string paging_links(const std::string& url, std::size_t page, std::size_t pages) {
  const auto link = [&](std::size_t number, const char* rel) {
    return "<" + base::add_query(url, "page", std::to_string(number)) + ">; rel=\"" + rel + "\"";
  };
  std::string out = link(page, "current");
  if (page < pages) out += "," + link(page + 1, "next");
  if (page > 1) out += "," + link(page - 1, "prev");
  return out + "," + link(1, "first") + "," + link(pages, "last");
}

std::string bare(std::string_view placement) {
  return std::string(placement.starts_with(kPrefix) ? placement.substr(kPrefix.size()) : placement);
}

void add_given_tool(World& world) {
  Tool tool;
  const std::string& base = world.settings.tool;
  tool.id = world.next_id();
  tool.client_id = "209990000000000417";
  tool.deployment_id = std::to_string(tool.id) + ":" + random_hex(20);
  tool.name = "Tool of the command line";
  tool.domain = host_of(base);
  tool.target_link_uri = base + "/lti/launch";
  tool.login_url = base + "/lti/login";
  tool.keyset_url = base + "/.well-known/jwks.json";
  tool.redirect_uris = {base + "/lti/launch"};
  tool.scopes = offered_scopes();
  tool.deep_link_urls = {{"assignment_selection", base + "/lti/launch"}, {"link_selection", base + "/lti/launch"}};
  // A connection made by hand must ask for what no claim tells (docs/lms/canvas.md).
  tool.custom = {{"student_view", "$com.instructure.User.student_view"}, {"masquerading_user", "$Canvas.masqueradingUser.id"},
                 {"anonymous_grading", "$com.instructure.Assignment.anonymous_grading"}};
  tool.privacy = "public";
  tool.active = true;
  world.tools[tool.id] = tool;
}

}  // namespace preceptor::demo::canvas
