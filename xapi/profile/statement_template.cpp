#include "xapi/profile/statement_template.hpp"

#include <algorithm>
#include <utility>

#include "core/base/json.hpp"

namespace preceptor::xapi::profile {
namespace {

using base::Json;

const Json* inner(const Json& object, std::initializer_list<const char*> names) {
  const Json* at = &object;
  for (const char* name : names) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(name);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

bool is_text(const Json* value, const std::string& text) { return value && value->is_string() && value->get_ref<const std::string&>() == text; }

// Whether each wanted type is the type of one of the context's activities.
bool has_types(const Json& statement, const char* where, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const Json* activities = inner(statement, {"context", "contextActivities", where});
  if (!activities || !activities->is_array()) return false;
  return std::ranges::all_of(wanted, [&](const std::string& type) {
    return std::ranges::any_of(*activities, [&](const Json& one) { return is_text(inner(one, {"definition", "type"}), type); });
  });
}

bool has_attachments(const Json& statement, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const Json* attachments = inner(statement, {"attachments"});
  if (!attachments || !attachments->is_array()) return false;
  return std::ranges::all_of(wanted, [&](const std::string& type) {
    return std::ranges::any_of(*attachments, [&](const Json& one) { return is_text(inner(one, {"usageType"}), type); });
  });
}

// What a rule looks at. `unmatchable`: a location without a value, or a value of it in which the selector finds nothing.
struct Looked {
  std::vector<const Json*> values;
  bool location_empty = false, unmatchable = false;
};

Looked look(const TemplateRule& rule, const Json& statement) {
  Looked out;
  out.values = values_at(statement, rule.location);
  out.location_empty = out.unmatchable = out.values.empty();
  if (!rule.selector) return out;
  std::vector<const Json*> selected;
  for (const Json* value : out.values) {
    const auto found = values_at(*value, *rule.selector);
    out.unmatchable = out.unmatchable || found.empty();
    selected.insert(selected.end(), found.begin(), found.end());
  }
  out.values = std::move(selected);
  return out;
}

std::string listed(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

// What is wrong, or nothing said.
std::string wrong_with(const TemplateRule& rule, const Looked& found) {
  using Presence = TemplateRule::Presence;
  if (rule.presence == Presence::excluded) return found.values.empty() ? "" : "must not be there";
  if (rule.presence == Presence::included && (found.values.empty() || found.unmatchable)) return "must be there";
  if (rule.presence == Presence::recommended && found.location_empty) return "";
  const auto is_in = [](const std::vector<std::string>& list) {
    return [&list](const Json* value) { return std::ranges::find(list, base::canonical_json(*value)) != list.end(); };
  };
  if (!rule.any.empty() && std::ranges::none_of(found.values, is_in(rule.any))) return "must be one of " + listed(rule.any);
  if (!rule.all.empty() && (found.unmatchable || !std::ranges::all_of(found.values, is_in(rule.all)))) return "must be only " + listed(rule.all);
  if (!rule.none.empty() && std::ranges::any_of(found.values, is_in(rule.none))) return "must not be any of " + listed(rule.none);
  return "";
}

}  // namespace

bool determines(const StatementTemplate& one, const Json& statement) {
  if (!one.verb.empty() && !is_text(inner(statement, {"verb", "id"}), one.verb)) return false;
  if (!one.object_type.empty() && !is_text(inner(statement, {"object", "definition", "type"}), one.object_type)) return false;
  return has_types(statement, "grouping", one.grouping) && has_types(statement, "parent", one.parent) && has_types(statement, "other", one.other) &&
         has_types(statement, "category", one.category) && has_attachments(statement, one.attachments);
}

std::optional<BrokenRule> broken_rule(const StatementTemplate& one, const Json& statement) {
  for (const TemplateRule& rule : one.rules)
    if (std::string wrong = wrong_with(rule, look(rule, statement)); !wrong.empty()) return BrokenRule{&rule, std::move(wrong)};
  return std::nullopt;
}

Json with_activity_lists(Json statement) {
  if (!inner(statement, {"context", "contextActivities"})) return statement;
  Json& activities = statement["context"]["contextActivities"];
  if (!activities.is_object()) return statement;
  for (Json& list : activities)
    if (list.is_object()) list = Json::array({std::move(list)});
  return statement;
}

}  // namespace preceptor::xapi::profile
