#include "xapi/inside_statement.hpp"

#include <array>
#include <utility>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "core/base/uuid.hpp"
#include "xapi/interaction.hpp"
#include "xapi/profile/published.hpp"
#include "xapi/validate.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;
using base::Result;
using record::Rendering;

constexpr int kInsideTemplate = 1;
constexpr std::string_view kRoundSpace = "5c1d7e0a-94b2-4f63-8a57-0d2be6c3f918";   // drawn once at random
constexpr const char* kCaseLanguage = "en";   // the rows of causes have names in English only

// What differs from one statement to the next.
struct InsideDraft {
  const Verb* verb = nullptr;
  std::string template_name;
  Json object, result;       // result: null = none
  std::string language, revision;
  Json parent, grouping;     // null = none
  base::Instant at{};
};

Json thing(const std::string& iri, const std::string& type, const std::string& language, const std::string& name) {
  Json definition{{"type", type}};
  if (!name.empty()) definition["name"] = Json{{language, name}};
  return Json{{"objectType", "Activity"}, {"id", iri}, {"definition", std::move(definition)}};
}

Json words_for(const Verb& verb, const std::string& language) {
  Json display{{"en", verb.en}};
  const std::string primary = language.substr(0, language.find('-'));
  if (primary == "es") display[language] = verb.es;
  if (primary == "ar") display[language] = verb.ar;
  return display;
}

Result<Rendering> finished(const record::Event& event, const InsideContext& context, InsideDraft draft) {
  const base::StatementId id = record::rendering_id(event, draft.template_name, kInsideTemplate, context.audience);
  Json activities{{"category", profile_category(context.activity_base)}};
  if (!draft.parent.is_null()) activities["parent"] = Json::array({std::move(draft.parent)});
  if (!draft.grouping.is_null()) activities["grouping"] = Json::array({std::move(draft.grouping)});
  Json statement{{"id", id.str()},
                 {"actor", Json{{"objectType", "Agent"}, {"account", Json{{"homePage", context.actor_home_page}, {"name", context.actor_name}}}}},
                 {"verb", Json{{"id", draft.verb->iri}, {"display", words_for(*draft.verb, draft.language)}}},
                 {"object", std::move(draft.object)},
                 {"context", Json{{"registration", context.registration}, {"revision", draft.revision}, {"language", draft.language}, {"contextActivities", std::move(activities)}}},
                 {"timestamp", base::format_rfc3339(draft.at)}};
  if (!draft.result.is_null()) statement["result"] = std::move(draft.result);
  if (const auto findings = validate_value(statement); !findings.empty()) {
    const Finding& first = findings.front();
    return base::fail(base::Code::statement_invalid, draft.template_name + ": rule " + std::to_string(first.rule) + " at " + first.path + " " + first.message);
  }
  return Rendering{id, draft.template_name, kInsideTemplate, context.audience, base::canonical_json(statement)};
}

Result<std::vector<Rendering>> all_finished(const record::Event& event, const InsideContext& context, std::vector<InsideDraft> drafts) {
  std::vector<Rendering> out;
  for (InsideDraft& draft : drafts) {
    auto one = finished(event, context, std::move(draft));
    if (!one) return base::fail(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

std::string case_iri(const record::Event& event, const InsideContext& context) { return context.activity_base + "/case/" + base::percent_encode(event.stream_id); }

// The title of a case is the planner's words: it stays out.
Json case_object(const record::Event& event, const InsideContext& context) {
  return thing(case_iri(event, context), context.activity_base + "/activity-type/root-cause-analysis", kCaseLanguage, {});
}

InsideDraft of_case(const Verb& verb, std::string template_name, Json object, base::Instant at) {
  InsideDraft draft;
  draft.verb = &verb;
  draft.template_name = std::move(template_name);
  draft.object = std::move(object);
  draft.language = kCaseLanguage;
  draft.revision = rca::kRuleVersion;
  draft.at = at;
  return draft;
}

// How far one row is a cause: not, contributes, main cause.
Json row_definition(const rca::RowInfo& row) {
  Json scale = Json::array();
  for (const auto& [degree, label] : {std::pair(rca::kNotACause, "not a cause"), std::pair(rca::kContributes, "contributes"), std::pair(rca::kMainCause, "main cause")})
    scale.push_back(Json{{"id", std::to_string(degree)}, {"description", Json{{kCaseLanguage, label}}}});
  return Json{{"type", kInteraction}, {"interactionType", "likert"}, {"name", Json{{kCaseLanguage, row.name}}}, {"description", Json{{kCaseLanguage, row.prompt}}},
              {"scale", std::move(scale)}};
}

}  // namespace

Result<SurveySubmitted> survey_submitted_from_json(std::string_view json) {
  const auto broken = [] { return base::fail(base::Code::json_malformed, "survey_submitted cannot be read"); };
  const auto read = base::parse_json(json);
  if (!read) return base::fail(read.error());
  const std::string* form = read->is_object() ? base::string_member(*read, "form_hash") : nullptr;
  if (!form || !read->contains("answers") || !(*read)["answers"].is_object()) return broken();
  SurveySubmitted out;
  out.form = base::ContentHash(*form);
  if (const std::string* unit = base::string_member(*read, "unit_hash")) out.unit = base::ContentHash(*unit);
  for (const auto& [question, choices] : (*read)["answers"].items()) {
    if (!choices.is_array()) return broken();
    for (const Json& one : choices) {
      if (!one.is_string()) return broken();
      out.answers[question].push_back(one.get<std::string>());
    }
  }
  return out;
}

Result<std::vector<Rendering>> render_survey(const record::Event& event, const SurveySubmitted& sent, const activity::Survey& form, const std::string& unit_id,
                                             const InsideContext& context) {
  const activity::Unit& asked = form.form;
  const std::string iri = context.activity_base + "/survey/" + base::percent_encode(asked.id);
  InsideDraft common;
  common.language = asked.language;
  common.revision = form.hash.str();
  common.at = event.at;
  if (!unit_id.empty()) common.grouping = thing(context.activity_base + "/unit/" + base::percent_encode(unit_id), std::string(kLesson), asked.language, {});
  const Json survey = thing(iri, std::string(kSurvey), asked.language, plain(asked.title));
  std::vector<InsideDraft> drafts;
  for (const activity::Section& section : asked.sections) {
    for (const activity::Question& question : section.questions) {
      const auto given = sent.answers.find(question.id);
      if (given == sent.answers.end()) continue;
      record::Response response;
      response.choices = given->second;
      if (question.type == activity::QuestionType::number && !given->second.empty()) response.number = given->second.front();
      const auto text = interaction_response(question, response);
      if (!text) continue;
      InsideDraft draft = common;
      draft.verb = &kAnswered;
      draft.template_name = "survey-answered/" + question.id;
      draft.object = Json{{"objectType", "Activity"}, {"id", iri + "/question/" + base::percent_encode(question.id)}, {"definition", interaction_definition(question, asked.language)}};
      draft.result = Json{{"response", plain(*text)}};
      draft.parent = survey;
      drafts.push_back(std::move(draft));
    }
  }
  InsideDraft last = common;
  last.verb = &kSubmitted;
  last.template_name = "survey-submitted";
  last.object = survey;
  drafts.push_back(std::move(last));
  for (std::size_t i = 0; i < drafts.size(); ++i) drafts[i].at = event.at + base::Milliseconds(i);
  return all_finished(event, context, std::move(drafts));
}

Result<std::vector<Rendering>> render_rating(const record::Event& event, const rca::RcaRated& rated, const InsideContext& context) {
  const auto values = rca::row_values(rca::rating_of(rated, {}, event.at));
  std::vector<InsideDraft> drafts;
  auto before = base::Milliseconds(rca::kRowCount);
  for (const rca::RowInfo& row : rca::all_rows()) {
    const std::string code(row.code);
    Json question{{"objectType", "Activity"}, {"id", case_iri(event, context) + "/question/" + code}, {"definition", row_definition(row)}};
    InsideDraft draft = of_case(kAnswered, "cause-answered/" + code, std::move(question), event.at - before--);
    draft.result = Json{{"response", std::to_string(values[row.row])}};
    draft.parent = case_object(event, context);
    drafts.push_back(std::move(draft));
  }
  drafts.push_back(of_case(kSubmitted, "cause-submitted", case_object(event, context), event.at));
  return all_finished(event, context, std::move(drafts));
}

Result<std::vector<Rendering>> render_decision(const record::Event& event, const rca::RcaDecided& decided, const InsideContext& context) {
  InsideDraft draft = of_case(kReviewed, "cause-reviewed", case_object(event, context), event.at);
  draft.result = Json{{"response", std::string(rca::name(decided.decided))}};
  std::vector<InsideDraft> drafts;
  drafts.push_back(std::move(draft));
  return all_finished(event, context, std::move(drafts));
}

std::string case_round(std::string_view case_id, int decisions) {
  return base::uuid_v5(kRoundSpace, std::string(case_id) + "/" + std::to_string(decisions + 1));
}

}  // namespace preceptor::xapi
