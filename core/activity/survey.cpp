#include "core/activity/survey.hpp"

#include "core/base/digest.hpp"
#include "core/base/json.hpp"

namespace preceptor::activity {
namespace {

constexpr std::size_t kSurveyBytes = 2 << 20;

bool is_countable(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::scale || type == QuestionType::yesno;
}

}  // namespace

std::vector<SurveyProblem> survey_problems(const Unit& form) {
  std::vector<SurveyProblem> problems;
  const auto look_at = [&](const Question& question) {
    if (!is_countable(question.type))
      problems.push_back({question.id, "a survey asks with single, multi, scale or yesno only: what is typed tells who typed it"});
    if (question.scored || question.commitment || question.relevance)
      problems.push_back({question.id, "a survey has no scored, commitment or relevance question"});
  };
  std::size_t asked = 0;
  for (const Section& section : form.sections) {
    asked += section.questions.size();
    for (const Question& question : section.questions) look_at(question);
  }
  for (const Question& question : form.closing) look_at(question);
  if (asked == 0 && form.closing.empty()) problems.push_back({"", "a survey without a question"});
  if (form.sections.size() > 1) problems.push_back({"", "a survey is one page: one section holds all its questions"});
  return problems;
}

std::string to_json(const Survey& survey) {
  return base::canonical_json({{"kind", "survey"}, {"schema", 1}, {"form", base::Json::parse(to_json(survey.form))}});
}

base::Result<Survey> survey_from_json(std::string_view text) {
  const auto json = base::parse_json(text, {kSurveyBytes, 32, false});
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  const auto* kind = json->is_object() ? base::string_member(*json, "kind") : nullptr;
  if (!kind || *kind != "survey" || !json->contains("form") || json->size() != 3 || json->value("schema", base::Json()) != 1)
    return base::fail(base::Code::content_invalid, "not a survey");
  auto form = unit_from_json(json->at("form").dump());
  if (!form) return base::fail(form.error());
  if (const auto problems = survey_problems(*form); !problems.empty())
    return base::fail(base::Code::content_invalid, problems.front().question_id + ": " + problems.front().what);
  Survey survey{std::move(*form), {}};
  survey.hash = base::ContentHash(base::sha256_hex(to_json(survey)));
  return survey;
}

}  // namespace preceptor::activity
