#include "manifests/conditions.hpp"

#include <algorithm>
#include <map>

#include "core/activity/decimal.hpp"
#include "manifests/possible_answers.hpp"

namespace preceptor::manifests {
namespace {

using activity::Comparison;
using activity::Condition;
using activity::Question;
using activity::QuestionType;

std::string listed_ids(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) text.append(text.empty() ? "" : ", ").append(id);
  return text;
}

std::vector<std::string> answer_ids(const Question& question) {
  std::vector<std::string> ids;
  if (question.type != QuestionType::matrix)
    for (const auto& option : question.options) ids.push_back(option.id);
  for (const auto& row : question.rows)
    for (const auto& option : question.options) ids.push_back("'" + row.id + ":" + option.id + "'");
  return ids;
}

class ConditionChecker {
 public:
  ConditionChecker(const activity::Unit& unit, const std::vector<RawSection>& sections, Problems& problems) : unit_(unit), problems_(problems) {
    for (const RawSection& section : sections)
      for (const RawQuestion& raw : section.questions) raws_.emplace(trim(std::string_view(raw.header).substr(0, raw.header.find('|'))), &raw);
  }

  void check() {
    for (const auto& section : unit_.sections)
      for (const Question& question : section.questions) check_one(question);
    for (const Question& question : unit_.closing) check_one(question);
  }

 private:
  void check_one(const Question& question) {
    const auto raw = raws_.find(question.id);
    if (question.condition && raw != raws_.end()) {
      raw_ = raw->second;
      sound_ = true;
      for (const Condition* test : activity::tests_of(*question.condition)) check_test(question, *test);
      if (sound_) check_truth(question);
    }
    earlier_.push_back(&question);
  }

  // The question's line with one word of its condition exchanged.
  std::string with(const std::string& word, const std::string& instead) const {
    std::string condition = raw_->condition;
    const auto at = condition.find(word);
    if (at != std::string::npos) condition.replace(at, word.size(), instead);
    return "## ? " + raw_->header + ", if: " + condition;
  }
  void refuse(std::string message, std::string corrected = {}) {
    sound_ = false;
    problems_.error(raw_->line, "the condition " + std::move(message), std::move(corrected));
  }

  void check_test(const Question& question, const Condition& test) {
    const auto found = std::ranges::find(earlier_, test.question, &Question::id);
    if (found == earlier_.end()) return unknown(question, test);
    const Question& other = **found;
    if (!activity::asks(other)) return refuse("looks at \"" + other.id + "\", which is a statement: nothing is answered there");
    if (test.kind == Condition::Kind::compare) return check_comparison(other, test);
    if (test.kind == Condition::Kind::count && other.type != QuestionType::multi && other.type != QuestionType::barrier &&
        other.type != QuestionType::matrix && other.type != QuestionType::rank)
      refuse("counts the answers of \"" + other.id + "\", which has one at most; write answered(" + other.id + ")");
  }

  void unknown(const Question& question, const Condition& test) {
    if (test.question == question.id) return refuse("looks at its own question");
    if (raws_.contains(test.question)) return refuse("looks at \"" + test.question + "\", which is asked later; only earlier answers are known");
    std::vector<std::string_view> ids;
    for (const Question* one : earlier_) ids.push_back(one->id);
    const std::string near(nearest(test.question, ids));
    refuse("looks at \"" + test.question + "\", but no question has that id" + (near.empty() ? "" : "; the nearest is \"" + near + "\""),
           near.empty() ? "" : with(test.question, near));
  }

  void check_comparison(const Question& other, const Condition& test) {
    if (other.type == QuestionType::text)
      return refuse("compares \"" + other.id + "\", which is free text; ask only whether it is answered",
                    "## ? " + raw_->header + ", if: answered(" + other.id + ")");
    const bool numeric = other.type == QuestionType::number || other.type == QuestionType::scale;
    if (numeric && !test.number) return refuse("compares the number \"" + other.id + "\" with the words \"" + test.literal + "\"");
    if (numeric) return check_bounds(other, test);
    const bool equality = test.comparison == Comparison::equal || test.comparison == Comparison::not_equal;
    if (!equality) return refuse("asks for an order of \"" + other.id + "\", whose answers have none; use = or !=");
    auto ids = answer_ids(other);
    const std::string literal = other.type == QuestionType::matrix ? "'" + test.literal + "'" : test.literal;
    if (std::ranges::find(ids, literal) != ids.end()) return;
    if (ids.size() > 12) ids.resize(12);
    refuse("compares \"" + other.id + "\" with \"" + test.literal + "\", which is none of its answers: " + listed_ids(ids),
           ids.empty() ? "" : with(test.literal, ids.front()));
  }

  void check_bounds(const Question& other, const Condition& test) {
    const double value = activity::decimal_value(test.literal);
    const auto low = other.type == QuestionType::scale ? std::optional<double>(other.scale_min) : other.number_min;
    const auto high = other.type == QuestionType::scale ? std::optional<double>(other.scale_max) : other.number_max;
    if ((low && value < *low) || (high && value > *high)) refuse("compares \"" + other.id + "\" with " + test.literal + ", which it can never be");
  }

  void check_truth(const Question& question) {
    const Truth truth = possible_truth(*question.condition, earlier_);
    if (truth == Truth::never) refuse("can never hold: nobody would be asked");
    if (truth == Truth::always) problems_.warning(raw_->line, "the condition always holds: leave it out", "## ? " + raw_->header);
  }

  const activity::Unit& unit_;
  Problems& problems_;
  std::map<std::string, const RawQuestion*, std::less<>> raws_;
  std::vector<const Question*> earlier_;  // in the order they are asked
  const RawQuestion* raw_ = nullptr;      // of the question that is checked
  bool sound_ = true;
};

}  // namespace

void check_conditions(const activity::Unit& unit, const std::vector<RawSection>& sections, Problems& problems) {
  ConditionChecker(unit, sections, problems).check();
}

}  // namespace preceptor::manifests
