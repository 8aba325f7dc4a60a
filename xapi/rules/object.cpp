// Rules 40 to 46, 56 and 57: what a statement is about.
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr std::string_view kObjectTypes[] = {"Activity", "Agent", "Group", "StatementRef", "SubStatement"};

void check_definition(Check& check, const Json& activity, const Path& path) {
  const Json* definition = member(activity, "definition");
  if (definition == nullptr) return;
  const Path here = path / "definition";
  if (!is_object(check, *definition, here, 42)) return;
  only_members(check, *definition, here,
               {"name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern", "choices",
                "scale", "source", "target", "steps"});
  for (const char* name : {"name", "description"}) {
    if (const Json* map = member(*definition, name)) check_language_map(check, *map, here / name, 43);
  }
  formatted(check, *definition, "type", here, 44, is_iri, "an IRI");
  formatted(check, *definition, "moreInfo", here, 45, is_irl, "an IRL");
  if (const Json* extensions = member(*definition, "extensions")) check_extensions(check, *extensions, here / "extensions", 46);
  check_interaction(check, *definition, here);
}

void check_sub_statement(Check& check, const Json& value, const Path& path, bool nested) {
  if (nested) return check.add(57, path, "is a SubStatement inside a SubStatement");
  for (const char* name : {"id", "stored", "version", "authority"}) {
    if (value.contains(name)) check.add(57, path / name, "is not allowed in a SubStatement");
  }
  only_members(check, value, path,
               {"objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments", "id", "stored", "version",
                "authority"});
  if (const Json* at = member(value, "timestamp")) check_timestamp(check, *at, path / "timestamp", false);
  check_body(check, value, path, true);
}

// The object's type; empty when it is wrong (reported).
std::string read_object_type(Check& check, const Json& value, const Path& path) {
  const Json* type = member(value, "objectType");
  if (type == nullptr) {
    for (const char* name : {"mbox", "mbox_sha1sum", "openid", "account", "member"}) {
      if (!value.contains(name)) continue;
      check.add(25, path / "objectType", "is missing: an Agent or Group as object must say so");
      return {};
    }
    return "Activity";
  }
  if (!type->is_string()) {
    check.add(7, path / "objectType", "must be a string");
    return {};
  }
  const auto& text = type->get_ref<const std::string&>();
  bool case_only = false;
  for (const std::string_view known : kObjectTypes) {
    if (text == known) return text;
    case_only = case_only || equal_ignoring_case(text, known);
  }
  check.add(case_only ? 6 : 40, path / "objectType", "must be Activity, Agent, Group, StatementRef or SubStatement, in exactly this case");
  return {};
}

}  // namespace

void check_activity(Check& check, const Json& value, const Path& path) {
  if (!is_object(check, value, path, 7)) return;
  only_members(check, value, path, {"objectType", "id", "definition"});
  if (!value.contains("id")) check.add(41, path / "id", "is missing: an Activity is named by an IRI");
  formatted(check, value, "id", path, 41, is_iri, "an IRI");
  check_definition(check, value, path);
}

void check_statement_ref(Check& check, const Json& value, const Path& path, int rule) {
  if (!is_object(check, value, path, rule)) return;
  only_members(check, value, path, {"objectType", "id"});
  const Json* type = member(value, "objectType");
  if (type == nullptr || *type != "StatementRef") check.add(rule, path / "objectType", "must be \"StatementRef\"");
  if (!value.contains("id")) check.add(rule, path / "id", "is missing: a StatementRef names a statement by its UUID");
  formatted(check, value, "id", path, rule, base::is_uuid, "a UUID");
}

void check_object(Check& check, const Json& value, const Path& path, bool nested) {
  if (!is_object(check, value, path, 7)) return;
  const std::string type = read_object_type(check, value, path);
  if (type == "Activity") check_activity(check, value, path);
  if (type == "Agent" || type == "Group") check_agent(check, value, path, AgentRole::any);
  if (type == "StatementRef") check_statement_ref(check, value, path, 56);
  if (type == "SubStatement") check_sub_statement(check, value, path, nested);
}

}  // namespace preceptor::xapi::checks
