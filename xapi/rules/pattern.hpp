// The grammar of correct response patterns and responses (xapi.md 2). Internal to xapi.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace preceptor::xapi::checks {

using Ids = std::optional<std::set<std::string, std::less<>>>;  // absent when the definition lists none
struct Lists {
  Ids choices, scale, source, target, steps;
};
struct PatternFault {
  int rule;  // 53 grammar, 54 an item that no list has
  std::string message;
};
// `response`: a learner's answer, where numeric ranges and {case_matters=..} have no place. Unknown types fit everything.
std::optional<PatternFault> pattern_fault(std::string_view type, std::string_view text, const Lists& lists, bool response);

}  // namespace preceptor::xapi::checks
