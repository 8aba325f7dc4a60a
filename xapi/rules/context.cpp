// Rules 71 to 83: context.
#include "core/base/json.hpp"
#include "core/base/language.hpp"
#include "core/base/uuid.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

void check_one_activity(Check& check, const Json& value, const Path& path) {
  if (!is_object(check, value, path, 75)) return;
  if (const Json* type = member(value, "objectType"); type != nullptr && *type != "Activity") {
    return check.add(75, path / "objectType", "must be \"Activity\"");
  }
  check_activity(check, value, path);
}

void check_context_activities(Check& check, const Json& context, const Path& path) {
  const Json* activities = member(context, "contextActivities");
  if (activities == nullptr) return;
  const Path here = path / "contextActivities";
  if (!is_object(check, *activities, here, 7)) return;
  constexpr std::string_view kKinds[] = {"parent", "grouping", "category", "other"};
  for (const auto& [name, value] : activities->items()) {
    bool known = false, case_only = false;
    for (const std::string_view kind : kKinds) {
      known = known || name == kind;
      case_only = case_only || equal_ignoring_case(name, kind);
    }
    const Path at = here / name;
    if (!known) {
      check.add(case_only ? 5 : 74, at, "must be parent, grouping, category or other");
    } else if (value.is_array()) {
      int index = 0;
      for (const Json& one : value) check_one_activity(check, one, at[index++]);
    } else if (value.is_object()) {
      check.add(75, Severity::house, at, "is a single object, which some validators refuse; write an array");
      check_one_activity(check, value, at);
    } else if (!value.is_null()) {
      check.add(75, at, "must be an array of Activities");
    }
  }
}

// `name` is contextAgents or contextGroups; `what` the member in each element.
void check_context_actors(Check& check, const Json& context, const Path& path, const char* name, const char* type, const char* what,
                          int rule, AgentRole role) {
  const Json* list = member(context, name);
  if (list == nullptr) return;
  const Path here = path / name;
  if (check.options().version == Version::v1_0_3) return check.add(83, here, "is new in 2.0 and refused by 1.0.3 record stores");
  if (!list->is_array()) return check.add(rule, here, "must be an array");
  int index = 0;
  for (const Json& one : *list) {
    const Path at = here[index++];
    if (!is_object(check, one, at, rule)) continue;
    only_members(check, one, at, {"objectType", what, "relevantTypes"});
    const Json* given = member(one, "objectType");
    if (given == nullptr || *given != type) check.add(rule, at / "objectType", "must be \"" + std::string(type) + "\"");
    const Json* actor = member(one, what);
    if (actor == nullptr) {
      check.add(rule, at / what, "is missing");
    } else {
      check_agent(check, *actor, at / what, role);
    }
    const Json* types = member(one, "relevantTypes");
    if (types == nullptr) continue;
    bool good = types->is_array() && !types->empty();
    if (good) {
      for (const Json& iri : *types) good = good && iri.is_string() && is_iri(iri.get_ref<const std::string&>());
    }
    if (!good) check.add(rule, at / "relevantTypes", "must be a non-empty array of IRIs");
  }
}

void check_activity_only(Check& check, const Json& statement, const Json& context, const Path& path) {
  const Json* object = member(statement, "object");
  const Json* type = object == nullptr ? nullptr : member(*object, "objectType");
  const bool activity = type == nullptr || *type == "Activity";
  constexpr std::pair<const char*, int> kOnly[] = {{"revision", 76}, {"platform", 77}};
  for (const auto& [name, rule] : kOnly) {
    const Json* value = member(context, name);
    if (value == nullptr) continue;
    if (!value->is_string()) check.add(7, path / name, "must be a string");
    if (!activity) check.add(rule, path / name, "is allowed only when the object is an Activity");
  }
}

}  // namespace

void check_context(Check& check, const Json& statement, const Path& path) {
  const Json* context = member(statement, "context");
  if (context == nullptr) return;
  const Path here = path / "context";
  if (!is_object(check, *context, here, 7)) return;
  only_members(check, *context, here,
               {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement", "extensions",
                "contextAgents", "contextGroups"});
  formatted(check, *context, "registration", here, 71, base::is_uuid, "a UUID");
  if (const Json* instructor = member(*context, "instructor")) {
    if (is_object(check, *instructor, here / "instructor", 72)) check_agent(check, *instructor, here / "instructor", AgentRole::any);
  }
  if (const Json* team = member(*context, "team")) check_agent(check, *team, here / "team", AgentRole::team);
  check_context_activities(check, *context, here);
  check_activity_only(check, statement, *context, here);
  formatted(check, *context, "language", here, 78, base::is_language_tag, "an RFC 5646 language tag");
  if (const Json* reference = member(*context, "statement")) check_statement_ref(check, *reference, here / "statement", 79);
  if (const Json* extensions = member(*context, "extensions")) check_extensions(check, *extensions, here / "extensions", 80);
  check_context_actors(check, *context, here, "contextAgents", "contextAgent", "agent", 81, AgentRole::context_agent);
  check_context_actors(check, *context, here, "contextGroups", "contextGroup", "group", 82, AgentRole::context_group);
}

}  // namespace preceptor::xapi::checks
