// Which service a request is for (canvas.md 7). Media types are not looked at; tokens and scopes are.
#include <algorithm>

#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

using Handler = ports::HttpResponse (*)(World&, const Call&, const Service&);

struct Route {
  Handler handler = nullptr;
  std::string_view scope;
};

std::optional<Route> find_route(const Call& call, const std::vector<std::string>& path, Service& service) {
  const std::string& method = call.request.method;
  if (path.size() < 2) return std::nullopt;
  service.course = std::atoi(path[0].c_str());
  if (path.size() == 2 && path[1] == "names_and_roles" && call.get()) return Route{members, "contextmembership.readonly"};
  if (path[1] != "line_items") return std::nullopt;
  const std::string_view read_scope = "/lineitem /lineitem.readonly", write_scope = "/lineitem";
  if (path.size() == 2 && (call.get() || call.post())) return Route{line_items, call.get() ? read_scope : write_scope};
  if (path.size() < 3) return std::nullopt;
  service.item = std::atoi(path[2].c_str());
  if (path.size() == 3 && (call.get() || method == "PUT" || method == "DELETE")) return Route{line_item, call.get() ? read_scope : write_scope};
  if (path.size() == 4 && path[3] == "scores" && call.post()) return Route{scores, "/score"};
  if (path.size() >= 4 && path[3] == "results" && call.get()) return Route{results, "/result.readonly"};
  return std::nullopt;
}

}  // namespace

ports::HttpResponse services(World& world, const Call& call) {
  Service service;
  const auto route = find_route(call, words_of(std::string_view(call.path).substr(std::string_view("/api/lti/courses/").size()), '/'), service);
  if (!route) return service_error(404, "not_found", "The specified resource does not exist.");
  const Change change(world);
  std::vector<std::string> scopes;
  service.tool = world.bearer_tool(call.bearer(), &scopes);
  if (!service.tool) return service_error(401, "unauthorized", "Invalid access token format");
  if (!service.tool->active) return service_error(401, "unauthorized", "Invalid Developer Key");
  const auto allowed = words_of(route->scope);
  const auto has = [&](const std::string& scope) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& ending) { return scope.ends_with(ending); });
  };
  if (std::none_of(scopes.begin(), scopes.end(), has)) return service_error(401, "unauthorized", "Insufficient permissions");
  if (!world.course(service.course)) return service_error(404, "not_found", "Context not found");
  return route->handler(world, call, service);
}

}  // namespace preceptor::demo::canvas
