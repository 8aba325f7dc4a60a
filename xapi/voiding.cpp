#include "xapi/voiding.hpp"

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/validate.hpp"

namespace preceptor::xapi {

base::Result<record::Rendering> render_voiding(const record::Event& event, const base::StatementId& target, const std::string& activity_base) {
  using base::Json;
  constexpr const char* kTemplate = "taken_back";   // known to the store's statements of erasing
  constexpr const char* kAudience = "identified";
  const base::StatementId id = record::rendering_id(event, kTemplate, 1, kAudience);
  const Json statement{{"id", id.str()},
                       {"actor", Json{{"objectType", "Agent"}, {"account", Json{{"homePage", activity_base}, {"name", "preceptor"}}}}},
                       {"verb", Json{{"id", std::string(checks::kVoided)}, {"display", Json{{"en", "voided"}}}}},
                       {"object", Json{{"objectType", "StatementRef"}, {"id", target.str()}}},
                       {"timestamp", base::format_rfc3339(event.at)}};
  if (const auto findings = validate_value(statement); !findings.empty()) {
    const Finding& first = findings.front();
    return base::fail(base::Code::statement_invalid, "voided: rule " + std::to_string(first.rule) + " at " + first.path + " " + first.message);
  }
  return record::Rendering{id, kTemplate, 1, kAudience, base::canonical_json(statement)};
}

}  // namespace preceptor::xapi
