// Every request passes here: method, session, where it comes from, form token, rights, whose connection. Then a page's own code.
#include "core/base/digest.hpp"
#include "web/acts/waiting_view.hpp"
#include "web/admin/routes.hpp"
#include "web/error_page.hpp"
#include "web/page.hpp"

namespace preceptor::web {

using base::Code;

std::string AdminPages::Impl::Turn::value(std::string_view name) const {
  const auto* found = base::field(form, name);
  return found ? *found : std::string();
}

std::string AdminPages::Impl::Turn::asked(std::string_view name) const {
  const auto* found = base::field(query, name);
  return found ? *found : std::string();
}

AdminPages::Impl::Impl(AdminDeps given) : deps(std::move(given)), sessions(deps.sessions, deps.clock, deps.log, deps.public_url) {
  if (const auto url = base::parse_url(deps.public_url); url && url->path != "/") prefix = url->path;
}

AdminPages::Impl::Response AdminPages::Impl::answer(const ports::HttpRequest& request) {
  Turn turn{request, choose_messages(wanted_languages(request), "en"), {}, {}, {}, {}, {}};
  const Found found = find(request);
  if (!found.path_known) return refuse(turn, Code::request_not_found);
  if (found.route == nullptr) {
    Response response = refuse(turn, Code::request_method);
    response.headers.emplace_back("Allow", found.allowed);
    return response;
  }
  const auto query = base::parse_form(request.query);
  const auto form = base::parse_form(request.body);
  if (!query || !form) return refuse(turn, Code::request_malformed);
  turn.query = *query;
  turn.form = *form;
  turn.token = found.token;
  return admitted(*found.route, turn, found);
}

AdminPages::Impl::Response AdminPages::Impl::admitted(const Route& route, Turn& turn, const Found& found) {
  const bool changes = route.method == "POST";
  // Answered alike whether somebody is signed in or not: a page of another site learns nothing.
  if (changes && !sessions.from_here(turn.request)) return refuse(turn, Code::admin_form_outdated);
  if (route.needs == Route::Needs::nothing) return (this->*route.handler)(turn);
  const auto session = sessions.of(turn.request);
  if (!session) return failed(turn, session.error());
  if (!*session || !(*session)->member.empty()) return refuse(turn, Code::admin_signed_out);   // staff are no administrators
  turn.session = **session;
  if (!turn.session.whole_site()) {
    // Rights over one connection last as long as the connection itself.
    const auto own = deps.registrations.load_registration(turn.session.registration);
    if (!own) return failed(turn, own.error());
    if (!*own || !(*own)->enabled || !(*own)->accepted) return refuse(turn, Code::admin_signed_out);
  }
  if (changes && !base::equal_constant_time(turn.value("token"), turn.session.form_token())) return refuse(turn, Code::admin_form_outdated);
  if (!found.registration.empty()) {
    const base::RegistrationId id(found.registration);
    if (!turn.session.may_see(id.str())) return refuse(turn, Code::request_not_found);
    auto loaded = deps.registrations.load_registration(id);
    if (!loaded) return failed(turn, loaded.error());
    if (!*loaded) return refuse(turn, Code::request_not_found);
    turn.registration = std::move(**loaded);
  }
  if (route.needs == Route::Needs::whole_site && !turn.session.whole_site()) return refuse(turn, Code::admin_denied);
  return watched(route, turn);
}

AdminPages::Impl::Response AdminPages::Impl::refuse(const Turn& turn, Code code) {
  const auto& info = base::info(code);
  const std::string key = "error." + std::string(info.name);
  const std::string whole = turn.messages.has(key) ? turn.messages.text(key) : std::string(info.user);
  AdminPage out;
  out.title = whole;
  out.template_name = "admin_refused";
  out.view.text("sentence", whole).flag("sign_in", code == Code::admin_signed_out || code == Code::admin_link_used);
  out.view.flag("back", !turn.session.secret.empty());
  return page(turn, std::move(out), info.status);
}

AdminPages::Impl::Response AdminPages::Impl::failed(const Turn& turn, const base::Error& error) {
  deps.log.write(ports::Level::error, "admin.page_failed", {{"request", turn.request.id}, {"error", base::describe(error)}});
  return refuse(turn, error.code);
}

AdminPages::Impl::Response AdminPages::Impl::page(const Turn& turn, AdminPage page, int status) {
  page.prefix = prefix;
  page.whole_site = turn.session.whole_site();
  if (turn.session.secret.empty()) page.section.clear();
  else page.form_token = turn.session.form_token();
  if (!page.section.empty()) {
    const auto waiting = waiting_for(turn.session);
    if (!waiting) deps.log.write(ports::Level::warning, "admin.waiting_failed", {{"error", base::describe(waiting.error())}});
    else page.waits = waiting_line(*waiting, turn.messages);
  }
  return admin_frame(turn.messages, std::move(page), status);
}

AdminPages::Impl::Response AdminPages::Impl::go(const std::string& place, const std::string& done) {
  std::string location = prefix + "/admin" + place;
  if (!done.empty()) location = base::add_query(location, "done", done);
  return see_other(location);
}

base::Result<std::vector<lti::Registration>> AdminPages::Impl::seen_registrations(const Turn& turn) {
  auto all = deps.registrations.list_registrations();
  if (!all) return all;
  std::erase_if(*all, [&](const lti::Registration& one) { return !turn.session.may_see(one.id.str()); });
  return all;
}

AdminPages::AdminPages(AdminDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
AdminPages::~AdminPages() = default;
ports::HttpResponse AdminPages::answer(const ports::HttpRequest& request) { return impl_->answer(request); }

}  // namespace preceptor::web
