// REDCap's branching logic -> an expression of `if:` (core/activity/condition.hpp). Internal to this folder.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/unit.hpp"

namespace preceptor::manifests::importers {

// What a rule can look at: a field that became a question.
struct RedcapField {
  std::string id;
  activity::QuestionType type = activity::QuestionType::text;
  std::vector<std::string> codes;  // of the options, in order
};
using RedcapFields = std::map<std::string, RedcapField, std::less<>>;  // by variable name in small letters

struct Translated {
  std::string condition;  // empty when it could not be said
  std::string why;        // then the reason
};
// `[a] = '1' and ([b(2)] = '1' or [c] > 5)`. A field without an answer counts as REDCap counts it: `<>` and an
// unchecked box are true.
Translated translate_branching(std::string_view logic, const RedcapFields& fields);

}  // namespace preceptor::manifests::importers
