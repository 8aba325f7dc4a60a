// The reader of profiles by tables, and the published document itself.
#include "xapi/profile/profile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "xapi/profile/json_path.hpp"
#include "xapi/profile/published.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;
using Fit = PatternMatch::Fit;

constexpr const char* kSite = "https://cme.example.org/a";

TEST(JsonPath, NamesIndexesAndStars) {
  const Json root = Json::parse(R"({"a":{"b":[{"c":1},{"c":2},{"d":3}],"x.y":{"https://e/z[0]":4}}})");
  struct Row { const char* path; std::vector<int> found; };
  for (const Row& row : {Row{"$.a.b[*].c", {1, 2}}, Row{"a.b[1].c", {2}}, Row{"$.a.b[*].d", {3}}, Row{"$.a.b[9].c", {}}, Row{"$.a.none.c", {}},
                         Row{"$['a']['x.y']['https://e/z[0]']", {4}}, Row{"$.a.b[2].*", {3}}, Row{"$.a.b.c", {}}}) {
    const auto path = profile::parse_json_path(row.path);
    ASSERT_TRUE(path) << row.path;
    std::vector<int> found;
    for (const Json* value : profile::values_at(root, *path)) found.push_back(value->get<int>());
    EXPECT_EQ(found, row.found) << row.path;
  }
  for (const char* path : {"", "$..a", "$.a[?(@.b)]", "$.a[(1)]", "$.a[-1]", "$.a[0,1]", "$.a['b'", "$.a[", "$.a b", "$x"}) EXPECT_FALSE(profile::parse_json_path(path)) << path;
}

// A profile with one template that has this rule, and one pattern of it.
Json small(const Json& rule) {
  return {{"id", "https://e/p"}, {"type", "Profile"}, {"conformsTo", "https://w3id.org/xapi/profiles#1.0"}, {"versions", {{{"id", "https://e/p/1"}}}},
          {"concepts", Json::array()},
          {"templates", {{{"id", "t1"}, {"type", "StatementTemplate"}, {"inScheme", "https://e/p/1"}, {"verb", "did"}, {"rules", {rule}}},
                         {{"id", "t2"}, {"type", "StatementTemplate"}, {"inScheme", "https://e/p/1"}, {"verb", "ended"}}}},
          {"patterns", {{{"id", "p1"}, {"type", "Pattern"}, {"inScheme", "https://e/p/1"}, {"primary", true}, {"sequence", {"t1", "t2"}}}}}};
}

TEST(Profile, RulesByPresenceAndValues) {
  struct Row { const char* rule; const char* result; bool kept; };
  for (const Row& row : {
           Row{R"({"location":"$.result.a","presence":"included"})", R"({"a":1})", true},
           Row{R"({"location":"$.result.a","presence":"included"})", R"({"b":1})", false},
           Row{R"({"location":"$.result.a","presence":"excluded"})", R"({"b":1})", true},
           Row{R"({"location":"$.result.a","presence":"excluded"})", R"({"a":null})", false},
           Row{R"({"location":"$.result.a","presence":"recommended","all":[1]})", R"({"b":1})", true},
           Row{R"({"location":"$.result.a","presence":"recommended","all":[1]})", R"({"a":2})", false},
           Row{R"({"location":"$.result.a[*]","any":[1,2]})", R"({"a":[7,2]})", true},
           Row{R"({"location":"$.result.a[*]","any":[1,2]})", R"({"a":[7,8]})", false},
           Row{R"({"location":"$.result.a[*]","any":[1,2]})", R"({"a":[]})", false},
           Row{R"({"location":"$.result.a[*]","all":[1,{"x":"y"}]})", R"({"a":[1,{"x":"y"}]})", true},
           Row{R"({"location":"$.result.a[*]","all":[1,2]})", R"({"a":[1,3]})", false},
           Row{R"({"location":"$.result.a[*]","all":[1,2]})", R"({"b":[]})", false},
           Row{R"({"location":"$.result.a[*]","none":[1,2]})", R"({"a":[3]})", true},
           Row{R"({"location":"$.result.a[*]","none":[1,2]})", R"({"a":[3,2]})", false},
           Row{R"({"location":"$.result.a[*]","selector":"$.x","presence":"included"})", R"({"a":[{"x":1},{"x":2}]})", true},
           Row{R"({"location":"$.result.a[*]","selector":"$.x","presence":"included"})", R"({"a":[{"x":1},{"y":2}]})", false},
           Row{R"({"location":"$.result.a[*]","selector":"$.x","all":[1]})", R"({"a":[{"x":1},{"y":2}]})", false},
           Row{R"({"location":"$.result.a","any":["1"]})", R"({"a":1})", false}}) {
    const auto read = Profile::read(small(Json::parse(row.rule)).dump());
    ASSERT_TRUE(read) << row.rule << base::describe(read.error());
    const auto match = read->match(Json{{"verb", {{"id", "did"}}}, {"result", Json::parse(row.result)}});
    EXPECT_EQ(static_cast<bool>(match), row.kept) << row.rule << row.result << match.problem;
    EXPECT_EQ(match.path.empty(), row.kept) << row.rule;
  }
}

TEST(Profile, PatternsByKind) {
  struct Row { const char* pattern; std::vector<std::size_t> seen; Fit fit; std::size_t at = 0; };
  for (const Row& row : {Row{R"({"sequence":["t1","t2"]})", {0, 1}, Fit::whole}, Row{R"({"sequence":["t1","t2"]})", {1, 0}, Fit::broken, 1},
                         Row{R"({"sequence":["t1","t2"]})", {0, 0}, Fit::broken, 1}, Row{R"({"sequence":["t1","t2"]})", {0}, Fit::fragment},
                         Row{R"({"sequence":["t1","t2"]})", {1}, Fit::fragment}, Row{R"({"alternates":["t1","t2"]})", {1}, Fit::whole},
                         Row{R"({"alternates":["t1","t2"]})", {1, 0}, Fit::broken, 1}, Row{R"({"oneOrMore":"t1"})", {0, 0, 0}, Fit::whole},
                         Row{R"({"oneOrMore":"t1"})", {}, Fit::fragment}, Row{R"({"zeroOrMore":"t1"})", {}, Fit::whole},
                         Row{R"({"zeroOrMore":"t1"})", {0, 0}, Fit::whole}, Row{R"({"optional":"t1"})", {0}, Fit::whole}, Row{R"({"optional":"t1"})", {}, Fit::whole},
                         Row{R"({"optional":"t1"})", {0, 0}, Fit::broken, 1}}) {
    Json document = small(Json::parse(R"({"location":"$.x","presence":"excluded"})"));
    Json pattern = Json::parse(row.pattern);
    pattern.update(Json{{"id", "p1"}, {"type", "Pattern"}, {"inScheme", "https://e/p/1"}, {"primary", true}});
    document["patterns"] = Json::array({pattern});
    const auto read = Profile::read(document.dump());
    ASSERT_TRUE(read) << row.pattern << base::describe(read.error());
    const auto order = read->order(row.seen);
    EXPECT_EQ(order.fit, row.fit) << row.pattern << row.seen.size();
    EXPECT_EQ(order.at, row.at) << row.pattern << row.seen.size();
  }
}

TEST(Profile, WhatIsNotUnderstoodIsRefusedNotPassedOver) {
  const Json good = small(Json::parse(R"({"location":"$.x","presence":"excluded"})"));
  ASSERT_TRUE(Profile::read(good.dump()));
  struct Row { const char* patch; const char* says; };
  for (const Row& row : {Row{R"({"type":"Thing"})", "type must be Profile"}, Row{R"({"type":7})", "type must be Profile"}, Row{R"({"templates":null})", "templates"}, Row{R"({"conformsTo":"https://w3id.org/xapi/profiles#2.0"})", "conformsTo"},
                         Row{R"({"versions":[]})", "versions"}, Row{R"({"concepts":[{"inScheme":"https://e/p/0"}]})", "concepts"},
                         Row{R"({"patterns":[]})", "no pattern is primary"},
                         Row{R"({"templates":[{"id":"t","type":"StatementTemplate","inScheme":"https://e/p/1","objectStatementRefTemplate":["t"]}]})", "objectStatementRefTemplate"},
                         Row{R"({"templates":[{"id":"t","type":"StatementTemplate","inScheme":"https://e/p/1","rules":[{"location":"$..x","presence":"included"}]}]})", "$..x"},
                         Row{R"({"templates":[{"id":"t","type":"StatementTemplate","inScheme":"https://e/p/1","rules":[{"location":"$.x"}]}]})", "asks for nothing"},
                         Row{R"({"templates":[{"id":"t","type":"StatementTemplate","inScheme":"https://e/p/1","rules":[{"location":"$.x","presence":"often"}]}]})", "often"},
                         Row{R"({"patterns":[{"id":"p","type":"Pattern","inScheme":"https://e/p/1","primary":true,"sequence":["t1","p"]}]})", "contains itself"},
                         Row{R"({"patterns":[{"id":"p","type":"Pattern","inScheme":"https://e/p/1","primary":true,"sequence":["t1","t9"]}]})", "neither a template nor a pattern"},
                         Row{R"({"patterns":[{"id":"p","type":"Pattern","inScheme":"https://e/p/1","primary":true,"optional":"t1","oneOrMore":"t1"}]})", "two kinds"},
                         Row{R"({"patterns":[{"id":"p","type":"Pattern","inScheme":"https://e/p/1","primary":true,"sequence":["t1"]}]})", "cannot be read"}}) {
    Json document = good;
    document.merge_patch(Json::parse(row.patch));
    const auto read = Profile::read(document.dump());
    ASSERT_FALSE(read) << row.patch;
    EXPECT_NE(base::describe(read.error()).find(row.says), std::string::npos) << row.patch << base::describe(read.error());
  }
  EXPECT_FALSE(Profile::read("{\"type\":"));
}

TEST(Profile, TheOneWithTheProgramIsReadAndVouchedForByTheSite) {
  const std::string text = profile_document(kSite);
  EXPECT_EQ(text.find("{base}"), std::string::npos);
  const auto read = Profile::read(text);
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->id(), "https://cme.example.org/a/xapi/profile");
  EXPECT_EQ(read->version_id(), profile_version_id(kSite));
  EXPECT_EQ(base_of_profile(read->version_id()), kSite);
  EXPECT_EQ(base_of_profile("https://cme.example.org/a/xapi/profile/0.9.0"), "");
  EXPECT_EQ(base_of_profile("https://e.example/" + std::string(3000, 'x') + "/xapi/profile/1.0.0"), "");
  const Json document = Json::parse(text);
  EXPECT_EQ(document["@context"], "https://w3id.org/xapi/profiles/context");
  std::set<std::string> ids, used;
  for (const char* part : {"concepts", "templates", "patterns"})
    for (const Json& one : document[part]) EXPECT_TRUE(ids.insert(one["id"].get<std::string>()).second) << one["id"];
  for (const Json& one : document["patterns"]) {
    EXPECT_EQ(one.contains("prefLabel"), one.contains("primary")) << one["id"] << ": a primary pattern has words";
    for (const Json& member : one.value("alternates", Json::array()))
      for (const Json& other : document["patterns"]) {
        EXPECT_FALSE(other["id"] == member && (other.contains("optional") || other.contains("zeroOrMore"))) << "Profiles 1.0 forbids these directly inside alternates";
      }
    for (const char* kind : {"sequence", "alternates", "optional", "oneOrMore", "zeroOrMore"})
      for (const Json& member : one.value(kind, Json::array()).is_array() ? one.value(kind, Json::array()) : Json::array({one[kind]})) used.insert(member.get<std::string>());
  }
  for (const std::string& id : read->template_ids()) EXPECT_TRUE(used.contains(id)) << id << " is in no pattern";
  // A name that only JSON could break.
  EXPECT_TRUE(Profile::read(profile_document("https://cme.example.org/\"a\\b")));
}

// What no rendering makes: surveys and root-cause analyses of a site that passes them on.
TEST(Profile, SurveysAndRootCauseAnalysesHaveTemplatesOfTheirOwn) {
  const auto read = Profile::read(profile_document(kSite));
  ASSERT_TRUE(read);
  const auto statement = [](const char* verb, const std::string& type, const std::string& parent) {
    Json out{{"verb", {{"id", verb}}},
             {"object", {{"id", "https://cme.example.org/a/survey/s"}, {"definition", {{"type", type}, {"interactionType", "likert"}}}}},
             {"context", {{"registration", "1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10"}, {"language", "en"}, {"revision", "r"}, {"contextActivities", {{"category", profile_category(kSite)}}}}}};
    if (!parent.empty()) {   // an answer; one activity alone, as the standard allows
      out["context"]["contextActivities"]["parent"] = Json{{"id", "https://cme.example.org/a/survey/s"}, {"definition", {{"type", parent}}}};
      out["result"] = Json{{"response", "3"}};
    }
    return out;
  };
  const std::string survey = "http://id.tincanapi.com/activitytype/survey", cause = std::string(kSite) + "/activity-type/root-cause-analysis";
  const std::string item = "http://adlnet.gov/expapi/activities/cmi.interaction";
  const char *answered = "http://adlnet.gov/expapi/verbs/answered", *submitted = "http://activitystrea.ms/submit", *reviewed = "http://id.tincanapi.com/verb/reviewed";
  const auto order = [&](const std::vector<Json>& statements) {
    std::vector<std::size_t> seen;
    for (const Json& one : statements) {
      const auto match = read->match(one);
      EXPECT_TRUE(match) << match.path << match.problem << one;
      seen.push_back(match.index.value_or(99));
    }
    return read->order(seen).fit;
  };
  const Json survey_item = statement(answered, item, survey), survey_end = statement(submitted, survey, "");
  const Json cause_item = statement(answered, item, cause), cause_end = statement(submitted, cause, ""), closed = statement(reviewed, cause, "");
  EXPECT_EQ(order({survey_item, survey_item, survey_end}), Fit::whole);
  EXPECT_EQ(order({survey_end, survey_item}), Fit::broken);
  EXPECT_EQ(order({cause_item, cause_end, cause_item, cause_end, closed}), Fit::whole);
  EXPECT_EQ(order({closed, cause_end}), Fit::broken);
  EXPECT_EQ(order({survey_item, cause_end}), Fit::broken);
  Json graded = survey_item;
  graded["result"]["success"] = true;
  EXPECT_FALSE(read->match(graded)) << "nothing in a survey is right or wrong";
}

}  // namespace
}  // namespace preceptor::xapi
