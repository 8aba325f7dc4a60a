// The home page: the lines of `preceptor check`, word for word. A run under way is never waited for to its end; the page looks again by itself.
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

// An administrator of one registration sees the lines of that one.
Health seen_by(const SignedIn& session, Health health) {
  if (!session.whole_site()) std::erase_if(health.lines, [&](const HealthLine& line) { return line.registration != session.registration.str(); });
  return health;
}

std::string when(const Health& health, const Messages& messages) {
  if (!health.at) return messages.text("admin.health_first");
  return messages.text(health.running ? "admin.health_again" : "admin.health_at", {{"time", admin_time(*health.at)}});
}

// The page below /admin of a connection that this administrator may see; a line's registration may be what anybody wrote into an address.
std::string page_of(const std::vector<lti::Registration>& known, const std::string& registration) {
  for (const auto& one : known)
    if (one.id.str() == registration) return "/connections/" + registration;
  return {};
}

std::string summary(const Health& health, const Messages& messages) {
  long red = 0, warnings = 0;
  for (const auto& line : health.lines) {
    red += line.state == "red" ? 1 : 0;
    warnings += line.state == "warning" ? 1 : 0;
  }
  if (red == 0 && warnings == 0) return messages.text("admin.health_good");
  std::string text;
  if (red > 0) text = messages.count("admin.health_red", red);
  if (warnings > 0) text += (text.empty() ? "" : " ") + messages.count("admin.health_warnings", warnings);
  return text;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::home(Turn& turn) {
  const Health health = seen_by(turn.session, deps.site.health(false));
  const auto known = seen_registrations(turn);
  if (!known) return failed(turn, known.error());
  AdminPage out;
  out.title = turn.messages.text("admin.home_title");
  out.template_name = "admin_home";
  out.section = "home";
  out.script = true;
  out.done = turn.asked("done") == "checked" ? "admin.done_checked" : "";
  std::vector<View> lines;
  for (const HealthLine& line : health.lines) {
    View view;
    add_state(view, turn.messages, line.state);
    view.text("what", line.what).text("cause", line.cause).text_if("next", line.next);
    const bool own_page = line.page.empty();
    view.text_if("url", line.state == "good" ? "" : own_page ? page_of(*known, line.registration) : "/" + line.page);
    view.text("connection", turn.messages.text(own_page ? "admin.open_connection" : "admin.nav_" + line.page));
    lines.push_back(std::move(view));
  }
  out.view.text("when", when(health, turn.messages)).flag("running", health.running).flag("any", !lines.empty());
  out.view.text_if("summary", health.at ? summary(health, turn.messages) : "");
  out.view.list("lines", std::move(lines));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::health_json(Turn& turn) {
  Response response = bare(200);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = deps.site.health_json(seen_by(turn.session, deps.site.health(false)));
  return response;
}

AdminPages::Impl::Response AdminPages::Impl::check_now(Turn&) {
  return go("", deps.site.health(true).running ? "" : "checked");
}

}  // namespace preceptor::web
