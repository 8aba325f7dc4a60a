// Which service a request is for: by path, method and media type, the last letter by letter (moodle.md 7.1).
#include <algorithm>

#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

constexpr std::string_view kItem = "application/vnd.ims.lis.v2.lineitem+json", kItems = "application/vnd.ims.lis.v2.lineitemcontainer+json",
                           kScore = "application/vnd.ims.lis.v1.score+json", kResults = "application/vnd.ims.lis.v2.resultcontainer+json",
                           kMembers = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

using Handler = ports::HttpResponse (*)(World&, const Call&, const Service&);

struct Route {
  Handler handler = nullptr;
  std::string_view scope;       // one of these endings of a scope's name, separated by spaces
};

// No Accept at all is fine; a list or a quality is no media type we know.
bool accepts(const Call& call, std::string_view type, bool any) {
  const std::string accept = call.header("Accept");
  return accept.empty() || accept == type || (any && accept == "*/*");
}

std::optional<Route> find_route(const Call& call, const std::vector<std::string>& path, Service& service) {
  const std::string& method = call.request.method;
  const bool get = call.get();
  if (path.size() == 5 && path[0] == "CourseSection" && path[2] == "bindings" && path[4] == "memberships") {
    service.course = std::atoi(path[1].c_str());
    if (get && accepts(call, kMembers, true)) return Route{members, "contextmembership.readonly"};
    return std::nullopt;
  }
  if (path.size() < 2 || path[1] != "lineitems") return std::nullopt;
  service.course = std::atoi(path[0].c_str());
  if (path.size() == 2) {
    if (get && accepts(call, kItems, false)) return Route{line_items, "/lineitem /lineitem.readonly"};
    if (method == "POST" && call.media_type() == kItem) return Route{line_items, "/lineitem"};
    return std::nullopt;
  }
  service.item = std::atoi(path[2].c_str());
  if (path.size() < 4 || path[3] != "lineitem") return std::nullopt;
  if (path.size() == 4) {
    if (get && accepts(call, kItem, true)) return Route{line_item, "/lineitem /lineitem.readonly"};
    if (method == "PUT" && call.media_type() == kItem) return Route{line_item, "/lineitem"};
    if (method == "DELETE") return Route{line_item, "/lineitem"};
    return std::nullopt;
  }
  if (path.size() == 5 && path[4] == "scores" && method == "POST" && call.media_type() == kScore) return Route{scores, "/score"};
  if (path.size() == 5 && path[4] == "results" && get && accepts(call, kResults, true)) return Route{results, "/result.readonly"};
  return std::nullopt;
}

}  // namespace

ports::HttpResponse services(World& world, const Call& call) {
  Service service;
  const auto route = find_route(call, words_of(std::string_view(call.path).substr(std::string_view("/mod/lti/services.php").size()), '/'), service);
  if (!route) return service_error(400);   // "No handler found"
  const Change change(world);
  std::vector<std::string> scopes;
  service.tool = world.bearer_tool(call.bearer(), &scopes);
  const auto allowed = words_of(route->scope);
  const auto has = [&](const std::string& scope) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& ending) { return scope.ends_with(ending); });
  };
  if (!service.tool || std::none_of(scopes.begin(), scopes.end(), has)) return service_error(401);
  if (!world.course(service.course)) return service_error(404);
  const std::string type_id = call.of("type_id");
  if (!type_id.empty() && type_id != std::to_string(service.tool->id)) return service_error(403);
  return route->handler(world, call, service);
}

}  // namespace preceptor::demo::moodle
