// Statement templates out of the profile's JSON.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/base/json.hpp"
#include "xapi/profile/statement_template.hpp"

namespace preceptor::xapi::profile {
namespace {

using base::Json;

base::Error unreadable(const std::string& what) { return {base::Code::json_malformed, what, {}, {}}; }

// Words for people are allowed and passed over; anything else would be a rule we do not hold to.
bool only(const Json& object, std::initializer_list<std::string_view> known, std::string& stranger) {
  for (const auto& [name, value] : object.items())
    if (std::ranges::find(known, std::string_view(name)) == known.end()) {
      stranger = name;
      return false;
    }
  return true;
}

base::Result<std::vector<std::string>> texts(const Json& object, const char* name) {
  std::vector<std::string> out;
  const auto found = object.find(name);
  if (found == object.end()) return out;
  if (!found->is_array() || found->empty()) return base::fail(unreadable(std::string(name) + " must be a list"));
  for (const Json& one : *found) {
    if (!one.is_string()) return base::fail(unreadable(std::string(name) + " must hold texts"));
    out.push_back(one.get<std::string>());
  }
  return out;
}

base::Result<std::vector<std::string>> listed_values(const Json& rule, const char* name) {
  std::vector<std::string> out;
  const auto found = rule.find(name);
  if (found == rule.end()) return out;
  if (!found->is_array() || found->empty()) return base::fail(unreadable(std::string(name) + " must be a list"));
  for (const Json& one : *found) out.push_back(base::canonical_json(one));
  return out;
}

base::Status read_presence(const Json& rule, TemplateRule& out) {
  const auto found = rule.find("presence");
  if (found == rule.end()) return {};
  constexpr std::array<std::pair<std::string_view, TemplateRule::Presence>, 3> known{
      {{"included", TemplateRule::Presence::included}, {"excluded", TemplateRule::Presence::excluded}, {"recommended", TemplateRule::Presence::recommended}}};
  const std::string text = found->is_string() ? found->get<std::string>() : std::string();
  const auto which = std::ranges::find(known, std::string_view(text), &std::pair<std::string_view, TemplateRule::Presence>::first);
  if (which == known.end()) return base::fail(unreadable("presence \"" + text + "\" is unknown"));
  out.presence = which->second;
  return {};
}

base::Result<TemplateRule> read_rule(const Json& json) {
  TemplateRule rule;
  std::string stranger;
  if (!json.is_object()) return base::fail(unreadable("a rule must be an object"));
  if (!only(json, {"location", "selector", "presence", "any", "all", "none", "scopeNote"}, stranger)) return base::fail(unreadable("a rule has \"" + stranger + "\""));
  const std::string* location = base::string_member(json, "location");
  const auto path = location ? parse_json_path(*location) : std::nullopt;
  if (!path) return base::fail(unreadable("location \"" + (location ? *location : std::string()) + "\" cannot be read"));
  rule.location_text = *location;
  rule.location = *path;
  if (json.contains("selector")) {
    const std::string* selector = base::string_member(json, "selector");
    rule.selector = selector ? parse_json_path(*selector) : std::nullopt;
    if (!rule.selector) return base::fail(unreadable("the selector at " + *location + " cannot be read"));
  }
  if (auto read = read_presence(json, rule); !read) return base::fail(read.error());
  for (const auto& [name, into] : {std::pair{"any", &rule.any}, {"all", &rule.all}, {"none", &rule.none}}) {
    auto values = listed_values(json, name);
    if (!values) return base::fail(values.error());
    *into = std::move(*values);
  }
  if (rule.presence == TemplateRule::Presence::free && rule.any.empty() && rule.all.empty() && rule.none.empty())
    return base::fail(unreadable("the rule at " + *location + " asks for nothing"));
  return rule;
}

}  // namespace

base::Result<StatementTemplate> read_template(const Json& json) {
  StatementTemplate out;
  std::string stranger;
  if (!json.is_object()) return base::fail(unreadable("a template must be an object"));
  if (!only(json, {"id", "type", "inScheme", "prefLabel", "definition", "deprecated", "verb", "objectActivityType", "contextGroupingActivityType", "contextParentActivityType",
                   "contextOtherActivityType", "contextCategoryActivityType", "attachmentUsageType", "rules"}, stranger))
    return base::fail(unreadable("a template has \"" + stranger + "\""));
  const std::string* id = base::string_member(json, "id");
  if (!id || text_member(json, "type") != "StatementTemplate") return base::fail(unreadable("a template has no id, or another type"));
  out.id = *id;
  out.verb = text_member(json, "verb");
  out.object_type = text_member(json, "objectActivityType");
  for (const auto& [name, into] : {std::pair{"contextGroupingActivityType", &out.grouping}, {"contextParentActivityType", &out.parent}, {"contextOtherActivityType", &out.other},
                                   {"contextCategoryActivityType", &out.category}, {"attachmentUsageType", &out.attachments}}) {
    auto list = texts(json, name);
    if (!list) return base::fail(list.error());
    *into = std::move(*list);
  }
  for (const Json& one : json.value("rules", Json::array())) {
    auto rule = read_rule(one);
    if (!rule) return base::fail(unreadable(*id + ": " + rule.error().detail));
    out.rules.push_back(std::move(*rule));
  }
  return out;
}

}  // namespace preceptor::xapi::profile
