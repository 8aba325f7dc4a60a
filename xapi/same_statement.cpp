#include "xapi/same_statement.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::xapi {
using base::Json;
namespace {

void lower_id(Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return;
  std::string text = object[name].get<std::string>();
  if (!base::is_uuid(text)) return;
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  object[name] = text;
}

void normalize_agent(Json& agent) {
  if (!agent.is_object()) return;
  if (!agent.contains("objectType")) agent["objectType"] = "Agent";
  if (!agent.contains("member") || !agent["member"].is_array()) return;
  std::vector<Json> members = agent["member"];
  for (Json& member : members) normalize_agent(member);
  std::sort(members.begin(), members.end(), [](const Json& a, const Json& b) { return base::canonical_json(a) < base::canonical_json(b); });
  agent["member"] = members;
}

void normalize_time(Json& object, const char* name) {
  if (!object.contains(name) || !object[name].is_string()) return;
  if (const auto at = base::parse_rfc3339(object[name].get<std::string>())) object[name] = base::to_unix_ms(*at);
}

void normalize_result(Json& result) {
  if (!result.is_object() || !result.contains("duration") || !result["duration"].is_string()) return;
  const auto read = base::parse_iso_duration(result["duration"].get<std::string>());
  if (read) result["duration"] = read->count() / 10;   // cut to 0.01 s, as 2.0 compares
}

void normalize_activities(Json& activities) {
  if (!activities.is_object()) return;
  for (auto& [kind, list] : activities.items()) {
    if (list.is_object()) list = Json::array({list});
    if (!list.is_array()) continue;
    for (Json& activity : list) {
      if (activity.is_object() && !activity.contains("objectType")) activity["objectType"] = "Activity";
    }
  }
  for (auto it = activities.begin(); it != activities.end();) it = it->is_array() && it->empty() ? activities.erase(it) : std::next(it);
}

void normalize_context(Json& context) {
  if (!context.is_object()) return;
  lower_id(context, "registration");
  if (context.contains("instructor")) normalize_agent(context["instructor"]);
  if (context.contains("team")) normalize_agent(context["team"]);
  if (context.contains("statement")) lower_id(context["statement"], "id");
  if (!context.contains("contextActivities")) return;
  normalize_activities(context["contextActivities"]);
  if (context["contextActivities"].empty()) context.erase("contextActivities");
}

void normalize(Json& statement);

void normalize_object(Json& object) {
  if (!object.is_object()) return;
  if (!object.contains("objectType")) object["objectType"] = "Activity";
  const Json type = object["objectType"];
  if (type == "Agent" || type == "Group") normalize_agent(object);
  if (type == "StatementRef") lower_id(object, "id");
  if (type == "SubStatement") normalize(object);
}

void normalize(Json& statement) {
  for (const char* name : {"stored", "authority", "version"}) statement.erase(name);
  lower_id(statement, "id");
  normalize_time(statement, "timestamp");
  if (statement.contains("actor")) normalize_agent(statement["actor"]);
  if (statement.contains("object")) normalize_object(statement["object"]);
  if (statement.contains("result")) normalize_result(statement["result"]);
  if (statement.contains("context")) normalize_context(statement["context"]);
  for (const char* name : {"result", "context", "attachments"}) {
    if (statement.contains(name) && statement[name].empty()) statement.erase(name);
  }
}

base::Result<Json> read(std::string_view text, const char* whose) {
  auto parsed = base::parse_json(text, {.max_bytes = 16 << 20, .max_depth = 64});
  if (!parsed) return base::fail(parsed.error());
  if (!parsed->is_object()) return base::fail(base::Code::json_malformed, std::string(whose) + " statement is no JSON object");
  normalize(*parsed);
  return std::move(*parsed);
}

}  // namespace

base::Result<bool> same_statement(std::string_view ours, std::string_view theirs) {
  const auto a = read(ours, "our");
  if (!a) return base::fail(a.error());
  const auto b = read(theirs, "their");
  if (!b) return base::fail(b.error());
  return *a == *b;
}

}  // namespace preceptor::xapi
