#include "core/activity/condition.hpp"

#include <algorithm>

#include "core/activity/decimal.hpp"

namespace preceptor::activity {
namespace {

bool fits(Comparison comparison, double value, double literal) {
  switch (comparison) {
    case Comparison::equal:
      return value == literal;
    case Comparison::not_equal:
      return value != literal;
    case Comparison::less:
      return value < literal;
    case Comparison::less_equal:
      return value <= literal;
    case Comparison::greater:
      return value > literal;
    case Comparison::greater_equal:
      return value >= literal;
  }
  return false;
}

bool is_answered(const record::Response& response) {
  return !response.skipped && !(response.choices.empty() && response.number.empty() && response.text_hash.empty());
}

// What one answer offers for comparison: the number typed, or each option chosen.
bool any_value_fits(const Condition& test, Comparison comparison, const record::Response& response) {
  const auto fits_one = [&](const std::string& value) {
    if (!test.number) return value == test.literal;
    const auto decimal = canonical_decimal(value);
    return decimal && fits(comparison, decimal_value(*decimal), decimal_value(test.literal));
  };
  if (!response.number.empty()) return fits_one(response.number);
  return std::ranges::any_of(response.choices, fits_one);
}

bool compares(const Condition& test, const record::Response& response) {
  const bool comparable = !response.number.empty() || !response.choices.empty();
  if (!comparable) return false;
  if (test.comparison == Comparison::not_equal) return !any_value_fits(test, Comparison::equal, response);
  return any_value_fits(test, test.comparison, response);
}

double given(const record::Response* response) {
  if (!response) return 0;
  return response->choices.empty() ? 1 : static_cast<double>(response->choices.size());
}

void collect(const Condition& condition, std::vector<const Condition*>& tests) {
  if (condition.parts.empty()) tests.push_back(&condition);
  for (const Condition& part : condition.parts) collect(part, tests);
}

std::string literal_text(const Condition& test) {
  if (test.number) return test.literal;
  const char quote = test.literal.find('\'') == std::string::npos ? '\'' : '"';
  return quote + test.literal + quote;
}

std::string negated(const Condition& part) {
  return part.parts.size() > 1 ? "not (" + to_text(part) + ")" : "not " + to_text(part);
}

std::string joined(const Condition& condition, std::string_view word) {
  std::string text;
  for (const Condition& part : condition.parts) {
    if (!text.empty()) text += word;
    // "and" binds closer than "or".
    text += part.kind == Condition::Kind::any ? "(" + to_text(part) + ")" : to_text(part);
  }
  return text;
}

}  // namespace

std::string_view symbol(Comparison comparison) {
  static constexpr std::string_view kSymbols[] = {"=", "!=", "<", "<=", ">", ">="};
  return kSymbols[static_cast<std::size_t>(comparison)];
}

bool holds(const Condition& condition, const Answers& answers) {
  const auto part_holds = [&](const Condition& part) { return holds(part, answers); };
  if (condition.kind == Condition::Kind::all) return std::ranges::all_of(condition.parts, part_holds);
  if (condition.kind == Condition::Kind::any) return std::ranges::any_of(condition.parts, part_holds);
  if (condition.kind == Condition::Kind::negation) return !part_holds(condition.parts.front());
  const auto found = answers.find(condition.question);
  const record::Response* response = found != answers.end() && is_answered(found->second) ? &found->second : nullptr;
  if (condition.kind == Condition::Kind::count)
    return fits(condition.comparison, given(response), decimal_value(condition.literal));
  if (!response) return false;
  return condition.kind == Condition::Kind::answered || compares(condition, *response);
}

std::string to_text(const Condition& condition) {
  const std::string operation = " " + std::string(symbol(condition.comparison)) + " ";
  switch (condition.kind) {
    case Condition::Kind::answered:
      return "answered(" + condition.question + ")";
    case Condition::Kind::count:
      return "count(" + condition.question + ")" + operation + condition.literal;
    case Condition::Kind::compare:
      return condition.question + operation + literal_text(condition);
    case Condition::Kind::all:
      return joined(condition, " and ");
    case Condition::Kind::any:
      return joined(condition, " or ");
    case Condition::Kind::negation:
      return negated(condition.parts.front());
  }
  return {};
}

std::vector<const Condition*> tests_of(const Condition& condition) {
  std::vector<const Condition*> tests;
  collect(condition, tests);
  return tests;
}

std::vector<std::string> referenced_questions(const Condition& condition) {
  std::vector<std::string> ids;
  for (const Condition* test : tests_of(condition))
    if (std::ranges::find(ids, test->question) == ids.end()) ids.push_back(test->question);
  return ids;
}

}  // namespace preceptor::activity
