#include "examples/demo_lrs/statement_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "core/base/json.hpp"
#include "core/base/language.hpp"
#include "core/base/time.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::demo {

namespace {

using base::Json;
using Names = std::initializer_list<std::string_view>;
using std::string;

constexpr std::string_view kVoided = "http://adlnet.gov/expapi/verbs/voided";

// Each check throws its finding; statement_problem catches it. One level of nesting would otherwise double the length of every rule.
struct Finding {
  string text;
};
[[noreturn]] void refuse(const string& where, const string& why) { throw Finding{where + ": " + why}; }

void need(bool good, const string& where, const string& why) {
  if (!good) refuse(where, why);
}

void only(const Json& object, const string& where, Names known) {
  need(object.is_object(), where, "must be an object");
  for (const auto& [name, value] : object.items()) {
    need(std::find(known.begin(), known.end(), name) != known.end(), where + "." + name, "is not a property of the specification");
    need(!value.is_null() || name == "extensions", where + "." + name, "must not be null");
  }
}

bool is_iri(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const string&>();
  const auto colon = text.find(':');
  return colon != string::npos && colon > 0 && colon + 1 < text.size() && text.find(' ') == string::npos;
}

void iri(const Json& object, const char* name, const string& where) {
  need(object.contains(name) && is_iri(object[name]), where + "." + name, "must be an IRI");
}

void language_map(const Json& object, const char* name, const string& where) {
  if (!object.contains(name)) return;
  const Json& map = object[name];
  need(map.is_object(), where + "." + name, "must be a language map");
  for (const auto& [tag, text] : map.items()) {
    need(base::is_language_tag(tag), where + "." + name + "." + tag, "is not a language tag");
    need(text.is_string(), where + "." + name + "." + tag, "must be text");
  }
}

void extensions(const Json& object, const string& where) {
  if (!object.contains("extensions")) return;
  need(object["extensions"].is_object(), where + ".extensions", "must be an object");
  for (const auto& [name, value] : object["extensions"].items()) need(is_iri(name), where + ".extensions." + name, "is not an IRI");
}

void uuid(const Json& object, const char* name, const string& where) {
  need(object.contains(name) && object[name].is_string() && base::is_uuid(object[name].get_ref<const string&>()), where + "." + name, "must be a UUID");
}

void account(const Json& actor, const string& where) {
  const Json& value = actor["account"];
  only(value, where + ".account", {"homePage", "name"});
  iri(value, "homePage", where + ".account");
  need(value.contains("name") && value["name"].is_string(), where + ".account.name", "must be text");
}

void check_actor(const Json& actor, const string& where) {
  only(actor, where, {"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account", "member"});
  const string type = actor.contains("objectType") ? actor["objectType"].is_string() ? actor["objectType"].get<string>() : "?" : "Agent";
  need(type == "Agent" || type == "Group", where + ".objectType", "must be Agent or Group");
  int identifiers = 0;
  for (const char* name : {"mbox", "mbox_sha1sum", "openid", "account"}) identifiers += actor.contains(name);
  const bool group = type == "Group";
  need(identifiers == 1 || (group && identifiers == 0), where, "needs exactly one identifier");
  need(!actor.contains("name") || actor["name"].is_string(), where + ".name", "must be text");
  if (actor.contains("account")) account(actor, where);
  if (actor.contains("mbox")) need(actor["mbox"].is_string() && actor["mbox"].get<string>().rfind("mailto:", 0) == 0, where + ".mbox", "must be a mailto IRI");
  need(group || !actor.contains("member"), where + ".member", "belongs to groups only");
  need(!group || identifiers == 1 || actor.contains("member"), where + ".member", "is needed in an anonymous group");
  if (!actor.contains("member")) return;
  need(actor["member"].is_array(), where + ".member", "must be an array");
  for (const auto& member : actor["member"]) {
    check_actor(member, where + ".member");
    need(member.value("objectType", "Agent") == "Agent", where + ".member", "may hold agents only");
  }
}

void check_verb(const Json& verb, const string& where) {
  only(verb, where, {"id", "display"});
  iri(verb, "id", where);
  language_map(verb, "display", where);
}

void components(const Json& definition, const char* name, const string& where) {
  if (!definition.contains(name)) return;
  need(definition[name].is_array(), where + "." + name, "must be an array");
  for (const auto& component : definition[name]) {
    only(component, where + "." + name, {"id", "description"});
    need(component.contains("id") && component["id"].is_string(), where + "." + name + ".id", "must be text");
    language_map(component, "description", where + "." + name);
  }
}

void check_definition(const Json& definition, const string& where) {
  only(definition, where, {"name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern", "choices", "scale", "source",
                           "target", "steps"});
  language_map(definition, "name", where);
  language_map(definition, "description", where);
  for (const char* name : {"type", "moreInfo"})
    if (definition.contains(name)) iri(definition, name, where);
  extensions(definition, where);
  constexpr std::array<std::string_view, 10> kinds{"true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other"};
  bool needs_kind = definition.contains("correctResponsesPattern");
  for (const char* name : {"choices", "scale", "source", "target", "steps"}) {
    components(definition, name, where);
    needs_kind = needs_kind || definition.contains(name);
  }
  if (definition.contains("interactionType"))
    need(definition["interactionType"].is_string() && std::find(kinds.begin(), kinds.end(), definition["interactionType"].get<string>()) != kinds.end(),
         where + ".interactionType", "is not one of the ten");
  else
    need(!needs_kind, where + ".interactionType", "is needed with patterns or components");
  if (!definition.contains("correctResponsesPattern")) return;
  need(definition["correctResponsesPattern"].is_array(), where + ".correctResponsesPattern", "must be an array");
  for (const auto& pattern : definition["correctResponsesPattern"]) need(pattern.is_string(), where + ".correctResponsesPattern", "must hold texts");
}

void check_activity(const Json& activity, const string& where) {
  only(activity, where, {"objectType", "id", "definition"});
  need(activity.value("objectType", "Activity") == "Activity", where + ".objectType", "must be Activity");
  iri(activity, "id", where);
  if (activity.contains("definition")) check_definition(activity["definition"], where + ".definition");
}

void number(const Json& object, const char* name, const string& where) {
  if (object.contains(name)) need(object[name].is_number() && std::isfinite(object[name].get<double>()), where + "." + name, "must be a number");
}

void check_score(const Json& score, const string& where) {
  only(score, where, {"scaled", "raw", "min", "max"});
  for (const char* name : {"scaled", "raw", "min", "max"}) number(score, name, where);
  if (score.contains("scaled")) need(std::abs(score["scaled"].get<double>()) <= 1, where + ".scaled", "must lie in -1 to 1");
  if (score.contains("min") && score.contains("max")) need(score["min"].get<double>() < score["max"].get<double>(), where, "min must be below max");
  if (!score.contains("raw")) return;
  if (score.contains("min")) need(score["raw"].get<double>() >= score["min"].get<double>(), where + ".raw", "is below min");
  if (score.contains("max")) need(score["raw"].get<double>() <= score["max"].get<double>(), where + ".raw", "is above max");
}

void check_result(const Json& result, const string& where) {
  only(result, where, {"score", "success", "completion", "response", "duration", "extensions"});
  if (result.contains("score")) check_score(result["score"], where + ".score");
  for (const char* name : {"success", "completion"})
    if (result.contains(name)) need(result[name].is_boolean(), where + "." + name, "must be true or false");
  if (result.contains("response")) need(result["response"].is_string(), where + ".response", "must be text");
  if (result.contains("duration"))
    need(result["duration"].is_string() && base::parse_iso_duration(result["duration"].get<string>()).has_value(), where + ".duration", "must be an ISO 8601 duration");
  extensions(result, where);
}

void check_context(const Json& context, const string& where, bool about_activity) {
  only(context, where, {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement", "extensions", "contextAgents",
                        "contextGroups"});
  if (context.contains("registration")) uuid(context, "registration", where);
  for (const char* name : {"instructor", "team"})
    if (context.contains(name)) check_actor(context[name], where + "." + name);
  for (const char* name : {"revision", "platform"})
    if (context.contains(name)) need(about_activity && context[name].is_string(), where + "." + name, "must be text, and only about an activity");
  if (context.contains("language"))
    need(context["language"].is_string() && base::is_language_tag(context["language"].get<string>()), where + ".language", "must be a language tag");
  extensions(context, where);
  if (!context.contains("contextActivities")) return;
  const Json& groups = context["contextActivities"];
  only(groups, where + ".contextActivities", {"parent", "grouping", "category", "other"});
  for (const auto& [name, group] : groups.items()) {
    if (!group.is_array()) check_activity(group, where + ".contextActivities." + name);
    else
      for (const auto& activity : group) check_activity(activity, where + ".contextActivities." + name);
  }
}

void check_reference(const Json& reference, const string& where) {
  only(reference, where, {"objectType", "id"});
  uuid(reference, "id", where);
}

void check_attachments(const Json& attachments, const string& where) {
  need(attachments.is_array(), where, "must be an array");
  for (const auto& one : attachments) {
    only(one, where, {"usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"});
    iri(one, "usageType", where);
    need(one.contains("display"), where + ".display", "is missing");
    language_map(one, "display", where);
    language_map(one, "description", where);
    need(one.contains("contentType") && one["contentType"].is_string(), where + ".contentType", "must be text");
    need(one.contains("length") && one["length"].is_number_unsigned(), where + ".length", "must be a whole number of bytes");
    need(one.contains("sha2") && one["sha2"].is_string(), where + ".sha2", "must be text");
    if (one.contains("fileUrl")) iri(one, "fileUrl", where);
  }
}

void check_statement(const Json& statement, const string& where, bool inner);

// The object's kind; Activity when it does not say.
string check_object(const Json& object, const string& where, bool inner) {
  need(object.is_object(), where, "must be an object");
  const string type = object.contains("objectType") ? object["objectType"].is_string() ? object["objectType"].get<string>() : "?" : "Activity";
  if (type == "Activity") check_activity(object, where);
  else if (type == "Agent" || type == "Group") check_actor(object, where);
  else if (type == "StatementRef") check_reference(object, where);
  else if (type == "SubStatement" && !inner) check_statement(object, where, true);
  else refuse(where + ".objectType", "is not allowed here");
  return type;
}

void check_statement(const Json& statement, const string& where, bool inner) {
  if (inner) only(statement, where, {"objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments"});
  else only(statement, where, {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"});
  for (const char* name : {"actor", "verb", "object"}) need(statement.contains(name), where + "." + name, "is missing");
  if (statement.contains("id")) uuid(statement, "id", where);
  check_actor(statement["actor"], where + ".actor");
  check_verb(statement["verb"], where + ".verb");
  const string kind = check_object(statement["object"], where + ".object", inner);
  if (statement["verb"]["id"] == kVoided) need(kind == "StatementRef", where + ".object", "must be a StatementRef when voiding");
  if (statement.contains("result")) check_result(statement["result"], where + ".result");
  if (statement.contains("context")) check_context(statement["context"], where + ".context", kind == "Activity");
  if (statement.contains("timestamp"))
    need(statement["timestamp"].is_string() && base::parse_rfc3339(statement["timestamp"].get<string>()).has_value(), where + ".timestamp",
         "must be a time with a zone");
  if (statement.contains("attachments")) check_attachments(statement["attachments"], where + ".attachments");
  if (statement.contains("version"))
    need(statement["version"].is_string() && (statement["version"].get<string>().rfind("1.0", 0) == 0 || statement["version"].get<string>().rfind("2.0", 0) == 0),
         where + ".version", "must be 1.0.x or 2.0.x");
}

}  // namespace

std::string statement_problem(const nlohmann::json& statement) {
  try {
    check_statement(statement, "statement", false);
  } catch (const Finding& finding) {
    return finding.text;
  }
  return {};
}

bool is_voiding(const nlohmann::json& statement) { return statement["verb"]["id"] == kVoided; }

}  // namespace preceptor::demo
