#include "core/credit/activity.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/base/digest.hpp"
#include "sample_activity.hpp"

namespace preceptor::credit {
namespace {

Activity full_activity() {
  Activity one = sample_activity();
  one.designations.push_back({"ancc", {50}, {"pharmacology"}});
  one.boards = {{"ABIM", {{"Medical Knowledge", {50}}}, day("2026-12-15"), {}}, {"ABA", {{"MOCA Part 2", {25}}, {"Patient Safety", {25}}}, {}, {"02_ABAMCO:12:Airway"}}};
  one.accme_activity_id = "202612345";
  one.test_out = one.joint = true;
  one.partial = false;
  one.nonaccredited_providers = {"A clinic"};
  one.disclosure = "Nobody has anything to disclose.";
  one.specialties = {"Internal medicine"};
  one.keywords = {"hygiene"};
  one.commendation_tags = {"Engages Teams"};
  one.outcomes = {"Learner Competence"};
  one.bundle.back().required = false;
  return one;
}

TEST(Activity, GoesThroughItsJsonAndIsKnownByItsHash) {
  const Activity one = full_activity();
  auto again = activity_from_json(to_json(one));
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(again->hash.str(), base::sha256_hex(to_json(one)));
  again->hash = {};
  EXPECT_EQ(*again, one);
}

TEST(Activity, EveryChangeOfWordingIsAnotherHash) {
  Activity other = sample_activity();
  other.designation_statement += " ";
  EXPECT_NE(activity_from_json(to_json(other))->hash, activity_from_json(to_json(sample_activity()))->hash);
}

TEST(Activity, RefusesJsonThatIsNoActivity) {
  struct {
    const char *from, *to, *path;
  } const cases[] = {
      {R"("kind":"activity")", R"("kind":"unit")", "kind"},
      {R"("schema":1)", R"("schema":2)", "schema"},
      {R"("format":"enduring")", R"("format":"telepathy")", "format"},
      {R"("starts":"2026-01-01")", R"("starts":"2026-02-30")", "starts"},
      {R"("max":"0.5")", R"("max":"0.505")", "designations[0].max"},
      {R"({"max":"0.5","system":"ancc")", R"({"max":"0.5","system":"ama-pra-1")", "designations[1].system"},
      {R"("minutes":5)", R"("minutes":0)", "bundle[0].minutes"},
      {R"("unit":"unit-2")", R"("unit":"unit-1")", "bundle[1].unit"},
      {R"("pass_percent":60)", R"("pass_percent":160)", "pass_percent"},
      {R"("points":"0.25")", R"("points":"-0.25")", "boards[1].points[0].points"},
      {R"("partial":false)", R"("partial":false,"partially":true)", "partially"},
      {R"("id":"micro-credit")", R"("id":"")", "id"},
  };
  for (const auto& one : cases) {
    std::string text = to_json(full_activity());
    ASSERT_NE(text.find(one.from), std::string::npos) << one.from;
    text.replace(text.find(one.from), std::string(one.from).size(), one.to);
    const auto read = activity_from_json(text);
    ASSERT_FALSE(read) << one.to;
    EXPECT_EQ(read.error().code, base::Code::content_invalid);
    EXPECT_TRUE(read.error().detail.starts_with(one.path)) << read.error().detail;
  }
}

TEST(Activity, KnowsItsUnitsAndTheirMinutes) {
  const Activity one = sample_activity();
  EXPECT_EQ(one.planned_minutes(), 30);
  ASSERT_TRUE(one.unit("unit-3"));
  EXPECT_EQ(one.unit("unit-3")->minutes, 5);
  EXPECT_EQ(one.unit("unit-9"), nullptr);
}

TEST(ActivityFormats, AreElevenAndTwoOfThemInRealTime) {
  std::set<std::string_view> real_time;
  for (const FormatName& format : activity_formats()) {
    EXPECT_EQ(activity_format(format.code), &format);
    if (format.in_real_time) real_time.insert(format.code);
  }
  EXPECT_EQ(activity_formats().size(), 11U);
  EXPECT_EQ(real_time, (std::set<std::string_view>{"live", "rss"}));
  EXPECT_EQ(activity_format("telepathy"), nullptr);
}

}  // namespace
}  // namespace preceptor::credit
