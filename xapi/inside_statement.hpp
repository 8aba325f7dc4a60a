// Statements of what stays inside unless a site switches its kind on for a record store: anonymous surveys, and forms and decisions of root-cause cases
// (xapi.md 4). No free text, no name, no career stage, no example and no reason is in them.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/events.hpp"
#include "core/activity/survey.hpp"
#include "core/base/result.hpp"
#include "core/record/event.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::xapi {

// What such statements need beside their event.
struct InsideContext {
  std::string activity_base;                 // IRI prefix, without trailing slash
  std::string actor_home_page, actor_name;   // account of who answered or signed
  std::string registration;                  // context.registration, a UUID
  std::string audience;                      // whose rendering it is, e.g. "identified:burden"
};

// A released survey.
struct SurveySubmitted {
  inline static constexpr const char* kType = "survey_submitted";
  base::ContentHash form, unit;              // unit: empty where the form was launched alone
  std::map<std::string, std::vector<std::string>> answers;   // choices by question id
};
base::Result<SurveySubmitted> survey_submitted_from_json(std::string_view json);   // error json_malformed

// One "survey-answered/<question id>" for each answer, in the form's order, then "survey-submitted", a millisecond apart, so that their order can be told from
// their times. Answers to questions that the form has not are left out. `unit_id`: where it was offered; empty: nowhere. Error statement_invalid.
base::Result<std::vector<record::Rendering>> render_survey(const record::Event& event, const SurveySubmitted& sent, const activity::Survey& form,
                                                           const std::string& unit_id, const InsideContext& context);
// One "cause-answered/<row>" for each of the nine rows, then "cause-submitted" at the event's time; the answers a millisecond apart before it.
base::Result<std::vector<record::Rendering>> render_rating(const record::Event& event, const rca::RcaRated& rated, const InsideContext& context);
// "cause-reviewed", with the outcome.
base::Result<std::vector<record::Rendering>> render_decision(const record::Event& event, const rca::RcaDecided& decided, const InsideContext& context);

// context.registration of a case's forms and of the decision they led to: a case that is decided again begins another. `decisions`: how many were signed before.
std::string case_round(std::string_view case_id, int decisions);

}  // namespace preceptor::xapi
