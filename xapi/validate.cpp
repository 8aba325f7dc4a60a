#include "xapi/validate.hpp"

#include <set>

#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/text.hpp"

namespace preceptor::xapi {
using base::Json;

std::vector<Finding> validate(std::string_view statement_json, const ValidateOptions& options) {
  std::vector<Finding> out;
  checks::Check check(options, out);
  Json statement;
  if (checks::parse_statement(check, statement_json, statement)) checks::check_statement(check, statement);
  return out;
}

std::vector<Finding> validate_value(const Json& statement, const ValidateOptions& options) {
  std::vector<Finding> out;
  checks::Check check(options, out);
  checks::check_statement(check, statement);
  return out;
}

std::vector<Finding> check_batch(const std::vector<Json>& statements) {
  std::vector<Finding> out;
  const ValidateOptions options;
  checks::Check check(options, out);
  const checks::Path root;
  std::set<std::string> ids, voiding;
  const auto id_of = [](const Json& value) -> std::string {
    const Json* id = checks::member(value, "id");
    return id != nullptr && id->is_string() ? id->get<std::string>() : std::string();
  };
  const auto is_voiding = [&](const Json& statement) {
    const Json* verb = checks::member(statement, "verb");
    return verb != nullptr && id_of(*verb) == checks::kVoided;
  };
  int index = 0;
  for (const Json& statement : statements) {
    const checks::Path here = root[index++];
    const std::string id = id_of(statement);
    if (!id.empty() && !ids.insert(id).second) check.add(13, here / "id", "appears twice in this batch");
    if (is_voiding(statement) && !id.empty()) voiding.insert(id);
  }
  index = 0;
  for (const Json& statement : statements) {
    const checks::Path here = root[index++];
    const Json* object = checks::member(statement, "object");
    if (!is_voiding(statement) || object == nullptr || !voiding.contains(id_of(*object))) continue;
    check.add(105, here / "object", "names a statement that is itself voiding");
  }
  return out;
}

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::spec: return "spec";
    case Severity::producer: return "producer";
    case Severity::profile: return "profile";
    case Severity::house: break;
  }
  return "house";
}

}  // namespace preceptor::xapi
