// Names and roles (moodle.md 8): short role names, active people only, names when the tool may have them.
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;

// Who teaches without editing counts as a learner here; the site's administrator is not enrolled.
std::string role_of(const Person& person) {
  if (person.kind == Kind::administrator) return {};
  return person.kind == Kind::instructor ? "Instructor" : "Learner";
}

Json member(const Tool& tool, const Person& person, bool with_message) {
  Json out{{"status", "Active"}, {"roles", {role_of(person)}}, {"user_id", person.id}, {"lis_person_sourcedid", person.sourced_id}};
  if (tool.share_name) {
    out["name"] = person.name();
    out["given_name"] = person.given;
    out["family_name"] = person.family;
    out["ext_user_username"] = person.username;
  }
  if (tool.share_email) out["email"] = person.email;
  if (with_message) out["message"] = {{{"https://purl.imsglobal.org/spec/lti/claim/message_type", "LtiResourceLinkRequest"}}};
  return out;
}

bool fits(const std::string& wanted, const Person& person) {
  const std::string own = role_of(person);
  if (own.empty()) return false;
  const std::string word = wanted.find('#') == std::string::npos ? wanted : wanted.substr(wanted.find('#') + 1);
  return (word != "Learner" && word != "Instructor") || word == own;   // an unknown role means everybody
}

}  // namespace

ports::HttpResponse members(World& world, const Call& call, const Service& service) {
  const Course& course = *world.course(service.course);
  const std::string rlid = call.of("rlid");
  if (!rlid.empty()) {
    const Activity* link = world.link_by_uid(rlid);
    if (!link || link->course != course.id || link->tool != service.tool->id) return service_error(404);
  }
  std::vector<const Person*> found;
  for (const auto& person : world.people)
    if (fits(call.of("role"), person)) found.push_back(&person);
  const std::size_t limit = static_cast<std::size_t>(std::max(0, call.number("limit"))), from = static_cast<std::size_t>(std::max(0, call.number("from")));
  const std::string url = members_url(world, *service.tool, course.id);
  Json out{{"id", url}, {"context", {{"id", course.context_id}, {"label", course.label}, {"title", course.title}}}, {"members", Json::array()}};
  for (std::size_t i = from; i < found.size() && (limit == 0 || i < from + limit); ++i) out["members"].push_back(member(*service.tool, *found[i], !rlid.empty()));
  ports::HttpResponse answer{200, {{"Content-Type", "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"}, {"Cache-Control", "no-store"}}, php_json(out.dump())};
  if (limit && from + limit < found.size()) {
    std::string next = url;
    for (const char* name : {"role", "rlid"})
      if (!call.of(name).empty()) next = base::add_query(next, name, call.of(name));
    next = base::add_query(base::add_query(next, "limit", std::to_string(limit)), "from", std::to_string(from + limit));
    answer.headers.emplace_back("Link", "<" + next + ">; rel=\"next\"");
  }
  return answer;
}

}  // namespace preceptor::demo::moodle
