#include "xapi/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/base/json.hpp"
#include "tests/unit/xapi/rule_cases.hpp"

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

TEST(CheckLines, NothingIsGood) {
  const auto report = check_lines(reader(""), Version::v1_0_3, true);
  EXPECT_EQ(report.lines, 0);
  EXPECT_TRUE(report.good());
}

}  // namespace
}  // namespace preceptor::xapi
