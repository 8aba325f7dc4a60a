// Event -> statements (the table of the design; vocabulary of xapi.md 4). Pure: one rendering valid for 1.0.3 and 2.0.
#pragma once
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/base/result.hpp"
#include "core/record/attempt.hpp"
#include "core/record/event.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::xapi {

// What a statement needs beside its event.
struct RenderContext {
  std::string activity_base;         // IRI prefix, without trailing slash
  std::string actor_home_page;       // account.homePage: the registration's override or the issuer
  std::string actor_name;            // account.name: `sub`
  std::string platform;              // context.platform, e.g. "moodle"
  std::string registration_id;       // of the LTI registration, for the course IRI
  std::string context_id, context_title;   // of the course; empty when the launch had none
  const activity::Unit* unit = nullptr;    // of the attempt's content hash
  std::string audience = "identified";     // whose rendering it is
  std::string kind = {};                   // "burden" or "root-cause": answers of that kind and nothing else; empty: everything but those
  std::string attempt_name;                // context.registration; empty: the attempt's id
  int version = 0;                         // of the rendering; 0: the newest. Another number is another id
  const record::Attempt* attempt = nullptr;  // folded up to, not including, the event; nullptr for attempt_opened
};

// IRIs. `<base>/unit/<id>` with /question/<qid> and /assessment below it; `<base>/course/<registration>/<hash of the context id>`.
std::string unit_iri(const RenderContext& context);
std::string question_iri(const RenderContext& context, std::string_view question_id);
std::string assessment_iri(const RenderContext& context);
std::string course_iri(const RenderContext& context);

// None for events without a statement (disclosure_shown, answers that were skipped, answers of another kind than the context's). Free text never enters a statement. Error
// statement_invalid: the house validator found our own statement wanting (we are broken; nothing is recorded).
base::Result<std::vector<record::Rendering>> render(const record::Event& event, const RenderContext& context);

}  // namespace preceptor::xapi
