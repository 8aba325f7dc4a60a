// Around a page's own code: the audit log, and acts that wait for ten minutes (web/acts).
#include "web/acts/waiting_view.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/routes.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr const char* kAdminArea = "admin";

}  // namespace

Watched AdminPages::Impl::watched_of(const Route& route, const Turn& turn) const {
  std::map<std::string, std::string> places;
  if (turn.registration) places["registration"] = turn.registration->id.str();
  if (!turn.token.empty()) places["id"] = turn.token;
  return {kAdminArea, administrator(turn.session.registration.str(), turn.session.holder), std::string(route.method), std::string(route.path), std::move(places),
          route.method == "GET" ? turn.query : turn.form, turn.request.id};
}

AdminPages::Impl::Response AdminPages::Impl::watched(const Route& route, Turn& turn) {
  if (deps.watch == nullptr) return (this->*route.handler)(turn);
  const bool changes = route.method == "POST";
  const bool configured = turn.registration && turn.registration->source == "config";
  const DestructiveAct* const act = changes ? destructive_act(route.path, turn.form) : nullptr;
  if (act != nullptr && (!configured || act->of_configured)) {   // else its page refuses: nothing waits
    if (turn.value("sure") == "yes") return put_off(route, turn, *act);
    if (!act->asks_itself) return ask_whether_sure(turn, *act);
  }
  const Watched seen = watched_of(route, turn);
  if (const auto noted = deps.watch->note(seen); !noted) return failed(turn, noted.error());
  Response response = (this->*route.handler)(turn);
  if (changes && response.status >= 400)
    if (const auto noted = deps.watch->note_refused(seen); !noted) return failed(turn, noted.error());
  return response;
}

base::Result<std::string> AdminPages::Impl::subject_of_act(const Turn& turn) const {
  if (turn.registration) return turn.registration->name + (turn.value("deployment").empty() ? "" : " (" + turn.value("deployment") + ")");
  if (turn.token.empty()) return turn.value("store");
  const auto member = deps.staff.load(turn.token);
  if (!member) return base::fail(member.error());
  return *member ? (*member)->name : std::string();
}

std::map<std::string, std::string> AdminPages::Impl::places_of(const Turn& turn) {
  std::map<std::string, std::string> places;
  if (turn.registration) places["registration"] = turn.registration->id.str();
  return places;
}

AdminPages::Impl::Response AdminPages::Impl::ask_whether_sure(Turn& turn, const DestructiveAct& act) {
  const auto subject = subject_of_act(turn);
  if (!subject) return failed(turn, subject.error());
  AdminPage out;
  out.title = act_text(act.name, *subject, turn.messages);
  out.template_name = "act_sure";
  out.section = turn.registration ? "connections" : "staff";
  out.view = sure_view(kept_of(act, turn.form), prefix + turn.request.path, prefix + act_page(act, places_of(turn), turn.form), turn.messages);
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::put_off(const Route& route, Turn& turn, const DestructiveAct& act) {
  const auto subject = subject_of_act(turn);
  if (!subject) return failed(turn, subject.error());
  PendingAct pending;
  pending.id = turn.value("act_id");
  pending.area = kAdminArea;
  pending.name = std::string(act.name);
  pending.path = turn.request.path;
  pending.form = kept_of(act, turn.form);
  pending.subject = *subject;
  pending.page = act_page(act, places_of(turn), turn.form);
  pending.who = turn.session.registration.str();
  const auto asked = deps.watch->put_off(watched_of(route, turn), std::move(pending));
  if (!asked) return failed(turn, asked.error());
  return go("/waiting", "asked");
}

// Whether this session could do the act, and so may see it wait and take it back.
bool AdminPages::Impl::may_do(const SignedIn& session, const PendingAct& act) {
  if (session.whole_site()) return true;
  ports::HttpRequest request;
  request.method = "POST";
  request.path = act.path;
  const Found found = find(request);
  return found.route != nullptr && found.route->needs == Route::Needs::session && session.may_see(found.registration);
}

base::Result<std::vector<PendingAct>> AdminPages::Impl::waiting_for(const SignedIn& session) {
  if (deps.watch == nullptr) return std::vector<PendingAct>();
  auto waiting = deps.watch->acts().waiting(kAdminArea);
  if (waiting) std::erase_if(*waiting, [&](const PendingAct& act) { return !may_do(session, act); });
  return waiting;
}

AdminPages::Impl::Response AdminPages::Impl::show_waiting(Turn& turn) {
  const auto waiting = waiting_for(turn.session);
  if (!waiting) return failed(turn, waiting.error());
  auto settled = deps.watch == nullptr ? base::Result<std::vector<PendingAct>>() : deps.watch->acts().settled(kAdminArea);
  if (!settled) return failed(turn, settled.error());
  std::erase_if(*settled, [&](const PendingAct& act) { return !may_do(turn.session, act); });
  AdminPage out;
  out.title = turn.messages.text("act.waiting_title");
  out.template_name = "acts_waiting";
  out.section = "home";
  out.view = waiting_view(*waiting, *settled, prefix, prefix + "/admin/waiting/", turn.messages);
  const std::string done = turn.asked("done");
  out.done = done == "asked" ? "act.done_asked" : done == "taken_back" ? "act.done_taken_back" : "";
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::take_back(Turn& turn) {
  if (deps.watch == nullptr) return refuse(turn, Code::admin_form_outdated);
  const auto act = deps.watch->acts().load(turn.token);
  if (!act) return failed(turn, act.error());
  if (!*act || (*act)->area != kAdminArea || !may_do(turn.session, **act)) return refuse(turn, Code::request_not_found);
  if ((*act)->state == "taken_back") return go("/waiting", "taken_back");   // sent twice
  const auto taken = deps.watch->take_back(**act, administrator(turn.session.registration.str(), turn.session.holder), turn.request.id);
  if (!taken) return failed(turn, taken.error());
  return *taken ? go("/waiting", "taken_back") : refuse(turn, Code::admin_form_outdated);
}

base::Result<int> AdminPages::Impl::perform(const PendingAct& act) {
  ports::HttpRequest request;
  request.method = "POST";
  request.path = act.path;
  Turn turn{request, choose_messages({}, "en"), {}, {}, {}, {}, {}};
  const Found found = find(request);
  if (found.route == nullptr) return 404;
  turn.session.registration = base::RegistrationId(act.who);
  turn.token = found.token;
  turn.form = act.form;
  turn.form.emplace_back("sure", "yes");
  for (const std::string& id : {found.registration, act.who}) {
    if (id.empty()) continue;
    auto loaded = deps.registrations.load_registration(base::RegistrationId(id));
    if (!loaded) return base::fail(loaded.error());
    if (!*loaded) return 404;
    // Rights that ended in between do nothing any more.
    if (id == act.who && (!(*loaded)->enabled || !(*loaded)->accepted)) return 403;
    if (id == found.registration) turn.registration = std::move(**loaded);
  }
  return (this->*found.route->handler)(turn).status;
}

base::Result<int> AdminPages::perform(const PendingAct& act) { return impl_->perform(act); }

}  // namespace preceptor::web
