#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "core/base/json.hpp"
#include "tests/unit/xapi/rule_cases.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;
using testing::RuleCase;

std::string text_of(std::string_view patch) {
  if (patch.front() == '!') return std::string(patch.substr(1));
  Json statement = Json::parse(testing::kClean);
  statement.merge_patch(Json::parse(patch));
  return statement.dump();
}

std::vector<Finding> findings(std::string_view patch, Version version) {
  return validate(text_of(patch), {version, base::parse_rfc3339("2026-12-01T00:00:00Z").value()});
}

const Finding* of_rule(const std::vector<Finding>& all, int rule, std::optional<Severity> severity = {}) {
  for (const Finding& one : all) {
    if (one.rule == rule && (!severity || one.severity == *severity)) return &one;
  }
  return nullptr;
}

std::vector<RuleCase> all_cases() {
  std::vector<RuleCase> out = testing::structure_cases();
  for (const auto* more : {&testing::object_cases(), &testing::context_cases()}) out.insert(out.end(), more->begin(), more->end());
  return out;
}

TEST(Rules, TheCleanStatementHasNoFindings) {
  for (const Version version : {Version::v1_0_3, Version::v2_0}) {
    const auto found = findings("{}", version);
    EXPECT_TRUE(found.empty()) << found.front().rule << " " << found.front().path << " " << found.front().message;
  }
}

TEST(Rules, EachIsKeptAndBroken) {
  for (const RuleCase& row : all_cases()) {
    SCOPED_TRACE("rule " + std::to_string(row.rule) + " " + std::string(row.bad));
    EXPECT_NE(of_rule(findings(row.bad, row.version), row.rule, row.severity), nullptr);
    const auto good = findings(row.good, row.version);
    const Finding* kept = of_rule(good, row.rule, row.severity);
    EXPECT_EQ(kept, nullptr) << row.good << ": " << kept->path << " " << kept->message;
  }
}

// What a broken rule costs besides: a finding names a rule, a place and what to do.
TEST(Rules, FindingsSayWhatToDo) {
  for (const RuleCase& row : all_cases()) {
    for (const Finding& finding : findings(row.bad, row.version)) {
      EXPECT_GT(finding.message.size(), 8u) << finding.rule;
      EXPECT_TRUE(finding.rule >= 1 && finding.rule <= 119);
    }
  }
}

TEST(Rules, EveryValidatorRuleHasACase) {
  std::set<int> covered = {13, 105};   // Batch, below
  for (const RuleCase& row : all_cases()) covered.insert(row.rule);
  for (const RuleInfo& rule : rules()) {
    EXPECT_TRUE(!rule.where.starts_with("validator") || covered.contains(rule.number)) << rule.number;
  }
}

TEST(Rules, PathsNameThePlace) {
  const auto found = findings(R"({"context":{"contextActivities":{"parent":[{"id":"http://example.org/a"},{"id":"x y"}]}}})", Version::v1_0_3);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].path, "context.contextActivities.parent[1].id");
  EXPECT_EQ(found[0].rule, 41);
}

TEST(Rules, DeepNestingIsRefusedNotFollowed) {
  const std::string deep = "{\"context\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  EXPECT_NE(of_rule(validate(deep), 1), nullptr);
}

TEST(Batch, AnIdAppearsOnce) {
  const Json one = Json::parse(testing::kClean);
  Json two = one;
  two["id"] = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d12";
  EXPECT_TRUE(check_batch({one, two}).empty());
  const auto found = check_batch({one, two, one});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, 13);
  EXPECT_EQ(found[0].path, "[2].id");
}

TEST(Batch, AVoidingStatementCannotBeVoided) {
  Json first = Json::parse(testing::kClean);
  first["verb"]["id"] = "http://adlnet.gov/expapi/verbs/voided";
  first["object"] = Json{{"objectType", "StatementRef"}, {"id", "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d99"}};
  Json second = first;
  second["id"] = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d12";
  EXPECT_TRUE(check_batch({first, second}).empty());
  second["object"]["id"] = first["id"];
  const auto found = check_batch({first, second});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, 105);
}

TEST(Catalogue, NumbersRunFrom1To121) {
  ASSERT_EQ(rules().size(), 121u);
  for (int i = 0; i < 121; ++i) EXPECT_EQ(rules()[static_cast<std::size_t>(i)].number, i + 1);
}

// The page is this text; rewrite it with PRECEPTOR_WRITE_DOCS=1.
std::string rules_page() {
  std::string out =
      "# The xAPI rules\n\n"
      "What a statement and its delivery must keep, by number. `spec`: a record store must refuse what breaks it. `producer`: binds\n"
      "whoever writes statements; no record store will notice. `house`: our own stricter choice. `preceptor xapi check` fails on spec\n"
      "rules and warns of the others; with `--house` it fails on all. `profile`: binds whoever names our profile ([xapi-profile.md](xapi-profile.md));\n"
      "looked at with `--profile` only, which then fails on it. What we record ourselves keeps all of them.\n"
      "A test compares this page with the catalogue in `xapi/rules/catalogue.cpp`.\n\n"
      "| rule | severity | what | where |\n| --- | --- | --- | --- |\n";
  for (const RuleInfo& rule : rules()) {
    out += "| " + std::to_string(rule.number) + " | " + std::string(name(rule.severity)) + " | " + std::string(rule.text) + " | " + std::string(rule.where) + " |\n";
  }
  return out;
}

TEST(Catalogue, DocsPageIsTheCatalogue) {
  const std::string path = std::string(PRECEPTOR_SOURCE_DIR) + "/docs/xapi-rules.md";
  if (std::getenv("PRECEPTOR_WRITE_DOCS") != nullptr) std::ofstream(path) << rules_page();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), rules_page()) << "run this test with PRECEPTOR_WRITE_DOCS=1";
}

}  // namespace
}  // namespace preceptor::xapi
