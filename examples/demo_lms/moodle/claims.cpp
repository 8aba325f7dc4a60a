// What an id_token of this platform says (moodle.md 4.3, 4.4, 5.1, 9).
#include <algorithm>
#include <cctype>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;
constexpr std::int64_t kTokenLife = 60;

std::string lti(std::string_view name) { return "https://purl.imsglobal.org/spec/lti/claim/" + std::string(name); }

Json roles_of(const Person& who) {
  const std::string vocabulary = "http://purl.imsglobal.org/vocab/lis/v2/";
  if (who.kind == Kind::administrator)
    return {vocabulary + "membership#Instructor", vocabulary + "institution/person#Administrator", vocabulary + "system/person#Administrator"};
  return {vocabulary + (who.kind == Kind::learner ? "membership#Learner" : "membership#Instructor")};
}

// One variable's value: null where the platform knows it but may not or cannot say, no value where it does not know the name.
std::optional<Json> variable(World& world, const Tool& tool, const Pending& p, const std::string& name) {
  const Course& course = *world.course(p.course);
  const Activity* link = p.link ? world.link(p.link) : nullptr;
  const LineItem* item = link ? world.coupled_item(link->id) : nullptr;
  const auto shared = [](bool yes, const std::string& value) { return yes ? Json(value) : Json(nullptr); };
  const std::map<std::string, Json> known{
      {"User.id", p.who->id}, {"User.username", p.who->username}, {"Person.sourcedId", p.who->sourced_id},
      {"Person.name.full", shared(tool.share_name, p.who->name())}, {"Person.name.given", shared(tool.share_name, p.who->given)},
      {"Person.name.family", shared(tool.share_name, p.who->family)}, {"Person.email.primary", shared(tool.share_email, p.who->email)},
      {"Context.id", course.context_id}, {"Context.title", course.title}, {"Context.label", course.label}, {"Context.sourcedId", "crs-" + course.context_id},
      {"CourseSection.title", course.title}, {"CourseSection.label", course.label}, {"CourseSection.sourcedId", "crs-" + course.context_id},
      {"Context.id.history", joined(course.copied_from, ",")}, {"Membership.role", roles_of(*p.who)[0]}, {"Moodle.Person.userGroupIds", ""},
      {"ResourceLink.id", link ? Json(link->uid) : Json(nullptr)}, {"ResourceLink.title", link ? Json(link->title) : Json(nullptr)},
      {"ResourceLink.description", link ? Json(link->text) : Json(nullptr)}, {"LineItems.url", line_items_url(world, tool, p.course)},
      {"LineItem.url", item ? Json(line_item_url(world, *item)) : Json(nullptr)}, {"ToolProxyBinding.memberships.url", members_url(world, tool, p.course)}};
  const auto found = known.find(name);
  return found == known.end() ? std::nullopt : std::optional<Json>(found->second);
}

void add_custom(World& world, const Tool& tool, const Pending& p, Json& custom, const Values& values) {
  for (const auto& [name, value] : values) {
    Json given = value;
    // Only a value that is the variable and nothing else is replaced; an unknown one stays as it is written.
    if (value.starts_with('$'))
      if (auto known = variable(world, tool, p, value.substr(1))) given = *known;
    custom[name] = given;
    std::string plain = name;
    for (char& c : plain) c = std::isalnum(static_cast<unsigned char>(c)) ? static_cast<char>(std::tolower(c)) : '_';
    if (plain != name) custom[plain] = given;
  }
}

Json custom_of(World& world, const Tool& tool, const Pending& p) {
  Json custom = Json::object();
  const Activity* link = p.link ? world.link(p.link) : nullptr;
  if (link) add_custom(world, tool, p, custom, link->custom);
  if (const LineItem* item = link ? world.coupled_item(link->id) : nullptr; item && !p.for_user.empty() && !item->review.empty()) {
    Values review;
    const Json members = Json::parse(item->review).value("custom", Json::object());
    for (const auto& [name, value] : members.items())
      if (value.is_string()) review[name] = value.get<std::string>();
    add_custom(world, tool, p, custom, review);
  }
  add_custom(world, tool, p, custom, tool.custom);   // the tool's own win over the link's
  return custom;
}

void add_person(const Tool& tool, const Person& who, Json& claims) {
  if (tool.share_name) {
    claims["given_name"] = who.given;
    claims["family_name"] = who.family;
    claims["name"] = who.name();
  }
  if (tool.share_email) claims["email"] = who.email;
  Json ext{{"lms", "moodle-2"}};
  if (tool.share_name) ext["user_username"] = who.username;
  claims[lti("ext")] = ext;
}

void add_services(World& world, const Tool& tool, const Pending& p, Json& claims) {
  if (tool.may("/lti-ags/scope/score")) {
    Json endpoint{{"scope", Json::array()}, {"lineitems", line_items_url(world, tool, p.course)}};
    for (const auto& scope : tool.scopes)
      if (scope.starts_with(kAgs)) endpoint["scope"].push_back(scope);
    const auto hangs = [&](const auto& entry) { return entry.second.link == p.link; };
    // Named only when exactly one column hangs on the link.
    if (p.link && std::count_if(world.items.begin(), world.items.end(), hangs) == 1)
      endpoint["lineitem"] = line_item_url(world, std::find_if(world.items.begin(), world.items.end(), hangs)->second);
    claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"] = endpoint;
  }
  const auto used = [&](const auto& entry) { return entry.second.course == p.course && entry.second.tool == tool.id; };
  if (tool.may("contextmembership.readonly") && std::any_of(world.links.begin(), world.links.end(), used))
    claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"] = {{"context_memberships_url", members_url(world, tool, p.course)},
                                                                                 {"service_versions", {"1.0", "2.0"}}};
}

void add_link(World& world, const Pending& p, Json& claims) {
  const Activity& link = *world.link(p.link);
  claims[lti("resource_link")] = {{"id", link.uid}, {"title", link.title}, {"description", link.text}};
  claims[lti("launch_presentation")] = {
      {"locale", p.language},
      {"document_target", p.document_target},
      {"return_url", world.settings.origin + "/mod/lti/return.php?course=" + std::to_string(p.course) + "&launch_container=3&instanceid=" + link.uid +
                         "&sesskey=" + sesskey_of(world, *p.who)}};
  const LineItem* item = world.coupled_item(link.id);
  if (!item) return;
  const Json sourced{{"data", {{"instanceid", link.uid}, {"userid", p.who->id}, {"typeid", std::to_string(p.tool)}, {"launchid", now_seconds()}}}, {"hash", random_hex(32)}};
  claims["https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"] = {{"lis_result_sourcedid", sourced.dump()},
                                                                          {"lis_outcome_service_url", world.settings.origin + "/mod/lti/service.php"}};
}

void add_picking(const World& world, const Pending& p, Json& claims) {
  claims[lti("launch_presentation")] = {{"locale", p.language}};
  claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = {
      {"accept_types", {"ltiResourceLink"}}, {"accept_presentation_document_targets", {"frame", "iframe", "window"}}, {"accept_copy_advice", false},
      {"accept_multiple", true}, {"accept_unsigned", false}, {"auto_create", false}, {"can_confirm", false}, {"title", ""}, {"text", ""},
      {"deep_link_return_url", world.settings.origin + "/mod/lti/contentitem_return.php?course=" + std::to_string(p.course) + "&id=" + std::to_string(p.tool) +
                                   "&sesskey=" + sesskey_of(world, *p.who)}};
}

}  // namespace

std::string claims(World& world, const Pending& p, const std::string& nonce) {
  const Tool& tool = *world.tool(p.tool);
  const Course& course = *world.course(p.course);
  const std::int64_t now = now_seconds();
  Json out{{"nonce", nonce}, {"iat", now}, {"exp", now + kTokenLife}, {"iss", world.settings.origin}, {"aud", tool.client_id},
           {"sub", p.subject.empty() ? p.who->id : p.subject}};
  add_person(tool, *p.who, out);
  out[lti("deployment_id")] = tool.deployment_id;
  out[lti("target_link_uri")] = p.target_link_uri;
  out[lti("message_type")] = p.message;
  out[lti("version")] = "1.3.0";
  out[lti("roles")] = roles_of(*p.who);
  out[lti("lis")] = {{"person_sourcedid", p.who->sourced_id}, {"course_section_sourcedid", "crs-" + course.context_id}};
  out[lti("context")] = {{"id", course.context_id}, {"label", course.label}, {"title", course.title}, {"type", {"CourseSection"}}};
  out[lti("tool_platform")] = {{"product_family_code", "moodle"}, {"version", "2024100706"}, {"guid", "8701f5281e5c86ecb42c3baecbd1c36c"},
                               {"name", "demosite"}, {"description", "Demo site that behaves like Moodle"}};
  out[lti("custom")] = custom_of(world, tool, p);
  if (p.message == "LtiDeepLinkingRequest") add_picking(world, p, out);
  else add_link(world, p, out);
  if (p.message == "LtiSubmissionReviewRequest") out[lti("for_user")] = {{"user_id", p.for_user}};
  add_services(world, tool, p, out);
  return out.dump();
}

}  // namespace preceptor::demo::moodle
