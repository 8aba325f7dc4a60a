#include "core/burden/form.hpp"

#include <array>

#include "core/base/json.hpp"

namespace preceptor::burden {
namespace {

using activity::QuestionType;

struct Item {
  std::string_view id;
  QuestionType type;
  int options;  // of a scale: its highest step
};
constexpr std::array kItems = {Item{"mb1", QuestionType::scale, 5}, Item{"mb2", QuestionType::single, 5}, Item{"mb3", QuestionType::single, 8},
                               Item{"mb4", QuestionType::single, 4}, Item{"mb5", QuestionType::multi, 7}};

// "a" -> 0; nullopt for what is no option of that many.
std::optional<int> place_of(const std::string& option, int options) {
  if (option.size() != 1 || option[0] < 'a' || option[0] >= 'a' + options) return std::nullopt;
  return option[0] - 'a';
}

using Choices = std::vector<std::string>;

base::Status refuse_item(std::string_view id) { return base::fail(base::Code::answer_invalid, std::string(id)); }

base::Status read_item(const Item& item, const Choices& given, MbAnswers& answers) {
  if (item.type != QuestionType::multi && given.size() != 1) return refuse_item(item.id);
  if (item.type == QuestionType::scale) {
    if (given[0].size() != 1 || given[0][0] < '1' || given[0][0] > '5') return refuse_item(item.id);
    answers.worth = given[0][0] - '0';
    return {};
  }
  for (const std::string& option : given) {
    const auto place = place_of(option, item.options);
    if (!place) return refuse_item(item.id);
    if (item.id == "mb2") answers.relevance = *place * 25;
    if (item.id == "mb3" && *place < 7) answers.credit_ease = *place + 1;
    if (item.id == "mb4") answers.point_of_need = *place;
    if (item.id == "mb5") answers.friction.insert(static_cast<Friction>(*place));
  }
  return {};
}

}  // namespace

std::string answers_json(const std::map<std::string, std::vector<std::string>>& answers) {
  base::Json json = base::Json::object();
  for (const auto& [id, given] : answers)
    if (!given.empty()) json[id] = given;
  return base::canonical_json(json);
}

base::Result<MbAnswers> mb_answers(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  MbAnswers answers;
  for (const Item& item : kItems) {
    const auto found = json->find(item.id);
    if (found == json->end()) continue;
    Choices given;
    for (const auto& one : *found)
      if (one.is_string()) given.push_back(one.get<std::string>());
    if (auto read = read_item(item, given, answers); !read) return base::fail(read.error());
  }
  return answers;
}

std::string micro_burden_problem(const activity::Unit& form) {
  for (const Item& item : kItems) {
    const auto* question = activity::find_question(form, item.id);
    if (!question) return "the question " + std::string(item.id) + " is missing";
    const bool shaped = question->type == item.type &&
                        (item.type == QuestionType::scale ? question->scale_min == 1 && question->scale_max == item.options
                                                          : static_cast<int>(question->options.size()) == item.options);
    if (!shaped) return "the question " + std::string(item.id) + " has another type or number of answers than the shipped form";
  }
  return {};
}

}  // namespace preceptor::burden
