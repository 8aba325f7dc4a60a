// preceptor staff add | link | list | end: who works at /staff.
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "web/admin/sign_in_link.hpp"
#include "web/staff/members.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

Json member_json(const web::StaffMember& member) {
  Json out = {{"id", member.id}, {"name", member.name}, {"role", std::string(web::name(member.role))}, {"state", member.active ? "active" : "ended"},
              {"added_at", base::format_rfc3339(member.added_at)}};
  if (member.ended_at) out["ended_at"] = base::format_rfc3339(*member.ended_at);
  return out;
}

std::string member_line(const web::StaffMember& member) {
  return member.id + "  " + std::string(web::name(member.role)) + (member.active ? "" : ", ended") + "  " + member.name + "\n";
}

// The member that "id" names. Error command_arguments: none, or several begin like that.
Result<web::StaffMember> named(CommandContext& context) {
  const auto id = context.required("id");
  if (!id) return fail(id.error());
  auto found = context.site.staff().find(*id);
  if (!found) return fail(found.error());
  if (!*found) return fail(Code::command_arguments, "\"" + *id + "\" is no member's id: preceptor staff list shows them");
  return std::move(**found);
}

Result<int> answer(const CommandContext& context, const std::string& text) {
  if (const auto done = context.print(text); !done) return fail(done.error());
  return kGood;
}

// A one-time address for this member.
Result<std::string> new_link(CommandContext& context, const web::StaffMember& member, base::Milliseconds life) {
  Site& site = context.site;
  return web::make_staff_link(site.store(), site.clock(), site.config().public_url_text, member.id, life);
}

// "id" makes it safe to ask twice: a member who is there already is answered as added.
Result<web::StaffMember> added_once(CommandContext& context, const std::string& name, web::StaffRole role) {
  const auto id = context.text("id");
  if (!id) return fail(id.error());
  auto added = context.site.staff().add(name, role, *id);
  if (added || id->empty() || added.error().code != Code::store_conflict) return added;
  auto there = context.site.staff().load(*id);
  if (!there) return fail(there.error());
  return *there ? Result<web::StaffMember>(std::move(**there)) : added;
}

}  // namespace

Result<int> staff_add(CommandContext& context) {
  const auto name = context.required("name"), role_text = context.required("role");
  if (!name || !role_text) return fail(!name ? name.error() : role_text.error());
  const auto role = web::staff_role_of(*role_text);
  if (!role) return fail(Code::command_arguments, "role must be planner, accreditation or reader");
  const auto added = added_once(context, *name, *role);
  if (!added) return fail(added.error());
  const auto with_link = context.flag("link");
  if (!with_link) return fail(with_link.error());
  if (*with_link) {
    const auto life = link_life(context);
    if (!life) return fail(life.error());
    const auto url = new_link(context, *added, *life);
    if (!url) return fail(url.error());
    return answer(context, context.json ? Json{{"id", added->id}, {"url", *url}}.dump(2) + "\n" : *url + "\n");
  }
  if (context.json) return answer(context, member_json(*added).dump(2) + "\n");
  return answer(context, member_line(*added) + "To let them in: preceptor staff link " + added->id + "\n");
}

Result<int> staff_link(CommandContext& context) {
  const auto member = named(context);
  if (!member) return fail(member.error());
  if (!member->active) return fail(Code::command_arguments, member->name + " has ended; add them again");
  const auto life = link_life(context);
  if (!life) return fail(life.error());
  const base::Instant until = context.site.clock().now() + *life;
  const auto url = new_link(context, *member, *life);
  if (!url) return fail(url.error());
  if (context.json) return answer(context, Json{{"url", *url}, {"member", member->id}, {"expires_at", base::format_rfc3339(until)}}.dump(2) + "\n");
  const auto printed = answer(context, *url + "\n");
  if (!printed) return printed;
  const auto told = context.tell("For " + member->name + " alone. It works once, until " + base::format_rfc3339(until) + ".\n");
  if (!told) return fail(told.error());
  return kGood;
}

Result<int> staff_list(CommandContext& context) {
  const auto members = context.site.staff().list();
  if (!members) return fail(members.error());
  Json list = Json::array();
  std::string text;
  for (const auto& member : *members) {
    list.push_back(member_json(member));
    text += member_line(member);
  }
  if (text.empty()) text = "Nobody yet: preceptor staff add --help\n";
  return answer(context, context.json ? list.dump(2) + "\n" : text);
}

Result<int> staff_end(CommandContext& context) {
  const auto member = named(context);
  if (!member) return fail(member.error());
  if (const auto ended = context.site.staff().end(*member); !ended) return fail(ended.error());
  if (!context.json) return answer(context, member->name + " has no rights any more. What they signed stays.\n");
  const auto now = context.site.staff().load(member->id);
  if (!now) return fail(now.error());
  return answer(context, member_json(now->value_or(*member)).dump(2) + "\n");
}

}  // namespace preceptor::app
