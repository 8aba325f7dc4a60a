#include "xapi/interaction.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "xapi/vocabulary.hpp"

namespace preceptor::xapi {
using activity::Question;
using activity::QuestionType;
using base::Json;

namespace {

constexpr std::string_view kAnd = "[,]";

std::string join(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += kAnd;
    out += item;
  }
  return out;
}

// The shortest text that reads back as the same double, without an exponent.
std::string decimal(double value) {
  char buffer[400];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  return error == std::errc{} ? std::string(buffer, end) : std::string();
}

Json component(const std::string& id, const std::string& text, const std::string& language) {
  Json out{{"id", id}};
  if (!text.empty()) out["description"] = Json{{language, text}};
  return out;
}

Json choices(const Question& question, const std::string& language) {
  Json out = Json::array();
  for (const activity::Option& option : question.options) out.push_back(component(option.id, plain(option.label), language));
  return out;
}

Json rows(const Question& question, const std::string& language) {
  Json out = Json::array();
  for (const activity::Row& row : question.rows) out.push_back(component(row.id, plain(row.label), language));
  return out;
}

// "row:option" as "row[.]option".
std::vector<std::string> pairs(const std::vector<std::string>& choices) {
  std::vector<std::string> out;
  for (const std::string& choice : choices) {
    const auto colon = choice.find(':');
    if (colon != std::string::npos) out.push_back(choice.substr(0, colon) + "[.]" + choice.substr(colon + 1));
  }
  return out;
}

Json scale(const Question& question, const std::string& language) {
  Json out = Json::array();
  for (int step = question.scale_min; step <= question.scale_max; ++step) {
    std::string label;
    if (step == question.scale_min) label = question.scale_left;
    if (step == question.scale_max) label = question.scale_right;
    out.push_back(component(std::to_string(step), plain(label), language));
  }
  return out;
}

// The one right answer as a pattern; nullopt where the unit names none.
std::optional<std::string> right_answer(const Question& question) {
  if (!question.scored) return std::nullopt;
  if (question.type == QuestionType::number) {
    if (question.right_min && question.right_max && *question.right_min == *question.right_max) return decimal(*question.right_min);
    if (!question.right_min && !question.right_max) return std::nullopt;
    return (question.right_min ? decimal(*question.right_min) : "") + "[:]" + (question.right_max ? decimal(*question.right_max) : "");
  }
  if (question.type == QuestionType::rank) return join(question.right_order);
  std::vector<std::string> right;
  for (const activity::Option& option : question.options) {
    if (option.correct) right.push_back(option.id);
  }
  if (right.empty()) return std::nullopt;
  if (question.type == QuestionType::yesno) return right.front() == "yes" ? "true" : "false";
  return join(right);
}

std::string_view interaction_type(QuestionType type) {
  switch (type) {
    case QuestionType::single:
    case QuestionType::multi:
    case QuestionType::barrier:
    case QuestionType::decision: return "choice";
    case QuestionType::yesno: return "true-false";
    case QuestionType::scale: return "likert";
    case QuestionType::number: return "numeric";
    case QuestionType::rank: return "sequencing";
    case QuestionType::matrix: return "matching";
    case QuestionType::statement: return "other";
    case QuestionType::text: break;
  }
  return "long-fill-in";
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out(base::utf8_prefix(text, 1000));
  out.erase(std::remove(out.begin(), out.end(), '\0'), out.end());
  return out;
}

Json interaction_definition(const Question& question, const std::string& language) {
  Json out{{"type", kInteraction}, {"interactionType", interaction_type(question.type)}};
  if (const std::string prompt = plain(question.prompt); !prompt.empty()) out["description"] = Json{{language, prompt}};
  const std::string_view kind = interaction_type(question.type);
  if (kind == "choice" || kind == "sequencing") out["choices"] = choices(question, language);
  if (kind == "matching") {
    out["source"] = rows(question, language);
    out["target"] = choices(question, language);
  }
  if (question.type == QuestionType::scale) out["scale"] = scale(question, language);
  if (const auto right = right_answer(question)) out["correctResponsesPattern"] = Json::array({*right});
  return out;
}

std::optional<std::string> interaction_response(const Question& question, const record::Response& response) {
  if (question.type == QuestionType::text) return std::nullopt;
  if (question.type == QuestionType::number) return response.number.empty() ? std::nullopt : std::optional(response.number);
  if (response.choices.empty()) return std::nullopt;
  if (question.type == QuestionType::yesno) return response.choices.front() == "yes" ? "true" : "false";
  if (question.type == QuestionType::matrix) return join(pairs(response.choices));
  return join(response.choices);
}

}  // namespace preceptor::xapi
