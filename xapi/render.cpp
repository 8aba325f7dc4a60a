#include "xapi/render.hpp"

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "xapi/interaction.hpp"
#include "xapi/profile/published.hpp"
#include "xapi/statement_kinds.hpp"
#include "xapi/validate.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
using base::Json;
using base::Result;

namespace {

// 1: without category. 2: names the published profile. Stored statements keep the version they were made with.
constexpr int kTemplateVersion = 2;

// Where in the unit a statement's object lies, for its context.
enum class Place { unit, assessment, scored_question, question };

// What differs from one statement to the next.
struct Draft {
  const Verb* verb = nullptr;
  Place place = Place::unit;
  Json object;
  Json result;   // null = none
};

Json activity(const std::string& iri, std::string_view type) {
  return Json{{"objectType", "Activity"}, {"id", iri}, {"definition", Json{{"type", type}}}};
}

Json unit_object(const RenderContext& context, std::string_view type, const std::string& iri) {
  Json out = activity(iri, type);
  if (const std::string title = plain(context.unit->title); !title.empty()) out["definition"]["name"] = Json{{context.unit->language, title}};
  return out;
}

Json verb_json(const Verb& verb, const std::string& language) {
  Json display{{"en", verb.en}};
  const std::string primary = language.substr(0, language.find('-'));
  if (primary == "es") display[language] = verb.es;
  if (primary == "ar") display[language] = verb.ar;
  return Json{{"id", verb.iri}, {"display", display}};
}

Json context_activities(const RenderContext& context, Place place) {
  Json parent = Json::array(), grouping = Json::array();
  if (place == Place::scored_question) {
    parent.push_back(activity(assessment_iri(context), kAssessment));
    grouping.push_back(activity(unit_iri(context), kLesson));
  } else if (place != Place::unit) {
    parent.push_back(activity(unit_iri(context), kLesson));
  }
  if (!context.context_id.empty()) {
    Json course = activity(course_iri(context), kCourse);
    // The launch does not say in which language the title is.
    if (const std::string title = plain(context.context_title); !title.empty()) course["definition"]["name"] = Json{{"und", title}};
    grouping.push_back(std::move(course));
  }
  Json out{{"category", profile_category(context.activity_base)}};
  if (!parent.empty()) out["parent"] = std::move(parent);
  if (!grouping.empty()) out["grouping"] = std::move(grouping);
  return out;
}

Json context_json(const record::Event& event, const RenderContext& context, Place place) {
  Json out{{"registration", context.attempt_name.empty() ? event.stream_id : context.attempt_name}, {"revision", context.unit->hash.str()}, {"language", context.unit->language}};
  if (const std::string platform = plain(context.platform); !platform.empty()) out["platform"] = platform;
  out["contextActivities"] = context_activities(context, place);
  return out;
}

Result<record::Rendering> finish(const record::Event& event, const RenderContext& context, Draft draft) {
  const int version = context.version > 0 ? context.version : kTemplateVersion;
  const base::StatementId id = record::rendering_id(event, draft.verb->name, version, context.audience);
  Json statement{
      {"id", id.str()},
      {"actor", Json{{"objectType", "Agent"}, {"account", Json{{"homePage", context.actor_home_page}, {"name", context.actor_name}}}}},
      {"verb", verb_json(*draft.verb, context.unit->language)},
      {"object", std::move(draft.object)},
      {"context", context_json(event, context, draft.place)},
      {"timestamp", base::format_rfc3339(event.at)}};
  if (!draft.result.is_null() && !draft.result.empty()) statement["result"] = std::move(draft.result);
  // What 1.0.3 takes, 2.0 takes too: we use nothing that is new or gone there.
  if (const auto findings = validate_value(statement); !findings.empty()) {
    const Finding& first = findings.front();
    return base::fail(base::Code::statement_invalid, std::string(draft.verb->name) + ": rule " + std::to_string(first.rule) + " at " + first.path + " " + first.message);
  }
  return record::Rendering{id, std::string(draft.verb->name), version, context.audience, base::canonical_json(statement)};
}

Json duration_result(const std::optional<base::Milliseconds>& active) {
  Json out = Json::object();
  if (active) out["duration"] = base::format_iso_duration(*active);
  return out;
}

// Answers about causes and about burden go to record stores for which that kind was switched on, and to no others. Empty: the question is of no such kind.
std::string_view inside_kind(const activity::Question& question) {
  if (question.type == activity::QuestionType::barrier || question.type == activity::QuestionType::decision) return kRootCauseKind;
  return question.burden ? kBurdenKind : std::string_view();
}

// One overload a payload: the draft, or none for events without a statement.
struct Drafter {
  const RenderContext& context;
  using Drafts = Result<std::optional<Draft>>;

  Drafts on_unit(const Verb& verb, Json result) const {
    return Draft{&verb, Place::unit, unit_object(context, kLesson, unit_iri(context)), std::move(result)};
  }

  Result<const activity::Question*> question(const std::string& id) const {
    if (const activity::Question* found = activity::find_question(*context.unit, id)) return found;
    return base::fail(base::Code::statement_invalid, "the unit has no question \"" + id + "\"");
  }

  Draft on_question(const Verb& verb, const activity::Question& question, Json result) const {
    Json object{{"objectType", "Activity"}, {"id", question_iri(context, question.id)}, {"definition", interaction_definition(question, context.unit->language)}};
    const bool assessed = question.scored && context.unit->pass > 0;
    return Draft{&verb, assessed ? Place::scored_question : Place::question, std::move(object), std::move(result)};
  }

  Drafts operator()(const record::AttemptOpened&) const { return on_unit(kInitialized, nullptr); }
  Drafts operator()(const record::DisclosureShown&) const { return std::nullopt; }
  Drafts operator()(const record::Other&) const { return std::nullopt; }
  Drafts operator()(const record::AttemptResumed&) const { return on_unit(kResumed, nullptr); }
  Drafts operator()(const record::AttemptClosed& closed) const { return on_unit(kTerminated, duration_result(closed.active)); }
  Drafts operator()(const record::AttemptCompleted& completed) const {
    Json result = duration_result(completed.active);
    result["completion"] = true;
    return on_unit(kCompleted, std::move(result));
  }

  Drafts operator()(const record::QuestionAnswered& answered) const {
    if (answered.response.skipped) return std::nullopt;
    const auto found = question(answered.question_id);
    if (!found) return base::fail(found.error());
    if (inside_kind(**found) != context.kind) return std::nullopt;
    Json result = Json::object();
    if (const auto response = interaction_response(**found, answered.response)) result["response"] = plain(*response);
    if (answered.correct) result["success"] = *answered.correct;
    return on_question(kAnswered, **found, std::move(result));
  }

  Drafts operator()(const record::Committed& committed) const {
    const auto found = question(committed.question_id);
    if (!found) return base::fail(found.error());
    record::Response response;
    response.choices = committed.choices;
    const auto text = interaction_response(**found, response);
    if (!text) return std::nullopt;   // nothing was chosen
    return on_question(kResponded, **found, Json{{"response", *text}});
  }

  Drafts operator()(const record::AttemptScored& scored) const {
    Json result{{"success", scored.passed}};
    if (scored.max > 0) {
      result["score"] = Json{{"scaled", static_cast<double>(scored.raw) / scored.max}, {"raw", scored.raw}, {"min", 0}, {"max", scored.max}};
    }
    return Draft{scored.passed ? &kPassed : &kFailed, Place::assessment, unit_object(context, kAssessment, assessment_iri(context)), std::move(result)};
  }
};

}  // namespace

std::string unit_iri(const RenderContext& context) { return context.activity_base + "/unit/" + base::percent_encode(context.unit->id); }
std::string question_iri(const RenderContext& context, std::string_view question_id) {
  return unit_iri(context) + "/question/" + base::percent_encode(question_id);
}
std::string assessment_iri(const RenderContext& context) { return unit_iri(context) + "/assessment"; }
std::string course_iri(const RenderContext& context) {
  return context.activity_base + "/course/" + base::percent_encode(context.registration_id) + "/" + base::sha256_hex(context.context_id);
}

Result<std::vector<record::Rendering>> render(const record::Event& event, const RenderContext& context) {
  if (context.unit == nullptr) return base::fail(base::Code::statement_invalid, "rendering needs the attempt's unit");
  if (!context.kind.empty() && !std::holds_alternative<record::QuestionAnswered>(event.payload)) return std::vector<record::Rendering>();
  auto draft = std::visit(Drafter{context}, event.payload);
  if (!draft) return base::fail(draft.error());
  std::vector<record::Rendering> out;
  if (!draft->has_value()) return out;
  auto rendering = finish(event, context, std::move(**draft));
  if (!rendering) return base::fail(rendering.error());
  out.push_back(std::move(*rendering));
  return out;
}

}  // namespace preceptor::xapi
