// One row a rule at least: patches (RFC 7386) on a clean statement, one that keeps the rule and one that breaks it.
#pragma once
#include <string_view>
#include <vector>

#include "xapi/validate.hpp"

namespace preceptor::xapi::testing {

struct RuleCase {
  int rule;
  std::string_view good, bad;   // patches; a text that does not begin with '{' is a whole statement text with its first '!' removed
  Severity severity;            // expected of the finding
  Version version = Version::v1_0_3;
};

// A statement without any finding, in both versions.
inline constexpr std::string_view kClean = R"({
  "id":"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11",
  "actor":{"objectType":"Agent","account":{"homePage":"https://lms.example.org","name":"u-1"}},
  "verb":{"id":"http://adlnet.gov/expapi/verbs/answered","display":{"en":"answered"}},
  "object":{"objectType":"Activity","id":"https://cme.example.org/unit/x/question/q1",
    "definition":{"type":"http://adlnet.gov/expapi/activities/cmi.interaction","interactionType":"choice",
      "choices":[{"id":"a","description":{"en":"A"}},{"id":"b","description":{"en":"B"}}],"correctResponsesPattern":["b"]}},
  "result":{"response":"b","success":true},
  "context":{"registration":"1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10","language":"en","platform":"moodle"},
  "timestamp":"2026-11-22T07:00:00.000Z"})";

const std::vector<RuleCase>& structure_cases();   // 1 to 39
const std::vector<RuleCase>& object_cases();      // 40 to 70
const std::vector<RuleCase>& context_cases();     // 71 to 105

}  // namespace preceptor::xapi::testing
