// /admin/enter/<token>: a page with one button, so that programs which open every link in a mail do not use it up; the POST signs in.
#include "core/base/digest.hpp"
#include "web/admin/administrators.hpp"
#include "web/admin/impl.hpp"

namespace preceptor::web {

using base::Code;

AdminPages::Impl::Response AdminPages::Impl::show_enter(Turn& turn) {
  if (!deps.site.may_guess(turn.request.client_address)) return refuse(turn, Code::request_rate_limited);
  const auto link = deps.sessions.find_admin_link(base::sha256_hex(turn.token), deps.clock.now());
  if (!link) return failed(turn, link.error());
  if (!*link || !(*link)->member.empty()) return refuse(turn, Code::admin_link_used);   // a member of staff's link opens /staff
  AdminPage out;
  out.title = turn.messages.text("admin.enter_title");
  out.template_name = "admin_enter";
  std::string name;
  if (!(*link)->holder.empty()) {
    const auto found = deps.administrators ? deps.administrators->name_of((*link)->holder) : base::Result<std::optional<std::string>>();
    if (!found) return failed(turn, found.error());
    name = found->value_or("");
  }
  out.view.text_if("named", name.empty() ? "" : turn.messages.text("admin.enter_as", {{"name", name}}));
  out.view.text("url", prefix + "/admin/enter/" + turn.token).flag("whole_site", (*link)->registration.empty());
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::enter(Turn& turn) {
  if (!deps.site.may_guess(turn.request.client_address)) return refuse(turn, Code::request_rate_limited);
  const auto link = deps.sessions.find_admin_link(base::sha256_hex(turn.token), deps.clock.now());
  if (!link) return failed(turn, link.error());
  if (*link && !(*link)->member.empty()) return refuse(turn, Code::admin_link_used);   // and is not used up here
  const auto session = sessions.begin(turn.token, turn.request);
  if (!session) return session.error().code == Code::admin_link_used ? refuse(turn, Code::admin_link_used) : failed(turn, session.error());
  Response response = go(session->whole_site() ? "" : "/connections/" + session->registration.str());
  response.headers.emplace_back("Set-Cookie", sessions.cookie(*session));
  return response;
}

AdminPages::Impl::Response AdminPages::Impl::leave(Turn& turn) {
  if (const auto ended = sessions.end(turn.request); !ended) return failed(turn, ended.error());
  turn.session = {};
  AdminPage out;
  out.title = turn.messages.text("admin.left_title");
  out.template_name = "admin_left";
  Response response = page(turn, std::move(out));
  response.headers.emplace_back("Set-Cookie", sessions.no_cookie());
  return response;
}

}  // namespace preceptor::web
