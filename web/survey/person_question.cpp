#include "web/survey/person_question.hpp"

#include <algorithm>
#include <array>

namespace preceptor::web {
namespace {

constexpr std::array<std::string_view, 6> kStageAnswers = {"trainee", "0-5", "6-10", "11-15", "16-20", "21+"};
constexpr std::array<std::string_view, 3> kFormatAnswers = {"micro", "longer", "either"};
constexpr std::array kPersonQuestions = {PersonQuestion{kCareerStage, kStageAnswers}, PersonQuestion{kPreferredFormat, kFormatAnswers}};
const base::RegistrationId kOfNone(ports::kNoRegistration);   // a person is the same in every registration of a platform

}  // namespace

const PersonQuestion* find_person_question(std::string_view kind) {
  const auto found = std::ranges::find(kPersonQuestions, kind, &PersonQuestion::kind);
  return found == kPersonQuestions.end() ? nullptr : &*found;
}

base::Result<const PersonQuestion*> next_question(ports::ProjectionStore& projections, const base::PersonId& person, base::Instant begun) {
  for (const PersonQuestion& question : kPersonQuestions) {
    const auto told = projections.load_projection(kOfNone, std::string(question.kind), person.str());
    if (!told) return base::fail(told.error());
    if (!*told) return &question;
    if ((*told)->updated_at >= begun) return nullptr;   // one question a unit
  }
  return nullptr;
}

std::optional<ports::Projection> answer_row(const PersonQuestion& question, std::string_view answer, const base::PersonId& person, base::Instant now) {
  if (answer != kSkipped && std::ranges::find(question.answers, answer) == question.answers.end()) return std::nullopt;
  ports::Projection row;
  row.kind = std::string(question.kind);
  row.id = person.str();
  row.person = person;
  row.state = std::string(answer);
  row.updated_at = now;
  return row;
}

base::Result<std::optional<StageTold>> find_stage(ports::ProjectionStore& projections, const base::PersonId& person) {
  const auto told = projections.load_projection(kOfNone, kCareerStage, person.str());
  if (!told) return base::fail(told.error());
  if (!*told) return std::optional<StageTold>();
  const auto stage = burden::stage_named((*told)->state);
  return stage ? std::optional(StageTold{*stage, (*told)->updated_at}) : std::nullopt;
}

void add_person_question(View& view, const PersonQuestion* question, const std::string& action, const std::string& hidden, const Messages& words) {
  view.flag("ask_person", question != nullptr);
  if (!question) return;
  const std::string kind(question->kind);
  view.text("ask_title", words.text(kind + ".title")).text("ask_why", words.text(kind + ".why")).text("ask_action", action);
  view.text("ask_kind", kind).text_if("ask_who", hidden);
  std::vector<View> answers;
  const auto add = [&](std::string_view answer) {
    answers.emplace_back();
    answers.back().text("ask_value", std::string(answer)).text("ask_label", words.text(kind + "." + std::string(answer)));
  };
  for (const std::string_view answer : question->answers) add(answer);
  view.list("ask_answers", std::move(answers)).text("ask_skip", words.text("person_question.skip"));
}

}  // namespace preceptor::web
