// Names and roles (canvas.md 7): at most 50 a page, full role addresses, fields by the privacy level.
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr std::size_t kMembersPage = 50;
constexpr std::string_view kMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

std::string role_of(const Person& person) {
  for (const auto& role : roles_of(person))
    if (role.starts_with(kMembership)) return role;
  return {};
}

Json member(World& world, const Tool& tool, const Person& person, const Activity* link, int course) {
  Json out{{"status", "Active"}, {"user_id", person.id}, {"lti11_legacy_user_id", person.legacy_id}, {"roles", Json::array({role_of(person)})}};
  if (tool.privacy == "public" || tool.privacy == "name_only") {
    out["name"] = person.name();
    out["given_name"] = person.given;
    out["family_name"] = person.family;
    if (!person.sourced_id.empty()) out["lis_person_sourcedid"] = person.sourced_id;
  }
  if (tool.privacy == "public" || tool.privacy == "email_only") out["email"] = person.email;
  if (tool.privacy == "public") out["picture"] = world.settings.origin + "/images/messages/avatar-50.png";
  if (!link) return out;
  Pending as;
  as.who = &person;
  as.course = course;
  as.tool = tool.id;
  Values custom = tool.custom;
  for (const auto& [name, value] : link->custom) custom[name] = value;
  const std::string claim = "https://purl.imsglobal.org/spec/lti/claim/";
  Json message{{claim + "message_type", "LtiResourceLinkRequest"}, {"locale", "en"}, {claim + "custom", expanded(world, as, custom)},
               {claim + "lti11_legacy_user_id", person.legacy_id}, {claim + "lti1p1", {{"user_id", person.legacy_id}}}};
  out["message"] = Json::array({message});
  return out;
}

}  // namespace

ports::HttpResponse members(World& world, const Call& call, const Service& service) {
  const Course& course = *world.course(service.course);
  const std::string rlid = call.of("rlid"), role = call.of("role");
  const Activity* link = rlid.empty() ? nullptr : world.link_by_uid(rlid);
  if (!rlid.empty() && rlid != course.context_id && (!link || link->course != course.id || link->tool != service.tool->id))
    return service_error(400, "bad_request", "Tool does not have access to rlid or rlid does not exist");
  std::vector<const Person*> found;
  for (const auto& person : world.people) {
    const std::string own = role_of(person);
    if (!own.empty() && person.kind != Kind::test_user && (role.empty() || role == own)) found.push_back(&person);
  }
  const std::size_t asked = static_cast<std::size_t>(std::max(0, call.number("limit"))), size = asked == 0 ? kMembersPage : std::min(asked, kMembersPage);
  const std::size_t page = static_cast<std::size_t>(std::max(1, call.number("page"))), pages = std::max<std::size_t>(1, (found.size() + size - 1) / size);
  std::string url = course_url(world, course.id) + "/names_and_roles";
  for (const char* name : {"role", "rlid", "limit"})
    if (!call.of(name).empty()) url = base::add_query(url, name, call.of(name));
  Json out{{"id", base::add_query(url, "page", std::to_string(page))}, {"context", {{"id", course.context_id}, {"label", course.label}, {"title", course.title}}},
           {"members", Json::array()}};
  for (std::size_t i = (page - 1) * size; i < std::min(found.size(), page * size); ++i)
    out["members"].push_back(member(world, *service.tool, *found[i], link, course.id));
  ports::HttpResponse answer{200, {{"Content-Type", "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"}, {"Cache-Control", "no-store"}}, out.dump()};
  answer.headers.emplace_back("Link", paging_links(url, page, pages));
  return answer;
}

}  // namespace preceptor::demo::canvas
