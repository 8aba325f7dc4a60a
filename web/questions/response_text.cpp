// Responses as people read them.
#include <algorithm>
#include <sstream>

#include "web/format.hpp"
#include "web/questions/question_fields.hpp"

namespace preceptor::web {
namespace {

using activity::Question;
using activity::QuestionType;

std::string label_of(const Question& question, std::string_view option_id) {
  const auto found = std::find_if(question.options.begin(), question.options.end(), [&](const auto& option) { return option.id == option_id; });
  return found == question.options.end() ? std::string() : found->label;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::vector<std::string> ranked(const Question& question, const std::vector<std::string>& order, const Messages& words) {
  std::vector<std::string> parts;
  for (const auto& id : order) parts.push_back(format_decimal(std::to_string(parts.size() + 1), words) + ". " + label_of(question, id));
  return parts;
}

std::vector<std::string> by_row(const Question& question, const std::vector<std::string>& choices) {
  std::vector<std::string> parts;
  for (const auto& choice : choices) {
    const auto colon = choice.find(':');
    for (const auto& row : question.rows)
      if (colon != std::string::npos && row.id == choice.substr(0, colon))
        parts.push_back(row.label + " – " + label_of(question, std::string_view(choice).substr(colon + 1)));
  }
  return parts;
}

std::string with_unit(const Question& question, const std::string& number) {
  return question.unit_label.empty() ? number : number + " " + question.unit_label;
}

std::string plain_number(double value, const Messages& words) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << value;
  return format_decimal(out.str(), words);
}

}  // namespace

base::Fields fields_of(const Question& question, const record::Response& response, const Messages& words) {
  const std::string name = "q." + question.id;
  if (!response.number.empty()) return {{name, format_decimal(response.number, words)}};
  base::Fields fields;
  for (const auto& choice : response.choices) {
    const auto colon = choice.find(':');
    if (question.type == QuestionType::rank)
      fields.emplace_back(name + "." + choice, std::to_string(fields.size() + 1));
    else if (question.type == QuestionType::matrix && colon != std::string::npos)
      fields.emplace_back(name + "." + choice.substr(0, colon), choice.substr(colon + 1));
    else
      fields.emplace_back(name, choice);
  }
  return fields;
}

std::string response_text(const Question& question, const record::Response& response, const Messages& words) {
  if (!response.number.empty()) return with_unit(question, format_decimal(response.number, words));
  if (question.type == QuestionType::scale) return joined(response.choices);
  if (question.type == QuestionType::rank) return joined(ranked(question, response.choices, words));
  if (question.type == QuestionType::matrix) return joined(by_row(question, response.choices));
  std::vector<std::string> labels;
  for (const auto& option : question.options)
    if (std::find(response.choices.begin(), response.choices.end(), option.id) != response.choices.end()) labels.push_back(option.label);
  return joined(labels);
}

std::string right_text(const Question& question, const Messages& words) {
  if (question.type == QuestionType::rank) return joined(ranked(question, question.right_order, words));
  if (question.right_min && question.right_max) {
    std::string text = plain_number(*question.right_min, words);
    if (*question.right_max != *question.right_min) text += "–" + plain_number(*question.right_max, words);
    return with_unit(question, text);
  }
  std::vector<std::string> labels;
  for (const auto& option : question.options)
    if (option.correct) labels.push_back(option.label);
  return joined(labels);
}

}  // namespace preceptor::web
