// Around a section's own code: the audit log, and acts that wait for ten minutes (web/acts).
#include "web/acts/waiting_view.hpp"
#include "web/acts/watch.hpp"
#include "web/staff/desk.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kStaffArea = "staff";

Watched watched_of(const StaffRoute& route, const StaffTurn& turn) {
  return {kStaffArea, turn.member.id, route.method, route.path, turn.places, route.method == "GET" ? turn.query : turn.form, turn.request.id};
}

}  // namespace

ports::HttpResponse StaffDesk::watched(const Own& own, StaffTurn& turn) {
  if (deps_.watch == nullptr) return own.route.answer(turn);
  const bool changes = own.route.method != "GET";
  if (const DestructiveAct* act = changes ? destructive_act(own.route.path, turn.form) : nullptr) {
    if (turn.value("sure") == "yes") return put_off(own, turn, *act);
    if (!act->asks_itself) return ask_whether_sure(turn, *act);
  }
  const Watched seen = watched_of(own.route, turn);
  if (const auto noted = deps_.watch->note(seen); !noted) return failed(turn, noted.error());
  auto response = own.route.answer(turn);
  if (changes && response.status >= 400)
    if (const auto noted = deps_.watch->note_refused(seen); !noted) return failed(turn, noted.error());
  return response;
}

std::string StaffDesk::subject_of_act(const StaffTurn& turn) const { return turn.places.contains("unit") ? turn.place("unit") : turn.value("what"); }

ports::HttpResponse StaffDesk::ask_whether_sure(const StaffTurn& turn, const DestructiveAct& act) {
  StaffPage out;
  out.title = act_text(act.name, subject_of_act(turn), turn.messages);
  out.template_name = "act_sure";
  out.view = sure_view(kept_of(act, turn.form), prefix_ + turn.request.path, prefix_ + act_page(act, turn.places, turn.form), turn.messages);
  return page(turn, std::move(out), 200);
}

ports::HttpResponse StaffDesk::put_off(const Own& own, const StaffTurn& turn, const DestructiveAct& act) {
  PendingAct pending;
  pending.id = turn.value("act_id");
  pending.area = kStaffArea;
  pending.name = std::string(act.name);
  pending.path = turn.request.path;
  pending.form = kept_of(act, turn.form);
  pending.subject = subject_of_act(turn);
  pending.page = act_page(act, turn.places, turn.form);
  pending.who = turn.member.id;
  const auto asked = deps_.watch->put_off(watched_of(own.route, turn), std::move(pending));
  if (!asked) return failed(turn, asked.error());
  return turn.go("/waiting", "asked");
}

// Whether the member could do the act, and so may see it wait and take it back.
bool StaffDesk::may_do(const StaffMember& member, const PendingAct& act) const {
  ports::HttpRequest request;
  request.method = "POST";
  request.path = act.path;
  const Found found = find(request);
  return found.own != nullptr && found.own->route.roles.has(member.role);
}

base::Result<std::vector<PendingAct>> StaffDesk::waiting_for(const StaffMember& member) {
  if (deps_.watch == nullptr) return std::vector<PendingAct>();
  auto waiting = deps_.watch->acts().waiting(kStaffArea);
  if (waiting) std::erase_if(*waiting, [&](const PendingAct& act) { return !may_do(member, act); });
  return waiting;
}

ports::HttpResponse StaffDesk::show_waiting(StaffTurn& turn) {
  const auto waiting = waiting_for(turn.member);
  if (!waiting) return failed(turn, waiting.error());
  auto settled = deps_.watch->acts().settled(kStaffArea);
  if (!settled) return failed(turn, settled.error());
  std::erase_if(*settled, [&](const PendingAct& act) { return !may_do(turn.member, act); });
  StaffPage out;
  out.title = turn.messages.text("act.waiting_title");
  out.template_name = "acts_waiting";
  out.view = waiting_view(*waiting, *settled, prefix_, turn.url("/waiting/"), turn.messages);
  const std::string done = turn.asked("done");
  out.done = done == "asked" ? "act.done_asked" : done == "taken_back" ? "act.done_taken_back" : "";
  return page(turn, std::move(out), 200);
}

ports::HttpResponse StaffDesk::take_back(StaffTurn& turn) {
  const auto act = deps_.watch->acts().load(turn.place("act"));
  if (!act) return failed(turn, act.error());
  if (!*act || (*act)->area != kStaffArea) return refuse(turn, base::Code::request_not_found);
  if (!may_do(turn.member, **act)) return refuse(turn, 403, turn.messages.text("staff.denied"));
  if ((*act)->state == "taken_back") return turn.go("/waiting", "taken_back");   // sent twice
  const auto taken = deps_.watch->take_back(**act, turn.member.id, turn.request.id);
  if (!taken) return failed(turn, taken.error());
  return *taken ? turn.go("/waiting", "taken_back") : refuse(turn, base::Code::admin_form_outdated);
}

base::Result<int> StaffDesk::perform(const PendingAct& act) {
  ports::HttpRequest request;
  request.method = "POST";
  request.path = act.path;
  StaffTurn turn{*this, request, choose_messages({}, "en"), {}, {}, {}, {}, {}, {}};
  Found found = find(request);
  if (found.own == nullptr) return 404;
  const auto member = deps_.members.load(act.who);
  if (!member) return base::fail(member.error());
  // Rights that ended in between do nothing any more.
  if (!*member || !(*member)->active || !found.own->route.roles.has((*member)->role)) return 403;
  turn.member = **member;
  turn.section = found.own->section;
  turn.places = std::move(found.places);
  turn.form = act.form;
  turn.form.emplace_back("sure", "yes");
  return found.own->route.answer(turn).status;
}

}  // namespace preceptor::web
