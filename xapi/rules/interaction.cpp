// Rules 47 to 55: cmi.interaction definitions and the answers to them.
#include <set>

#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"
#include "xapi/rules/pattern.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr std::string_view kInteractionTypes[] = {"true-false", "choice", "fill-in", "long-fill-in", "matching",
                                       "performance", "sequencing", "likert", "numeric", "other"};
constexpr const char* kLists[] = {"choices", "scale", "source", "target", "steps"};

bool belongs(std::string_view list, std::string_view type) {
  if (list == "choices") return type == "choice" || type == "sequencing";
  if (list == "scale") return type == "likert";
  if (list == "source" || list == "target") return type == "matching";
  return type == "performance";
}

void check_list(Check& check, const Json& list, const Path& path) {
  if (!list.is_array()) return check.add(50, path, "must be an array of {id, description}");
  std::set<std::string> seen;
  int index = 0;
  for (const Json& one : list) {
    const Path here = path[index++];
    if (!is_object(check, one, here, 50)) continue;
    only_members(check, one, here, {"id", "description"});
    if (const Json* text = member(one, "description")) check_language_map(check, *text, here / "description", 50);
    const Json* id = member(one, "id");
    if (id == nullptr || !id->is_string()) {
      check.add(50, here / "id", "must be a string");
      continue;
    }
    const auto& text = id->get_ref<const std::string&>();
    if (text.empty() || text.find_first_of(" \t\r\n") != std::string::npos) check.add(51, here / "id", "must not be empty or hold white space");
    if (!seen.insert(text).second) check.add(51, here / "id", "appears twice in this list");
  }
}

Ids ids_of(const Json& definition, const char* name) {
  const Json* list = member(definition, name);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::set<std::string, std::less<>> out;
  for (const Json& one : *list) {
    if (const Json* id = member(one, "id"); id != nullptr && id->is_string()) out.insert(id->get<std::string>());
  }
  return out;
}

Lists lists_of(const Json& definition) {
  return {ids_of(definition, "choices"), ids_of(definition, "scale"), ids_of(definition, "source"), ids_of(definition, "target"),
          ids_of(definition, "steps")};
}

void report(Check& check, const std::optional<PatternFault>& fault, const Path& path) {
  if (fault) check.add(fault->rule, path, fault->message);
}

void check_patterns(Check& check, const Json& definition, std::string_view type, const Path& path) {
  const Json* patterns = member(definition, "correctResponsesPattern");
  if (patterns == nullptr) return;
  const Path here = path / "correctResponsesPattern";
  if (!patterns->is_array()) return check.add(52, here, "must be an array of strings");
  if (patterns->empty()) check.add(55, here, "is empty, which says that every answer is wrong; leave it out where nothing is right or wrong");
  const Lists lists = lists_of(definition);
  int index = 0;
  for (const Json& one : *patterns) {
    const Path at = here[index++];
    if (!one.is_string()) {
      check.add(52, at, "must be a string");
    } else if (!type.empty()) {
      report(check, pattern_fault(type, one.get_ref<const std::string&>(), lists, false), at);
    }
  }
}

// Empty when absent or wrong (reported).
std::string read_interaction_type(Check& check, const Json& definition, const Path& path) {
  const Json* type = member(definition, "interactionType");
  if (type == nullptr) {
    bool needed = definition.contains("correctResponsesPattern");
    for (const char* list : kLists) needed = needed || definition.contains(list);
    if (needed) check.add(48, path / "interactionType", "is missing beside a pattern or list of components");
    return {};
  }
  if (!type->is_string()) {
    check.add(7, path / "interactionType", "must be a string");
    return {};
  }
  const auto& text = type->get_ref<const std::string&>();
  bool case_only = false;
  for (const std::string_view known : kInteractionTypes) {
    if (text == known) return text;
    case_only = case_only || equal_ignoring_case(text, known);
  }
  check.add(case_only ? 6 : 47, path / "interactionType", "must be one of the ten interaction types, in lower case");
  return {};
}

}  // namespace

void check_interaction(Check& check, const Json& definition, const Path& path) {
  const std::string type = read_interaction_type(check, definition, path);
  for (const char* name : kLists) {
    const Json* list = member(definition, name);
    if (list == nullptr) continue;
    if (!type.empty() && !belongs(name, type)) check.add(49, path / name, "does not belong to the interaction type " + type);
    check_list(check, *list, path / name);
  }
  check_patterns(check, definition, type, path);
}

void check_response(Check& check, const Json& statement, const Path& path) {
  const Json* object = member(statement, "object");
  const Json* definition = object == nullptr ? nullptr : member(*object, "definition");
  const Json* type = definition == nullptr ? nullptr : member(*definition, "interactionType");
  const Json* result = member(statement, "result");
  const Json* response = result == nullptr ? nullptr : member(*result, "response");
  if (type == nullptr || !type->is_string() || response == nullptr || !response->is_string()) return;
  const Path root = path / "result";
  report(check, pattern_fault(type->get_ref<const std::string&>(), response->get_ref<const std::string&>(), lists_of(*definition), true),
         root / "response");
}

}  // namespace preceptor::xapi::checks
