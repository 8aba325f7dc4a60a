#include "web/admin/routes.hpp"

#include <algorithm>

namespace preceptor::web {
namespace {

constexpr std::size_t kLongestSegment = 100;

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);   // '/'
    const auto end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool matches(std::string_view pattern, const std::vector<std::string_view>& path, std::string& token, std::string& registration) {
  const auto wanted = segments(pattern);
  if (wanted.size() != path.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool place = wanted[i].starts_with('{');
    if (!place && wanted[i] != path[i]) return false;
    if (!place) continue;
    if (path[i].empty() || path[i].size() > kLongestSegment) return false;
    (wanted[i] == "{token}" ? token : registration) = std::string(path[i]);
  }
  return true;
}

}  // namespace

std::span<const AdminPages::Impl::Route> AdminPages::Impl::routes() {
  using enum Route::Needs;
  static constexpr Route kRoutes[] = {
      {"GET", "/admin/enter/{token}", nothing, &Impl::show_enter},
      {"POST", "/admin/enter/{token}", nothing, &Impl::enter},
      {"POST", "/admin/leave", session, &Impl::leave},
      {"GET", "/admin", session, &Impl::home},
      {"GET", "/admin/health.json", session, &Impl::health_json},
      {"POST", "/admin/health", session, &Impl::check_now},
      {"GET", "/admin/connections", session, &Impl::connections},
      {"GET", "/admin/connections/{registration}", session, &Impl::connection},
      {"POST", "/admin/connections/{registration}/name", session, &Impl::rename},
      {"POST", "/admin/connections/{registration}/switch", whole_site, &Impl::switch_connection},
      {"POST", "/admin/connections/{registration}/deployment", session, &Impl::change_deployment},
      {"POST", "/admin/connections/{registration}/frames", session, &Impl::change_frames},
      {"GET", "/admin/connections/{registration}/test", session, &Impl::test_launch},
      {"POST", "/admin/connections/{registration}/grades", session, &Impl::retry_grades},
      {"POST", "/admin/connections/{registration}/key", whole_site, &Impl::rotate_key},
      {"GET", "/admin/connect", whole_site, &Impl::connect},
      {"POST", "/admin/connect", whole_site, &Impl::invite},
      {"POST", "/admin/connect/by-hand", whole_site, &Impl::connect_by_hand},
      {"GET", "/admin/diary", session, &Impl::diary},
      {"GET", "/admin/grades", session, &Impl::grades},
      {"GET", "/admin/keys", whole_site, &Impl::keys},
      {"GET", "/admin/stores", whole_site, &Impl::stores},
      {"POST", "/admin/stores", whole_site, &Impl::add_store},
      {"GET", "/admin/stores/one", whole_site, &Impl::store},
      {"POST", "/admin/stores/change", whole_site, &Impl::change_store},
      {"POST", "/admin/stores/test", whole_site, &Impl::test_store},
      {"POST", "/admin/stores/switch", whole_site, &Impl::switch_store},
      {"POST", "/admin/stores/filter", whole_site, &Impl::filter_store},
      {"POST", "/admin/stores/backfill", whole_site, &Impl::backfill_store},
      {"POST", "/admin/stores/again", whole_site, &Impl::send_store_again},
      {"GET", "/admin/waiting", session, &Impl::show_waiting},
      {"POST", "/admin/waiting/{token}", session, &Impl::take_back},
      {"GET", "/admin/staff", whole_site, &Impl::staff},
      {"POST", "/admin/staff", whole_site, &Impl::add_staff},
      {"POST", "/admin/staff/{token}/link", whole_site, &Impl::staff_link},
      {"POST", "/admin/staff/{token}/end", whole_site, &Impl::end_staff},
  };
  return kRoutes;
}

AdminPages::Impl::Found AdminPages::Impl::find(const ports::HttpRequest& request) {
  Found found;
  const std::string_view path = request.path == "/admin/" ? std::string_view("/admin") : std::string_view(request.path);
  const auto parts = segments(path);
  for (const Route& route : routes()) {
    std::string token, registration;
    if (!matches(route.path, parts, token, registration)) continue;
    found.path_known = true;
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
    if (route.method != request.method) continue;
    found.route = &route;
    found.token = std::move(token);
    found.registration = std::move(registration);
    break;
  }
  return found;
}

std::vector<AdminRoute> AdminPages::routes() {
  std::vector<AdminRoute> all;
  for (const auto& route : Impl::routes())
    all.push_back({std::string(route.method), std::string(route.path), route.needs != Impl::Route::Needs::nothing, route.needs == Impl::Route::Needs::whole_site});
  return all;
}

}  // namespace preceptor::web
