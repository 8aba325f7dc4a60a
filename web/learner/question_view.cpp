// One question as a form shows it, and as feedback shows it.
#include <algorithm>
#include <sstream>

#include "core/base/encoding.hpp"
#include "web/format.hpp"
#include "web/learner/views.hpp"

namespace preceptor::web {
namespace {

using activity::Question;
using activity::QuestionType;

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string plain_number(double value) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << value;
  return out.str();
}

// What the learner gave: as posted or drafted, or, on an answered page, as recorded.
std::vector<std::string> given(const Question& question, const Visit& visit, const FormState& state, bool past) {
  if (!past) return base::field_values(state.form, "q." + question.id);
  if (const auto found = visit.attempt.commitments.find(question.id); found != visit.attempt.commitments.end())
    return found->second.choices;
  const auto found = visit.attempt.answers.find(question.id);
  if (found == visit.attempt.answers.end()) return {};
  const auto& response = found->second.response;
  if (!response.number.empty()) return {format_decimal(response.number, *visit.messages)};
  return response.choices;
}

View option_view(const std::string& value, const std::string& label, const std::string& input_id, bool exclusive, bool checked) {
  View view;
  view.text("value", value).text("label", label).text_if("input_id", input_id).flag("exclusive", exclusive).flag("checked", checked);
  return view;
}

std::vector<View> option_views(const Question& question, const std::vector<std::string>& values) {
  std::vector<View> options;
  const auto add = [&](const std::string& value, const std::string& label, bool exclusive) {
    const std::string id = options.empty() ? "q-" + question.id : "";  // where the error summary leads
    options.push_back(option_view(value, label, id, exclusive, has(values, value)));
  };
  if (question.type == QuestionType::scale) {
    for (int step = question.scale_min; step <= question.scale_max; ++step) {
      std::string label = std::to_string(step);
      if (step == question.scale_min && !question.scale_left.empty()) label += " · " + question.scale_left;
      if (step == question.scale_max && !question.scale_right.empty()) label += " · " + question.scale_right;
      add(std::to_string(step), label, false);
    }
  } else {
    for (const auto& option : question.options) add(option.id, option.label, option.exclusive);
  }
  return options;
}

std::string hint(const Question& question, const Messages& words) {
  const auto bound = [&](double value) { return format_decimal(plain_number(value), words); };
  switch (question.type) {
    case QuestionType::multi: return words.text("question.multi");
    case QuestionType::text: return words.text("question.no_patient");
    case QuestionType::number:
      if (question.number_min && question.number_max)
        return words.text("question.range", {{"min", bound(*question.number_min)}, {"max", bound(*question.number_max)}});
      if (question.number_min) return words.text("question.from", {{"min", bound(*question.number_min)}});
      if (question.number_max) return words.text("question.to", {{"max", bound(*question.number_max)}});
      return {};
    default: return {};
  }
}

std::string error_text(base::Code code, const Messages& words) {
  const std::string key = "error." + std::string(base::info(code).name);
  return words.has(key) ? words.text(key) : std::string(base::info(code).user);
}

}  // namespace

std::string response_text(const Question& question, const record::Response& response, const Messages& messages) {
  if (!response.number.empty()) {
    const std::string number = format_decimal(response.number, messages);
    return question.unit_label.empty() ? number : number + " " + question.unit_label;
  }
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (question.type == QuestionType::scale) {
    for (const auto& choice : response.choices) add(choice);
  } else {
    for (const auto& option : question.options)
      if (has(response.choices, option.id)) add(option.label);
  }
  return text;
}

View question_view(const Question& question, const Visit& visit, const FormState& state, bool past) {
  const auto& words = *visit.messages;
  const auto values = given(question, visit, state, past);
  const bool number = question.type == QuestionType::number, lines = question.type == QuestionType::text;
  const auto wrong = std::find_if(state.errors.begin(), state.errors.end(), [&](const auto& e) { return e.question_id == question.id; });
  const std::string error = wrong == state.errors.end() ? "" : error_text(wrong->code, words);
  const std::string help = past ? "" : hint(question, words);
  std::string described;
  if (!help.empty()) described = "h-" + question.id;
  if (!error.empty()) described += (described.empty() ? "e-" : " e-") + question.id;
  View view;
  view.text("id", question.id).text("prompt_html", question.prompt_html.empty() ? base::html_escape(question.prompt) : question.prompt_html);
  view.flag("optional", !question.required && !past).text_if("hint", help).text_if("error", error).text_if("described", described);
  view.flag("rows", !number && !lines).flag("number", number).flag("lines", lines).text_if("unit", question.unit_label);
  view.text("rows_class", question.type == QuestionType::scale ? "scale" : "rows");
  view.text("input", question.type == QuestionType::multi ? "checkbox" : "radio");
  if (number || lines)
    view.text("value", values.empty() ? "" : values.front());
  else
    view.list("options", option_views(question, values));
  view.text("target", "q-" + question.id).text("prompt", question.prompt).text("text", error);
  return view;
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
  std::string answer, said;
  for (const auto& option : question.options) {
    if (judged && !right && option.correct) answer += (answer.empty() ? "" : "; ") + option.label;
    if (answered && has(found->second.response.choices, option.id)) said += option.feedback_html;
  }
  if (judged && !right && question.right_min && question.right_max) {
    answer = format_decimal(plain_number(*question.right_min), words);
    if (*question.right_max != *question.right_min) answer += "–" + format_decimal(plain_number(*question.right_max), words);
    if (!question.unit_label.empty()) answer += " " + question.unit_label;
  }
  view.text("asked", question.prompt).text_if("yours", yours).text_if("answer", answer);
  view.flag("said", !said.empty()).text("said_html", said);
  view.flag("why", !question.feedback_html.empty()).text("why_html", question.feedback_html);
  return view;
}

}  // namespace preceptor::web
