// /staff/enter/<token>: a page with one button, so that programs which open every link in a mail do not use it up; the POST signs in.
#include "core/base/digest.hpp"
#include "web/staff/desk.hpp"

namespace preceptor::web {

using base::Code;

base::Result<std::optional<StaffMember>> StaffDesk::expected(const std::string& token) {
  const auto link = deps_.sessions.find_admin_link(base::sha256_hex(token), deps_.clock.now());
  if (!link) return base::fail(link.error());
  if (!*link || (*link)->member.empty()) return std::optional<StaffMember>();  // an administrator's link opens /admin
  auto member = deps_.members.load((*link)->member);
  if (member && *member && !(*member)->active) return std::optional<StaffMember>();
  return member;
}

ports::HttpResponse StaffDesk::show_enter(StaffTurn& turn) {
  if (!deps_.may_guess(turn.request.client_address)) return refuse(turn, Code::request_rate_limited);
  const auto member = expected(turn.place("token"));
  if (!member) return failed(turn, member.error());
  if (!*member) return refuse(turn, Code::admin_link_used);
  StaffPage out;
  out.title = turn.messages.text("staff.enter_title");
  out.template_name = "staff_enter";
  out.view.text("url", turn.url("/enter/" + turn.place("token")));
  out.view.text("who", turn.messages.text("staff.enter_who",
                                          {{"name", (*member)->name}, {"role", turn.messages.text("staff.role_" + std::string(name((*member)->role)))}}));
  return page(turn, std::move(out), 200);
}

ports::HttpResponse StaffDesk::enter(StaffTurn& turn) {
  if (!deps_.may_guess(turn.request.client_address)) return refuse(turn, Code::request_rate_limited);
  const auto member = expected(turn.place("token"));
  if (!member) return failed(turn, member.error());
  if (!*member) return refuse(turn, Code::admin_link_used);
  const auto session = sessions_.begin(turn.place("token"), turn.request);
  if (!session) return session.error().code == Code::admin_link_used ? refuse(turn, Code::admin_link_used) : failed(turn, session.error());
  auto response = turn.go("");
  response.headers.emplace_back("Set-Cookie", sessions_.cookie(*session));
  return response;
}

ports::HttpResponse StaffDesk::leave(StaffTurn& turn) {
  if (const auto ended = sessions_.end(turn.request); !ended) return failed(turn, ended.error());
  turn.member = {};
  StaffPage out;
  out.title = turn.messages.text("admin.left_title");
  out.template_name = "admin_left";
  auto response = page(turn, std::move(out), 200);
  response.headers.emplace_back("Set-Cookie", sessions_.no_cookie());
  return response;
}

}  // namespace preceptor::web
