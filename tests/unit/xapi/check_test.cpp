#include "xapi/check.hpp"

#include <gtest/gtest.h>

#include <cctype>

#include <algorithm>
#include <cstring>

#include "core/base/json.hpp"
#include "tests/unit/xapi/rule_cases.hpp"
#include "xapi/profile/published.hpp"

namespace preceptor::xapi {
namespace {

// Hands the text out in small pieces, so that lines cross them.
ReadBytes reader(std::string text, std::size_t piece = 7) {
  return [text = std::move(text), piece, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t count = std::min({piece, size, text.size() - at});
    std::memcpy(buffer, text.data() + at, count);
    at += count;
    return count;
  };
}

std::string line(const char* id) {
  base::Json statement = base::Json::parse(testing::kClean);
  statement["id"] = id;
  return statement.dump();
}

constexpr const char* kA = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11";
constexpr const char* kB = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d12";

TEST(CheckLines, ReportsLineIdRule) {
  const auto report = check_lines(reader(line(kA) + "\n\n" + line(kB) + "\r\nnot json\n" + line(kA)), Version::v1_0_3, false);
  EXPECT_EQ(report.lines, 4);
  EXPECT_EQ(report.failures, 2);
  EXPECT_EQ(report.statements_bad, 2);
  EXPECT_FALSE(report.good());
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].line, 4);
  EXPECT_EQ(report.findings[0].finding.rule, 1);
  EXPECT_EQ(report.findings[1].line, 5);
  EXPECT_EQ(report.findings[1].statement_id, kA);
  EXPECT_EQ(report.findings[1].finding.rule, 13);
}

TEST(CheckLines, HouseRulesWarnUnlessAskedFor) {
  base::Json statement = base::Json::parse(testing::kClean);
  statement["timestamp"] = "2026-11-22T07:00:00Z";
  const auto mild = check_lines(reader(statement.dump()), Version::v2_0, false);
  EXPECT_TRUE(mild.good());
  EXPECT_EQ(mild.warnings, 1);
  const auto strict = check_lines(reader(statement.dump()), Version::v2_0, true);
  EXPECT_FALSE(strict.good());
  EXPECT_EQ(strict.warnings, 0);
}

TEST(CheckLines, LongLinesAreSkippedNotHeld) {
  const auto report = check_lines(reader(std::string(kMaxLineBytes + 5, 'x') + "\n" + line(kA), 65536), Version::v1_0_3, false);
  EXPECT_EQ(report.lines, 2);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].line, 1);
  EXPECT_EQ(report.findings[0].finding.rule, 1);
}

// What was not looked at must not pass.
TEST(CheckLines, HalfACharacterHidesNothingElse) {
  const auto bad = check_lines(reader(R"({"actor":"nobody","nonsense":"\ud800"})"), Version::v1_0_3, false);
  EXPECT_FALSE(bad.good());
  ASSERT_GE(bad.findings.size(), 2u);
  EXPECT_EQ(bad.findings[0].finding.rule, 10);
  base::Json clean = base::Json::parse(testing::kClean);
  std::string text = clean.dump();
  text.insert(text.rfind('}'), R"(,"result":{"response":"a\ud83d b \ude00 \ud83d\ude00 \\ud83d"})");
  const auto good = check_lines(reader(text), Version::v1_0_3, false);
  EXPECT_TRUE(good.good()) << (good.findings.size() > 1 ? good.findings[1].finding.message : "");
  ASSERT_FALSE(good.findings.empty());
  EXPECT_EQ(good.findings[0].finding.rule, 10);
}

TEST(CheckLines, AnIdInCapitalsIsNoOther) {
  std::string capitals = kA;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto report = check_lines(reader(line(kA) + "\n" + line(capitals.c_str())), Version::v1_0_3, false);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings.back().finding.rule, 13);
}

TEST(CheckLines, WithAClockTheFutureIsNoticed) {
  base::Json statement = base::Json::parse(testing::kClean);
  statement["timestamp"] = "2999-11-22T07:00:00.000Z";
  const auto rules = [&](std::optional<base::Instant> now) {
    std::vector<int> found;
    for (const auto& one : check_lines(reader(statement.dump()), Version::v1_0_3, false, false, now).findings) found.push_back(one.finding.rule);
    return found;
  };
  EXPECT_EQ(rules(std::nullopt), std::vector<int>{});
  EXPECT_EQ(rules(*base::parse_rfc3339("2026-11-27T00:00:00Z")), std::vector<int>{22});
}

TEST(CheckLines, WhatIsNotOneStatementALineIsSaidOnce) {
  for (const std::string& file : {std::string("[\n") + line(kA) + ",\n" + line(kB) + "\n]\n", "[" + line(kA) + "]", base::Json::parse(line(kA)).dump(2)}) {
    const auto report = check_lines(reader(file), Version::v1_0_3, false);
    EXPECT_EQ(report.failures, 1) << file;
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_NE(report.findings[0].finding.message.find("jq -c"), std::string::npos);
  }
}

TEST(CheckLines, NothingIsGood) {
  const auto report = check_lines(reader(""), Version::v1_0_3, true);
  EXPECT_EQ(report.lines, 0);
  EXPECT_TRUE(report.good());
}

// Opened, closed, resumed and closed of one attempt at this site, as lines; `at`: the seconds of each.
std::vector<base::Json> attempt_lines(const std::string& site, const std::vector<int>& at) {
  std::vector<base::Json> out;
  const char* verbs[] = {"initialized", "terminated", "resumed", "terminated"};
  for (std::size_t i = 0; i < at.size(); ++i) {
    base::Json one = base::Json::parse(testing::kClean);
    one["id"] = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d2" + std::to_string(i);
    one["verb"] = {{"id", std::string("http://adlnet.gov/expapi/verbs/") + verbs[i % 4]}, {"display", {{"en", verbs[i % 4]}}}};
    one["object"] = {{"objectType", "Activity"}, {"id", site + "/unit/x"}, {"definition", {{"type", "http://adlnet.gov/expapi/activities/lesson"}}}};
    one.erase("result");
    one["context"]["revision"] = "r";
    one["context"]["contextActivities"]["category"] = profile_category(site);
    one["timestamp"] = "2026-11-22T07:00:0" + std::to_string(at[i]) + ".000Z";
    out.push_back(std::move(one));
  }
  return out;
}

CheckReport on_profile(const std::vector<base::Json>& statements, bool house = true) {
  std::string text;
  for (const base::Json& one : statements) text += one.dump() + "\n";
  return check_lines(reader(std::move(text)), Version::v1_0_3, house, true);
}

TEST(CheckLines, TheProfileIsLookedAtWhenAskedFor) {
  const auto good = attempt_lines("https://cme.example.org/a", {1, 2, 3, 4});
  EXPECT_TRUE(on_profile(good).good());
  const auto order_of_file = std::vector{good[3], good[1], good[0], good[2]};
  EXPECT_TRUE(on_profile(order_of_file).good()) << "a record store answers newest first: timestamps tell";

  auto without = good;
  without[2]["context"].erase("contextActivities");
  const auto missing = on_profile(without, false);
  EXPECT_EQ(missing.failures, 1) << "of an attempt with a statement that matched nothing the order is not judged";
  ASSERT_FALSE(missing.findings.empty());
  EXPECT_EQ(missing.findings[0].finding.rule, 120);
  EXPECT_EQ(missing.findings[0].line, 3);
  EXPECT_EQ(missing.findings[0].finding.path, "context.contextActivities.category");
  EXPECT_TRUE(check_lines(reader(without[2].dump()), Version::v1_0_3, false).good()) << "nobody asked";

  auto verb = good;
  verb[1]["verb"]["id"] = "http://adlnet.gov/expapi/verbs/experienced";
  EXPECT_EQ(on_profile(verb, false).findings.at(0).finding.rule, 120);
}

TEST(CheckLines, TheOrderWithinARegistrationIsOneFinding) {
  const auto swapped = attempt_lines("https://cme.example.org/a", {1, 3, 2, 4});   // resumed, then closed twice
  const auto report = on_profile(swapped, false);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.failures, 1);
  EXPECT_EQ(report.findings[0].finding.rule, 121);
  EXPECT_EQ(report.findings[0].line, 4) << "the second that closes";
  EXPECT_NE(report.findings[0].finding.message.find("template/terminated cannot stand after"), std::string::npos) << report.findings[0].finding.message;

  auto piece = attempt_lines("https://cme.example.org/a", {1, 2, 3, 4});
  piece.erase(piece.begin());
  const auto cut = on_profile(piece, false);
  EXPECT_TRUE(cut.good());
  EXPECT_EQ(cut.warnings, 1) << "a file by date begins where it begins";

  // Two sites in one file, each under its own address; a profile we do not know is none.
  auto both = attempt_lines("https://cme.example.org/a", {1, 2});
  for (auto& one : attempt_lines("https://other.example.org", {3, 4})) {
    one["id"] = "8f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d2" + std::string(one["timestamp"] == "2026-11-22T07:00:03.000Z" ? "0" : "1");
    one["context"]["registration"] = "2d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10";
    both.push_back(one);
  }
  EXPECT_TRUE(on_profile(both).good());
  both[0]["context"]["contextActivities"]["category"][0]["id"] = "https://cme.example.org/a/xapi/profile/9.0.0";
  EXPECT_EQ(on_profile(both, false).failures, 1);
}

}  // namespace
}  // namespace preceptor::xapi
