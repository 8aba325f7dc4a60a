#include "tests/unit/xapi/rule_cases.hpp"

namespace preceptor::xapi::testing {

const std::vector<RuleCase>& context_cases() {
  constexpr auto spec = Severity::spec;
  constexpr auto house = Severity::house;
  constexpr auto v2 = Version::v2_0;
  static const std::vector<RuleCase> cases = {
      {71, "{}", R"({"context":{"registration":"r"}})", spec},
      {72, R"({"context":{"instructor":{"mbox":"mailto:a@example.org"}}})", R"({"context":{"instructor":"a"}})", spec},
      {73, R"({"context":{"team":{"objectType":"Group","member":[]}}})", R"({"context":{"team":{"mbox":"mailto:a@example.org"}}})", spec},
      {74, R"({"context":{"contextActivities":{"other":[{"id":"http://example.org/a"}]}}})",
       R"({"context":{"contextActivities":{"course":[{"id":"http://example.org/a"}]}}})", spec},
      {75, R"({"context":{"contextActivities":{"parent":[{"id":"http://example.org/a"}]}}})",
       R"({"context":{"contextActivities":{"parent":{"id":"http://example.org/a"}}}})", house},
      {75, "{}", R"({"context":{"contextActivities":{"parent":[{"objectType":"Agent","mbox":"mailto:a@example.org"}]}}})", spec},
      {75, "{}", R"({"context":{"contextActivities":{"parent":"http://example.org/a"}}})", spec},
      {76, R"({"context":{"revision":"1"}})", R"!(!{"object":{"objectType":"Agent"},"context":{"revision":"1"}})!", spec},
      {77, "{}", R"!(!{"object":{"objectType":"StatementRef"},"context":{"platform":"x"}})!", spec},
      {78, R"({"context":{"language":"pt-BR"}})", R"({"context":{"language":"en_US"}})", spec},
      {79, R"({"context":{"statement":{"objectType":"StatementRef","id":"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"}}})",
       R"({"context":{"statement":{"id":"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"}}})", spec},
      {80, R"({"context":{"extensions":{}}})", R"({"context":{"extensions":"x"}})", spec},
      {81, R"({"context":{"contextAgents":[{"objectType":"contextAgent","agent":{"mbox":"mailto:a@example.org"},"relevantTypes":["http://example.org/t"]}]}})",
       R"({"context":{"contextAgents":[{"objectType":"contextAgent","agent":{"mbox":"mailto:a@example.org"},"relevantTypes":[]}]}})", spec, v2},
      {81, "{}", R"({"context":{"contextAgents":[{"objectType":"Agent","agent":{"mbox":"mailto:a@example.org"}}]}})", spec, v2},
      {81, "{}", R"({"context":{"contextAgents":[{"objectType":"contextAgent"}]}})", spec, v2},
      {82, R"({"context":{"contextGroups":[{"objectType":"contextGroup","group":{"objectType":"Group","member":[]}}]}})",
       R"({"context":{"contextGroups":[{"objectType":"contextGroup","group":{"mbox":"mailto:a@example.org"}}]}})", spec, v2},
      {83, "{}", R"({"context":{"contextAgents":[]}})", spec},
      {83, "{}", R"({"context":{"contextGroups":[]}})", spec},
      {84, R"({"verb":{"display":{"zh-Hans-CN":"x"}}})", R"({"verb":{"display":{"en_US":"x"}}})", spec},
      {85, "{}", R"({"verb":{"display":{"en":1}}})", spec},
      {86, "{}", R"!(!{"verb":{"display":{}}})!", house},
      {87, R"({"context":{"extensions":{"urn:x:y":""}}})", R"({"context":{"extensions":{"severity":1}}})", spec},
      {87, "{}", R"({"result":{"extensions":{"x":1}}})", spec},
      {88, R"({"attachments":[]})", R"({"attachments":{}})", spec},
      {88, "{}", R"({"attachments":["x"]})", spec},
      {89, R"({"attachments":[{"usageType":"http://example.org/u"}]})", R"({"attachments":[{"usageType":"certificate"}]})", spec},
      {90, R"({"attachments":[{"display":{"en":"x"}}]})", R"({"attachments":[{"display":"x"}]})", spec},
      {91, R"({"attachments":[{"contentType":"application/pdf"}]})", R"({"attachments":[{"contentType":"pdf"}]})", spec},
      {92, R"({"attachments":[{"length":10}]})", R"({"attachments":[{"length":"10"}]})", spec},
      {92, "{}", R"({"attachments":[{"length":-1}]})", spec},
      {93, R"({"attachments":[{"sha2":"00ff"}]})", R"({"attachments":[{"sha2":"xyz"}]})", spec},
      {94, R"({"attachments":[{"fileUrl":"https://example.org/f"}]})", R"({"attachments":[{"fileUrl":"f.pdf"}]})", spec},
      {95, R"({"attachments":[{"fileUrl":"https://example.org/f"}]})", R"({"attachments":[{}]})", house},
      {95, R"({"attachments":[{"usageType":"http://adlnet.gov/expapi/attachments/signature"}]})", R"({"attachments":[{"usageType":"http://example.org/u"}]})", house},
      {99, R"({"attachments":[{"usageType":"http://adlnet.gov/expapi/attachments/signature","contentType":"application/octet-stream"}]})",
       R"({"attachments":[{"usageType":"http://adlnet.gov/expapi/attachments/signature","contentType":"text/plain"}]})", spec},
      {104, R"!(!{"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"},"object":{"objectType":"StatementRef"}})!",
       R"({"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"}})", spec},
  };
  return cases;
}

}  // namespace preceptor::xapi::testing
