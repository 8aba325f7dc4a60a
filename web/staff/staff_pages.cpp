// Every request passes here: path, method, where it comes from, session, member, role, form token. Then a section's own code.
#include "web/staff/staff_pages.hpp"

#include "core/base/digest.hpp"
#include "web/error_page.hpp"
#include "web/staff/desk.hpp"

namespace preceptor::web {

using base::Code;

StaffDesk::StaffDesk(StaffDeps deps) : deps_(std::move(deps)), sessions_(deps_.sessions, deps_.clock, deps_.log, deps_.public_url, kStaffPlace) {
  if (const auto url = base::parse_url(deps_.public_url); url && url->path != "/") prefix_ = url->path;
  add("GET", "/staff/enter/{token}", {}, false, &StaffDesk::show_enter);
  add("POST", "/staff/enter/{token}", {}, false, &StaffDesk::enter);
  add("POST", "/staff/leave", kAllStaff, true, &StaffDesk::leave);
  add("GET", "/staff", kAllStaff, true, &StaffDesk::home);
  if (deps_.watch != nullptr) {
    add("GET", "/staff/waiting", kAllStaff, true, &StaffDesk::show_waiting);
    add("POST", "/staff/waiting/{act}", kAllStaff, true, &StaffDesk::take_back);
  }
  for (StaffSection* section : deps_.sections) {
    for (StaffRoute& route : section->routes()) {
      route.path = "/staff" + route.path;
      routes_.push_back({std::move(route), true, section->entry().name});
    }
  }
}

void StaffDesk::add(std::string method, std::string path, StaffRoles roles, bool signed_in, ports::HttpResponse (StaffDesk::*answer)(StaffTurn&)) {
  routes_.push_back({{std::move(method), std::move(path), roles, [this, answer](StaffTurn& turn) { return (this->*answer)(turn); }}, signed_in, "home"});
}

std::vector<StaffPath> StaffDesk::paths() const {
  std::vector<StaffPath> all;
  for (const Own& own : routes_) all.push_back({own.route.method, own.route.path, own.signed_in, own.route.roles});
  return all;
}

StaffDesk::Found StaffDesk::find(const ports::HttpRequest& request) const {
  Found found;
  const std::string_view path = request.path == "/staff/" ? std::string_view("/staff") : std::string_view(request.path);
  for (const Own& own : routes_) {
    auto places = staff_places(own.route.path, path);
    if (!places) continue;
    found.path_known = true;
    found.allowed += (found.allowed.empty() ? "" : ", ") + own.route.method;
    if (own.route.method != request.method) continue;
    found.own = &own;
    found.places = std::move(*places);
    break;
  }
  return found;
}

ports::HttpResponse StaffDesk::answer(const ports::HttpRequest& request) {
  StaffTurn turn{*this, request, choose_messages(wanted_languages(request), "en"), {}, {}, {}, {}, {}, {}};
  Found found = find(request);
  if (!found.path_known) return refuse(turn, Code::request_not_found);
  if (found.own == nullptr) {
    auto response = refuse(turn, Code::request_method);
    response.headers.emplace_back("Allow", found.allowed);
    return response;
  }
  const auto query = base::parse_form(request.query);
  const auto form = base::parse_form(request.body);
  if (!query || !form) return refuse(turn, Code::request_malformed);
  turn.query = *query;
  turn.form = *form;
  turn.places = std::move(found.places);
  return admitted(*found.own, turn);
}

ports::HttpResponse StaffDesk::admitted(const Own& own, StaffTurn& turn) {
  const bool changes = own.route.method != "GET";
  // Answered alike whether somebody is signed in or not: a page of another site learns nothing.
  if (changes && !sessions_.from_here(turn.request)) return refuse(turn, Code::admin_form_outdated);
  if (!own.signed_in) return own.route.answer(turn);
  const auto session = sessions_.of(turn.request);
  if (!session) return failed(turn, session.error());
  if (!*session || (*session)->member.empty()) return refuse(turn, Code::admin_signed_out);   // administrators are no staff
  const auto member = deps_.members.load((*session)->member);
  if (!member) return failed(turn, member.error());
  // Asked of every request: whose work here has ended sees nothing more.
  if (!*member || !(*member)->active) return refuse(turn, Code::admin_signed_out);
  const std::string form_token = (*session)->form_token();
  if (changes && !base::equal_constant_time(turn.value("token"), form_token)) return refuse(turn, Code::admin_form_outdated);
  turn.member = **member;
  turn.section = own.section;
  turn.form_token = form_token;
  if (!own.route.roles.has(turn.member.role)) return refuse(turn, 403, turn.messages.text("staff.denied"));
  return watched(own, turn);
}

ports::HttpResponse StaffDesk::failed(const StaffTurn& turn, const base::Error& error) {
  deps_.log.write(ports::Level::error, "staff.page_failed", {{"request", turn.request.id}, {"error", base::describe(error)}});
  return refuse(turn, error.code);
}

StaffPages::StaffPages(StaffDeps deps) : desk_(std::make_unique<StaffDesk>(std::move(deps))) {}
StaffPages::~StaffPages() = default;
ports::HttpResponse StaffPages::answer(const ports::HttpRequest& request) { return desk_->answer(request); }
std::vector<StaffPath> StaffPages::paths() const { return desk_->paths(); }
base::Result<int> StaffPages::perform(const PendingAct& act) { return desk_->perform(act); }

}  // namespace preceptor::web
