#include "tests/unit/xapi/rule_cases.hpp"

namespace preceptor::xapi::testing {

const std::vector<RuleCase>& object_cases() {
  constexpr auto spec = Severity::spec;
  constexpr auto producer = Severity::producer;
  constexpr auto house = Severity::house;
  static const std::vector<RuleCase> cases = {
      {40, R"({"object":{"objectType":null}})", R"({"object":{"objectType":"Thing"}})", spec},
      {41, "{}", R"({"object":{"id":null}})", spec},
      {41, "{}", R"({"object":{"id":"question 1"}})", spec},
      {41, R"({"object":{"id":"urn:x:1"}})", R"({"object":{"id":"http://"}})", spec},
      {42, "{}", R"({"object":{"definition":"x"}})", spec},
      {43, R"({"object":{"definition":{"name":{"en":"Q"}}}})", R"({"object":{"definition":{"name":"Q"}}})", spec},
      {44, "{}", R"({"object":{"definition":{"type":"interaction"}}})", spec},
      {45, R"({"object":{"definition":{"moreInfo":"https://example.org/i"}}})", R"({"object":{"definition":{"moreInfo":"see there"}}})", spec},
      {46, R"({"object":{"definition":{"extensions":{"http://example.org/x":1}}}})", R"({"object":{"definition":{"extensions":[]}}})", spec},
      {47, R"({"object":{"definition":{"interactionType":"sequencing"}}})", R"({"object":{"definition":{"interactionType":"quiz"}}})", spec},
      {48, R"({"object":{"definition":null}})", R"({"object":{"definition":{"interactionType":null}}})", spec},
      {49, "{}", R"({"object":{"definition":{"scale":[{"id":"1"}]}}})", producer},
      {49, R"({"object":{"definition":{"interactionType":"sequencing"}}})", R"({"object":{"definition":{"interactionType":"numeric"}}})", producer},
      {50, "{}", R"({"object":{"definition":{"choices":[{"id":1}]}}})", spec},
      {50, "{}", R"({"object":{"definition":{"choices":[{"id":"b","description":"B"}]}}})", spec},
      {50, "{}", R"({"object":{"definition":{"choices":{}}}})", spec},
      {51, "{}", R"({"object":{"definition":{"choices":[{"id":"b"},{"id":"b"}]}}})", producer},
      {51, "{}", R"({"object":{"definition":{"choices":[{"id":"b"},{"id":"b c"}]}}})", producer},
      {52, "{}", R"({"object":{"definition":{"correctResponsesPattern":"b"}}})", spec},
      {52, "{}", R"({"object":{"definition":{"correctResponsesPattern":[1]}}})", spec},
      {53, R"({"object":{"definition":{"correctResponsesPattern":["a[,]b"]}}})", R"({"object":{"definition":{"correctResponsesPattern":["a[,]"]}}})", producer},
      {53, "{}", R"({"object":{"definition":{"correctResponsesPattern":["a[,]a"]}}})", producer},
      {54, "{}", R"({"object":{"definition":{"correctResponsesPattern":["c"]}}})", producer},
      {54, R"({"result":{"response":"a"}})", R"({"result":{"response":"c"}})", producer},
      {55, R"({"object":{"definition":{"correctResponsesPattern":null}}})", R"({"object":{"definition":{"correctResponsesPattern":[]}}})", producer},
      {56, R"!(!{"object":{"objectType":"StatementRef","id":"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"}})!", R"!(!{"object":{"objectType":"StatementRef","id":"x"}})!", spec},
      {56, "{}", R"!(!{"object":{"objectType":"StatementRef"}})!", spec},
      {57, R"!(!{"object":{"objectType":"SubStatement"}})!", R"!(!{"object":{"objectType":"SubStatement","id":"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"}})!", spec},
      {57, "{}", R"!(!{"object":{"objectType":"SubStatement","object":{"objectType":"SubStatement"}}})!", spec},
      {57, "{}", R"!(!{"object":{"objectType":"SubStatement","authority":{}}})!", spec},
      {58, R"({"result":{"completion":false}})", R"({"result":{"completion":"true"}})", spec},
      {58, "{}", R"({"result":{"success":1}})", spec},
      {59, "{}", R"({"result":{"response":7}})", spec},
      {60, R"({"result":{"duration":"P1Y2M3DT4H5M6.78S"}})", R"({"result":{"duration":"PT"}})", spec},
      {60, R"({"result":{"duration":"P4W"}})", R"({"result":{"duration":"P4W1D"}})", spec},
      {60, "{}", R"({"result":{"duration":"PT1.5M"}})", spec},
      {60, "{}", R"({"result":{"duration":"P"}})", spec},
      {60, "{}", R"({"result":{"duration":"PT5M4H"}})", spec},
      {60, "{}", R"({"result":{"duration":"5 minutes"}})", spec},
      {61, "{}", R"({"result":{"duration":"-PT5M"}})", house},
      {61, "{}", R"({"result":{"duration":"PT1,5S"}})", house},
      {62, R"({"result":{"duration":"PT1.25S"}})", R"({"result":{"duration":"PT1.256S"}})", producer},
      {63, R"({"result":{"score":{"scaled":0.5}}})", R"({"result":{"score":0.5}})", spec},
      {64, R"({"result":{"score":{"scaled":1}}})", R"({"result":{"score":{"scaled":1.01}}})", spec},
      {65, R"({"result":{"score":{"raw":1,"min":0,"max":2}}})", R"({"result":{"score":{"raw":3,"min":0,"max":2}}})", spec},
      {65, "{}", R"({"result":{"score":{"raw":-1,"min":0}}})", spec},
      {66, "{}", R"({"result":{"score":{"min":2,"max":2}}})", spec},
      {67, "{}", R"!(!{"result":{"score":{"raw":1e999}}})!", spec},
      {68, R"({"result":{"score":{"scaled":0}}})", R"({"result":{"score":{"scaled":-0.5}}})", house},
      {68, "{}", R"({"result":{"score":{"raw":1}}})", house},
      {69, R"({"result":{"score":{"scaled":0.5,"raw":1,"min":0,"max":2}}})", R"({"result":{"score":{"scaled":0.9,"raw":1,"min":0,"max":10}}})", producer},
      {70, R"({"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"}})", R"({"verb":{"id":"http://adlnet.gov/expapi/verbs/failed"}})", producer},
      {70, R"({"result":{"score":{"scaled":0.8}},"context":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":0.8}}})",
       R"({"result":{"score":{"scaled":0.7}},"context":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":0.8}}})", producer},
  };
  return cases;
}

}  // namespace preceptor::xapi::testing
