// What an id_token of this platform says (canvas.md 4, 6).
#include <algorithm>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr std::int64_t kTokenLife = 3600;

std::string lti(std::string_view name) { return "https://purl.imsglobal.org/spec/lti/claim/" + std::string(name); }

// What is known of a variable; empty: not known, or nothing to say, and then its name is sent.
std::string variable(World& world, const Pending& p, const std::string& name) {
  const Course& course = *world.course(p.course);
  const Activity* link = p.link ? world.link(p.link) : nullptr;
  const std::string assignment = link && world.coupled_item(link->id) ? std::to_string(link->id) : "";
  const bool observer = p.who->kind == Kind::observer, test = p.who->kind == Kind::test_user;
  const std::map<std::string, std::string> known{
      {"Canvas.user.id", p.who->number}, {"User.id", p.who->number}, {"Canvas.user.globalId", "20999000000" + p.who->number}, {"Canvas.user.loginId", p.who->username},
      {"User.username", p.who->username}, {"Canvas.user.sisSourceId", p.who->sourced_id}, {"Person.sourcedId", p.who->sourced_id},
      {"vnd.instructure.User.uuid", p.who->id}, {"Person.name.full", p.who->name()}, {"Person.name.given", p.who->given}, {"Person.name.family", p.who->family},
      {"com.instructure.Person.name_sortable", p.who->family + ", " + p.who->given}, {"Person.email.primary", p.who->email}, {"Message.locale", p.language},
      {"Canvas.course.id", std::to_string(course.id)}, {"Canvas.course.name", course.title}, {"Context.id", course.context_id},
      {"Context.id.history", joined(course.copied_from, ",")}, {"ResourceLink.id", link ? link->uid : course.context_id}, {"ResourceLink.title", link ? link->title : ""},
      {"Canvas.assignment.id", assignment}, {"Canvas.assignment.title", assignment.empty() ? "" : link->title},
      {"com.instructure.Assignment.anonymous_grading", assignment.empty() ? "" : "false"},   // for assignments only
      {"Canvas.enrollment.enrollmentState", p.who->kind == Kind::administrator ? "" : "active"},
      {"Canvas.membership.roles", observer ? "ObserverEnrollment" : p.who->teaches() ? "TeacherEnrollment" : "StudentEnrollment"},
      {"com.instructure.User.student_view", test ? "true" : "false"}, {"Canvas.masqueradingUser.id", p.behind ? p.behind->number : ""},
      {"com.instructure.PostMessageToken", "demo-" + p.who->number}, {"Canvas.user.prefersHighContrast", "false"}};
  const auto found = known.find(name);
  return found == known.end() ? std::string() : found->second;
}

// Four levels of what is told about a person.
void add_person(World& world, const Tool& tool, const Pending& p, Json& claims) {
  const bool names = tool.privacy == "public" || tool.privacy == "name_only";
  if (names) {
    claims["name"] = p.who->name();
    claims["given_name"] = p.who->given;
    claims["family_name"] = p.who->family;
    claims[lti("lis")] = {{"person_sourcedid", p.who->sourced_id.empty() ? "$Person.sourcedId" : p.who->sourced_id}, {"course_offering_sourcedid", "CME-2026-QI-01"}};
  }
  if (tool.privacy == "public" || tool.privacy == "email_only") claims["email"] = p.who->email;
  if (tool.privacy != "public") return;
  claims["picture"] = world.settings.origin + "/images/messages/avatar-50.png";
  const Person* observed = p.who->kind == Kind::observer ? world.person("learner-1") : nullptr;
  if (observed) claims[lti("role_scope_mentor")] = {observed->id};
}

void add_services(World& world, const Tool& tool, const Pending& p, Json& claims) {
  Json scopes = Json::array();
  for (const auto& scope : tool.scopes)
    if (scope.starts_with(kAgs)) scopes.push_back(scope);
  if (!scopes.empty()) {
    Json endpoint{{"scope", scopes}, {"lineitems", course_url(world, p.course) + "/line_items"}};
    const auto hangs = [&](const auto& entry) { return entry.second.link == p.link; };
    if (p.link && std::count_if(world.items.begin(), world.items.end(), hangs) == 1)
      endpoint["lineitem"] = line_item_url(world, std::find_if(world.items.begin(), world.items.end(), hangs)->second);
    claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"] = endpoint;
  }
  if (tool.may("contextmembership.readonly"))
    claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"] = {{"context_memberships_url", course_url(world, p.course) + "/names_and_roles"},
                                                                                 {"service_versions", Json::array({"2.0"})}};
}

// One item or several, by the placement; a state for the way back rides in the return address's `data`.
void add_picking(World& world, const Pending& p, Json& claims) {
  const bool one = p.placement == "assignment_selection" || p.placement == "submission_type_selection";
  const bool create = p.placement == "module_index_menu_modal" || p.placement == "module_menu_modal";
  const std::string data = compact_jws(world.keys.back(), R"({"alg":"RS256"})", Json{{"nonce", random_hex(16)}, {"placement", p.placement}}.dump());
  world.drafts[data] = {p.course, p.tool, p.who, p.placement, "[]", "", ""};
  claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = {
      {"deep_link_return_url", world.settings.origin + "/courses/" + std::to_string(p.course) + "/deep_linking_response?data=" + data},
      {"accept_types", Json::array({"ltiResourceLink"})}, {"accept_presentation_document_targets", Json::array({"iframe", "window"})},
      {"accept_media_types", "application/vnd.ims.lti.v1.ltilink"}, {"auto_create", create}, {"accept_multiple", !one}};
}

// From the course navigation the link's id is the course's own: no stable link.
Json resource_link(World& world, const Pending& p) {
  const Activity* link = p.link ? world.link(p.link) : nullptr;
  if (!link) return {{"id", world.course(p.course)->context_id}, {"description", nullptr}, {"title", world.course(p.course)->title}};
  return {{"id", link->uid}, {"description", link->text.empty() ? Json(nullptr) : Json("<p>" + link->text + "</p>")}, {"title", link->title}};
}

}  // namespace

std::vector<std::string> roles_of(const Person& who) {
  const std::string base = "http://purl.imsglobal.org/vocab/lis/v2/", user = base + "system/person#User";
  switch (who.kind) {
    case Kind::learner:
    case Kind::test_user: return {base + "institution/person#Student", base + "membership#Learner", user};
    case Kind::instructor:
    case Kind::assistant: return {base + "institution/person#Instructor", base + "membership#Instructor", user};
    case Kind::observer: return {base + "institution/person#Observer", base + "membership#Mentor"};
    case Kind::administrator: return {base + "institution/person#Administrator", user};   // not enrolled: no membership role
  }
  return {};
}

Values expanded(World& world, const Pending& p, const Values& values) {
  Values out;
  for (const auto& [name, value] : values) {
    const std::string known = value.starts_with('$') ? variable(world, p, value.substr(1)) : "";
    out[name] = known.empty() ? value : known;
  }
  return out;
}

std::string claims(World& world, const Pending& p, const std::string& nonce) {
  const Tool& tool = *world.tool(p.tool);
  const Course& course = *world.course(p.course);
  const Activity* link = p.link ? world.link(p.link) : nullptr;
  const std::int64_t now = now_seconds();
  Json out{{lti("message_type"), p.message}, {lti("version"), "1.3.0"}, {"aud", tool.client_id}, {"azp", tool.client_id}, {"iss", world.settings.origin},
           {"iat", now}, {"exp", now + kTokenLife}, {"nonce", nonce}, {"sub", p.subject.empty() ? p.who->id : p.subject}, {"locale", p.language}};
  out[lti("deployment_id")] = tool.deployment_id;
  out[lti("target_link_uri")] = p.target_link_uri;
  add_person(world, tool, p, out);
  out[lti("roles")] = roles_of(*p.who);
  out[lti("context")] = {{"id", course.context_id}, {"label", course.label}, {"title", course.title},
                         {"type", Json::array({"http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"})}};
  out[lti("tool_platform")] = {{"guid", "kQ2mTn7Vb0xYw5Rz8Lc3Hd6Ff9Gj1Ks4Pp0Aa2Bb:canvas-lms"}, {"name", "Demo college"}, {"version", "cloud"}, {"product_family_code", "canvas"}};
  const std::string returns = world.settings.origin + "/courses/" + std::to_string(p.course) + "/external_content/success/";
  const bool picking = p.message == "LtiDeepLinkingRequest";
  out[lti("launch_presentation")] = {{"document_target", p.document_target}, {"return_url", returns + (picking ? "external_tool_dialog" : "external_tool_redirect")},
                                     {"locale", p.language}, {"height", 600}, {"width", 800}};
  Values custom = tool.custom;   // the link's values are laid over the tool's
  if (link)
    for (const auto& [name, value] : link->custom) custom[name] = value;
  out[lti("custom")] = expanded(world, p, custom);
  out[lti("lti11_legacy_user_id")] = p.who->legacy_id;
  out[lti("lti1p1")] = {{"user_id", p.who->legacy_id}};
  out["https://www.instructure.com/placement"] = p.placement.empty() ? Json(nullptr) : Json(p.placement);
  if (!p.for_user.empty()) out["https://www.instructure.com/lti_student_id"] = p.for_user;
  if (picking) add_picking(world, p, out);
  else out[lti("resource_link")] = resource_link(world, p);
  add_services(world, tool, p, out);
  return out.dump();
}

}  // namespace preceptor::demo::canvas
