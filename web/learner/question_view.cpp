// The questions of a page as its form shows them, and one question as feedback shows it.
#include <algorithm>

#include "core/activity/flag.hpp"
#include "web/learner/views.hpp"

namespace preceptor::web {
namespace {

using activity::Question;

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// What is recorded, as the fields that would post it.
base::Fields recorded(const Visit& visit, const std::vector<const Question*>& questions) {
  base::Fields fields;
  const auto answers = activity::answers_of(visit.attempt);
  for (const auto* question : questions)
    if (const auto found = answers.find(question->id); found != answers.end())
      for (auto& field : fields_of(*question, found->second, *visit.messages)) fields.push_back(std::move(field));
  return fields;
}

}  // namespace

bool offers_flag(const Visit& visit) { return !visit.preview() && visit.attempt.opened.offers_flag && !visit.attempt.completed; }

std::vector<View> question_views(const std::vector<const Question*>& questions, const Visit& visit, const FormState& state, bool past) {
  const QuestionForm form{*visit.messages, past ? recorded(visit, questions) : state.form, state.errors, past, offers_flag(visit)};
  return question_list(questions, form, activity::answers_of(visit.attempt));
}

View feedback_view(const Question& question, const Visit& visit) {
  const auto& words = *visit.messages;
  View view;
  const auto found = visit.attempt.answers.find(question.id);
  const bool answered = found != visit.attempt.answers.end();
  const bool judged = answered && found->second.correct.has_value();
  const bool right = judged && *found->second.correct;
  view.text("kind", !judged ? "plain" : right ? "right" : "wrong").flag("right", right);
  view.text_if("verdict", !judged ? "" : words.text(right ? "feedback.right" : "feedback.wrong"));
  std::string yours = answered ? response_text(question, found->second.response, words) : "";
  if (yours.empty() && answered && found->second.response.skipped) yours = words.text("feedback.skipped");
  std::string said;
  for (const auto& option : question.options)
    if (answered && has(found->second.response.choices, option.id)) said += option.feedback_html;
  view.text("asked", question.prompt).text_if("yours", yours);
  view.text_if("answer", judged && !right ? right_text(question, words) : "");
  view.flag("said", !said.empty()).text("said_html", said);
  view.flag("why", !question.feedback_html.empty()).text("why_html", question.feedback_html);
  view.text("id", question.id).flag("flag", false);
  return view;
}

}  // namespace preceptor::web
