// The activity entry sheet, the year's counts, and the activity's documents.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/pars/activity_documents.hpp"
#include "adapters/pars/activity_sheet.hpp"
#include "tests/unit/formats/sample_rows.hpp"
#include "tests/unit/formats/schemas.hpp"

namespace preceptor::formats_test {
namespace {

using namespace std::chrono_literals;
using report::Participation;

credit::Activity activity() {
  credit::Activity made;
  made.id = "anticoagulation-2026";
  made.title = "Anticoagulation & decisions";
  made.description = "Six short units,\neach of five minutes.";
  made.provider_activity_id = "ISL-2026-7";
  made.format = "enduring";
  made.starts = base::Date(2026y / 1 / 15);
  made.ends = base::Date(2028y / 1 / 14);
  made.designations = {{"ama-pra-1", {50}, {}}, {"ancc", {50}, {}}, {"participation", {}, {}}};
  made.boards = {{"ABIM", {{"Medical Knowledge", {50}}}, base::Date(2026y / 12 / 1), {}}};
  made.commercial_support = "Example Foundation";
  made.professions = {"physician", "nurse"};
  made.specialties = {"Internal Medicine"};
  made.outcomes = {"Learner Competence"};
  made.commendation_tags = {"Engages Teams"};
  return made;
}

report::ActivityFacts facts() {
  report::ActivityFacts made;
  made.sheet.rules = &rulebook();
  made.sheet.provider_name = "Institute of Small Lessons";
  made.sheet.commercial_support_dollars = 5000;
  made.sheet.year = 2026;
  made.sheet.counts = {{12, 7, 1}, {15, 9, 1}};
  made.web_service_provider_id = "ws-1";
  made.from = base::Date(2026y / 1 / 1);
  made.to = base::Date(2026y / 12 / 31);
  return made;
}

Participation took_part(const char* person, const char* profession, base::Date date) { return {base::PersonId(person), profession, date}; }

TEST(ActivitySheet, IsAsItWasInTheOrderOfTheForm) {
  same_as_golden("activity-sheet.csv", *pars::sheet_csv(pars::activity_sheet(activity(), facts().sheet)));
}

TEST(ActivitySheet, LeavesOutWhatParsDoesNotTakeAndAsksWhatIsNotKnown) {
  const auto sheet = pars::activity_sheet(activity(), facts().sheet);
  const auto has = [&](const char* field) { return std::ranges::find(sheet, field, &report::SheetField::field) != sheet.end(); };
  EXPECT_TRUE(has("AMA PRA Category 1 Credit(s)"));
  EXPECT_FALSE(has("Certificate of participation"));
  EXPECT_FALSE(has("ACCME activity ID")) << "PARS gives it";
  EXPECT_FALSE(has("Location")) << "not of enduring material";
  const auto fee = std::ranges::find(sheet, "Fee for participation", &report::SheetField::field);
  ASSERT_NE(fee, sheet.end());
  EXPECT_TRUE(fee->decide);
}

TEST(ActivitySheet, AFormulaInItsTableIsRefused) {
  auto spoiled = activity();
  spoiled.title = "=1+1";
  const auto csv = pars::sheet_csv(pars::activity_sheet(spoiled, facts().sheet));
  ASSERT_FALSE(csv);
  EXPECT_TRUE(csv.error().detail.starts_with("Title: "));
}

TEST(LearnerCounts, CountEachLearnerOnceByWhatWasToldLast) {
  const std::vector<Participation> all{took_part("a", "physician", base::Date(2025y / 11 / 1)), took_part("a", "", base::Date(2026y / 2 / 1)),
                                       took_part("b", "", base::Date(2026y / 3 / 1)),           took_part("b", "nurse", base::Date(2026y / 3 / 2)),
                                       took_part("c", "", base::Date(2026y / 12 / 31)),         took_part("d", "physician", base::Date(2027y / 1 / 1))};
  const auto counts = report::learner_counts("enduring", all, 2026);
  EXPECT_EQ(counts.in_year, (report::Counts{1, 1, 1}));
  EXPECT_EQ(counts.so_far, (report::Counts{1, 1, 1})) << "d comes a day later";
  EXPECT_EQ(report::learner_counts("enduring", all, 2027).so_far, (report::Counts{2, 1, 1}));
  EXPECT_EQ(report::learner_counts("enduring", all, 2025).in_year, (report::Counts{1, 0, 0}));
}

// credit.md 1.1: 20 learners in 52 sessions are 1,040; the same learner in an internet search activity is one.
TEST(LearnerCounts, OfASeriesCountEachSession) {
  std::vector<Participation> all;
  for (int week = 0; week < 52; ++week)
    for (int person = 0; person < 20; ++person) {
      const auto day = std::chrono::sys_days(2026y / 1 / 1) + std::chrono::days(7 * week);
      all.push_back({base::PersonId(std::to_string(person)), "physician", base::Date(day)});
    }
  EXPECT_EQ(report::learner_counts("rss", all, 2026).in_year.physicians, 1040);
  EXPECT_EQ(report::learner_counts("isl", all, 2026).in_year.physicians, 20);
}

TEST(ActivityDocuments, AreAsTheyWere) {
  same_as_golden("pars-activity.json", *pars::activity_json(activity(), facts()));
  same_as_golden("pars-activity.xml", *pars::activity_mems(activity(), facts()));
}

TEST(ActivityDocuments, MemsIsValidAfterThePublishedSchema) {
  PRECEPTOR_NEEDS_SCHEMAS();
  EXPECT_EQ(invalidity(*pars::activity_mems(activity(), facts()), "metrics/v2/medicaleducationmetrics.xsd"), "");
}

TEST(ActivityDocuments, WhatTheReceiverNeedsIsAsked) {
  struct Case {
    void (*spoil)(credit::Activity&);
    const char* field;
  };
  const Case cases[] = {{[](auto& one) { one.provider_activity_id.clear(); }, "provider_activity_id"},
                        {[](auto& one) { one.accme_activity_id = "1"; }, "accme_activity_id"},
                        {[](auto& one) { one.description = std::string(2501, 'x'); }, "description"},
                        {[](auto& one) { one.format = "podcast"; }, "format"},
                        {[](auto& one) { one.designations = {{"participation", {}, {}}}; }, "designations"}};
  for (const Case& one : cases) {
    auto spoiled = activity();
    one.spoil(spoiled);
    EXPECT_TRUE(pars::activity_json(spoiled, facts()).error().detail.starts_with(std::string(one.field) + ": ")) << one.field;
    EXPECT_TRUE(pars::activity_mems(spoiled, facts()).error().detail.starts_with(std::string(one.field) + ": ")) << one.field;
  }
}

}  // namespace
}  // namespace preceptor::formats_test
