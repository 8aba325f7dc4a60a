// Conditions of questions: no text crashes the parser, what it accepts is written and read back as the same tree, and a
// condition and its negation never both hold.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/activity/condition.hpp"

using namespace preceptor::activity;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}

void check(const Condition& condition) {
  const auto text = parse_condition(to_text(condition));
  require(text && *text == condition);
  const auto json = condition_from_json(to_json(condition));
  require(json && *json == condition);
  require(!referenced_questions(condition).empty() && tests_of(condition).size() <= kConditionTests);
  const auto negated = parse_condition("not (" + to_text(condition) + ")");
  Answers answers;
  for (const std::string& id : referenced_questions(condition)) {
    if (negated) require(holds(condition, answers) != holds(*negated, answers));
    answers[id] = {{"a", "2"}, "", "", false};
  }
  if (negated) require(holds(condition, answers) != holds(*negated, answers));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto condition = parse_condition(text)) check(*condition);
  if (const auto condition = condition_from_json(text)) check(*condition);
  return 0;
}
