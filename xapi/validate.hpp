// The rules of xapi.md 1 for statements, by number.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

#include <nlohmann/json_fwd.hpp>

namespace preceptor::xapi {

enum class Version { v1_0_3, v2_0 };
// An LRS must reject it | binds the producer | our own stricter choice | binds who names our profile (checked on request only).
enum class Severity { spec, producer, house, profile };

struct Finding {
  int rule;              // number in docs/xapi-rules.md
  Severity severity;
  std::string path;      // e.g. "context.contextActivities.parent[0].id"
  std::string message;   // what is wrong and what to do
};

struct ValidateOptions {
  Version version = Version::v1_0_3;
  std::optional<base::Instant> now;  // with it, rule 22 (not in the future) is checked
};

// All findings of one statement text; empty when it keeps every rule.
std::vector<Finding> validate(std::string_view statement_json, const ValidateOptions& options = {});
// Already parsed (duplicate members cannot be seen any more).
std::vector<Finding> validate_value(const nlohmann::json& statement, const ValidateOptions& options = {});

// Rules that need several statements: 13 (an id twice), 105 (a voiding statement voided). The path begins with "[index]".
std::vector<Finding> check_batch(const std::vector<nlohmann::json>& statements);

std::string_view name(Severity severity);  // "spec", "producer", "house", "profile"

// The catalogue, for docs and `xapi check`: number, severity, one line.
struct RuleInfo { int number; Severity severity; std::string_view text; std::string_view where; };  // where: "validator", "delivery", or why not
const std::vector<RuleInfo>& rules();

}  // namespace preceptor::xapi
