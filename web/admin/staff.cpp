// Staff: who plans and reads here. They sign in at /staff by a one-time link, which is shown once.
#include "core/base/uuid.hpp"
#include "lti/words.hpp"
#include "web/admin/impl.hpp"
#include "web/admin/sign_in_link.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

std::string role_word(StaffRole role, const Messages& messages) { return messages.text("staff.role_" + std::string(name(role))); }

View member_view(const StaffMember& member, const Messages& messages) {
  View view;
  add_state(view, messages, member.active ? "active" : "off");
  view.text("name", member.name).text("role", role_word(member.role, messages)).text("id", member.id).flag("active", member.active);
  view.text("since", messages.text("admin.staff_since", {{"time", admin_time(member.added_at)}}));
  view.text_if("ended", member.ended_at ? messages.text("admin.staff_ended", {{"time", admin_time(*member.ended_at)}}) : "");
  return view;
}

std::vector<View> role_views(const std::string& chosen, const Messages& messages) {
  std::vector<View> views;
  for (const StaffRole role : {StaffRole::planner, StaffRole::accreditation, StaffRole::reader}) {
    View view;
    view.text("value", std::string(name(role))).text("label", role_word(role, messages));
    view.text("what", messages.text("staff.may_" + std::string(name(role)))).flag("chosen", chosen == name(role));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

// `problem`: what was wrong with a member to be added; nobody was.
AdminPages::Impl::Response AdminPages::Impl::staff_page(Turn& turn, const std::string& problem, int status) {
  const auto members = deps.staff.list();
  if (!members) return failed(turn, members.error());
  std::vector<View> views;
  for (const auto& member : *members) views.push_back(member_view(member, turn.messages));
  AdminPage out;
  out.title = turn.messages.text("admin.staff_title");
  out.template_name = "admin_staff";
  out.section = "staff";
  out.script = true;
  const std::string done = turn.asked("done");
  out.done = done == "added" ? "admin.staff_done_added" : done == "ended" ? "admin.staff_done_ended" : "";
  out.view.flag("none", views.empty()).list("members", std::move(views)).text_if("problem", problem);
  const std::string role = turn.value("role");
  out.view.text("name_value", turn.value("name")).text("key", base::uuid_v4()).list("roles", role_views(role.empty() ? "planner" : role, turn.messages));
  return page(turn, std::move(out), status);
}

AdminPages::Impl::Response AdminPages::Impl::staff(Turn& turn) { return staff_page(turn, {}, 200); }

AdminPages::Impl::Response AdminPages::Impl::add_staff(Turn& turn) {
  const auto role = staff_role_of(turn.value("role"));
  if (!role) return staff_page(turn, turn.messages.text("admin.staff_wrong"), 422);   // before anything is stored
  // The form names the id, so that sent twice it adds one.
  const auto added = deps.staff.add(std::string(lti::trimmed(turn.value("name"))), *role, turn.value("key"));
  if (!added && added.error().code == base::Code::command_arguments) return staff_page(turn, turn.messages.text("admin.staff_wrong"), 422);
  if (!added && added.error().code != base::Code::store_conflict) return failed(turn, added.error());
  if (added) deps.log.write(ports::Level::info, "staff.added", {{"member", added->id}, {"role", std::string(name(added->role))}});
  return go("/staff", "added");
}

AdminPages::Impl::Response AdminPages::Impl::staff_link(Turn& turn) {
  const auto member = deps.staff.load(turn.token);
  if (!member) return failed(turn, member.error());
  if (!*member || !(*member)->active) return refuse(turn, base::Code::admin_form_outdated);
  const auto url = make_staff_link(deps.sessions, deps.clock, deps.public_url, (*member)->id);
  if (!url) return failed(turn, url.error());
  AdminPage out;
  out.title = turn.messages.text("admin.staff_link_title", {{"name", (*member)->name}});
  out.template_name = "admin_staff_link";
  out.section = "staff";
  out.script = true;
  out.view.text("url", *url).text("until", turn.messages.text("admin.invited_until", {{"time", admin_time(deps.clock.now() + kAdminLinkLife)}}));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::end_staff(Turn& turn) {
  const auto member = deps.staff.load(turn.token);
  if (!member) return failed(turn, member.error());
  if (!*member) return refuse(turn, base::Code::admin_form_outdated);
  const auto ended = deps.staff.end(**member);
  if (!ended && ended.error().code != base::Code::store_conflict) return failed(turn, ended.error());
  if (!ended) return refuse(turn, base::Code::admin_form_outdated);
  deps.log.write(ports::Level::info, "staff.ended", {{"member", (*member)->id}});
  return go("/staff", "ended");
}

}  // namespace preceptor::web
