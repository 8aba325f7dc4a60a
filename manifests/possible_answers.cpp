#include "manifests/possible_answers.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "core/activity/decimal.hpp"

namespace preceptor::manifests {
namespace {

using activity::Condition;
using activity::Question;
using activity::QuestionType;
using record::Response;

constexpr std::size_t kMostSubsets = 8;       // options of which every combination is tried
constexpr std::size_t kMostTries = 5000;

Response of_choices(std::vector<std::string> choices) {
  return {std::move(choices), {}, {}, false};
}

std::vector<Response> subsets(const std::vector<std::string>& ids, const Question& question) {
  std::vector<Response> responses;
  for (std::uint32_t bits = 1; bits < (1U << ids.size()); ++bits) {
    std::vector<std::string> chosen;
    bool alone = false;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if ((bits >> i & 1U) == 0) continue;
      chosen.push_back(ids[i]);
      alone = alone || (i < question.options.size() && question.options[i].exclusive);
    }
    if (!alone || chosen.size() == 1) responses.push_back(of_choices(std::move(chosen)));
  }
  return responses;
}

// Every number that the tests tell apart: each literal, and a value on either side of it, within the bounds.
std::vector<Response> numbers(const Question& question, const std::vector<const Condition*>& tests) {
  std::vector<Response> responses;
  std::set<double> values;
  for (const Condition* test : tests) {
    if (test->question != question.id || !test->number || test->kind != Condition::Kind::compare) continue;
    const double value = activity::decimal_value(test->literal);
    values.insert({value - 0.001, value, value + 0.001});
  }
  if (question.number_min) values.insert(*question.number_min);
  if (question.number_max) values.insert(*question.number_max);
  for (const double value : values) {
    if ((question.number_min && value < *question.number_min) || (question.number_max && value > *question.number_max)) continue;
    std::string text = std::to_string(value);
    if (const auto canonical = activity::canonical_decimal(text)) responses.push_back({{}, *canonical, {}, false});
  }
  if (responses.empty()) responses.push_back({{}, "1", {}, false});
  return responses;
}

// What can be answered; empty where there are too many to try.
std::vector<Response> possible(const Question& question, const std::vector<const Condition*>& tests) {
  std::vector<std::string> ids;
  for (const auto& option : question.options) ids.push_back(option.id);
  std::vector<Response> responses;
  switch (question.type) {
    case QuestionType::multi:
    case QuestionType::barrier: return ids.size() > kMostSubsets ? responses : subsets(ids, question);
    case QuestionType::number: return numbers(question, tests);
    case QuestionType::text: return {Response{{}, {}, "0", false}};
    case QuestionType::rank:
      if (question.rank_places == static_cast<int>(ids.size())) return {of_choices(ids)};
      return responses;
    case QuestionType::matrix: return responses;
    case QuestionType::scale:
      for (int step = question.scale_min; step <= question.scale_max; ++step) responses.push_back(of_choices({std::to_string(step)}));
      return responses;
    default:
      for (const auto& id : ids) responses.push_back(of_choices({id}));
      return responses;
  }
}

class Trial {
 public:
  Trial(const Condition& condition, const std::vector<const Question*>& earlier) : condition_(condition), tests_(activity::tests_of(condition)) {
    std::set<std::string> needed;
    for (const auto& id : activity::referenced_questions(condition)) needed.insert(id);
    // What a needed question depends on is needed too; conditions look back only, so one pass from the end finds all.
    for (auto it = earlier.rbegin(); it != earlier.rend(); ++it) {
      if (!needed.contains((*it)->id)) continue;
      questions_.insert(questions_.begin(), *it);
      if (!(*it)->condition) continue;
      for (const auto& id : activity::referenced_questions(*(*it)->condition)) needed.insert(id);
      for (const Condition* test : activity::tests_of(*(*it)->condition)) tests_.push_back(test);
    }
  }

  Truth run() {
    for (const Question* question : questions_) {
      candidates_.push_back(possible(*question, tests_));
      if (candidates_.back().empty()) return Truth::unknown;
    }
    try_from(0);
    if (tries_ > kMostTries || (held_ && failed_)) return held_ && failed_ ? Truth::sometimes : Truth::unknown;
    return held_ ? Truth::always : Truth::never;
  }

 private:
  void try_from(std::size_t index) {
    if (++tries_ > kMostTries || (held_ && failed_)) return;
    if (index == questions_.size()) {
      (activity::holds(condition_, answers_) ? held_ : failed_) = true;
      return;
    }
    const Question& question = *questions_[index];
    const bool asked = !question.condition || activity::holds(*question.condition, answers_);
    if (!asked || !question.required) try_from(index + 1);
    if (!asked) return;
    for (const Response& response : candidates_[index]) {
      answers_[question.id] = response;
      try_from(index + 1);
    }
    answers_.erase(question.id);
  }

  const Condition& condition_;
  std::vector<const Condition*> tests_;
  std::vector<const Question*> questions_;
  std::vector<std::vector<Response>> candidates_;
  activity::Answers answers_;
  std::size_t tries_ = 0;
  bool held_ = false, failed_ = false;
};

}  // namespace

Truth possible_truth(const Condition& condition, const std::vector<const Question*>& earlier) {
  return Trial(condition, earlier).run();
}

}  // namespace preceptor::manifests
