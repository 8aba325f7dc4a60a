#include "xapi/voiding.hpp"

#include <utility>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "xapi/validate.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

constexpr int kVoidingVersion = 1;

// `context`: null where the statement has none.
base::Result<record::Rendering> voiding_of(const record::Event& event, const base::StatementId& target, const std::string& activity_base, const std::string& audience,
                                           Json context) {
  const base::StatementId id = record::rendering_id(event, record::kVoidingTemplate, kVoidingVersion, audience);
  Json statement{{"id", id.str()},
                 {"actor", Json{{"objectType", "Agent"}, {"account", Json{{"homePage", activity_base}, {"name", "preceptor"}}}}},
                 {"verb", Json{{"id", kVoided.iri}, {"display", Json{{"en", kVoided.en}, {"es", kVoided.es}, {"ar", kVoided.ar}}}}},
                 {"object", Json{{"objectType", "StatementRef"}, {"id", target.str()}}},
                 {"timestamp", base::format_rfc3339(event.at)}};
  if (!context.is_null()) statement["context"] = std::move(context);
  if (const auto findings = validate_value(statement); !findings.empty()) {
    const Finding& first = findings.front();
    return base::fail(base::Code::statement_invalid, "voided: rule " + std::to_string(first.rule) + " at " + first.path + " " + first.message);
  }
  return record::Rendering{id, record::kVoidingTemplate, kVoidingVersion, audience, base::canonical_json(statement)};
}

}  // namespace

base::Result<record::Rendering> render_taking_back(const record::Event& event, const base::StatementId& target, const std::string& activity_base, const std::string& audience) {
  return voiding_of(event, target, activity_base, audience, Json());
}

base::Result<record::Rendering> render_voiding(const record::Event& event, const std::string& registration, const base::StatementId& old_id, const std::string& activity_base,
                                               const std::string& audience) {
  auto made = voiding_of(event, old_id, activity_base, audience, Json{{"registration", registration}});
  if (made) made->supersedes = old_id;
  return made;
}

}  // namespace preceptor::xapi
