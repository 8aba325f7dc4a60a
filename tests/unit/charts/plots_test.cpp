// The numbers and sentences of plots 1 to 8, and that nothing suppressed or unmeasured comes out as 0.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/charts/samples.hpp"

namespace preceptor::web::charts {
namespace {

const Messages& english() { return Messages::in("en"); }
const Slot kSlot{"c"};

const Datum* cell(const Figure& figure, std::size_t row, std::size_t column) { return &figure.table.rows.at(row).at(column); }
bool has(const Figure& figure, const std::string& remark) { return std::ranges::find(figure.remarks, remark) != figure.remarks.end(); }

TEST(TimePlot, SaysMedianStatedAndShare) {
  const Figure made = time_plot(kSlot, sample_time(), english());
  EXPECT_EQ(made.sentence, "Sepsis <first hour>: half finished within 3.6 min; 4 min are stated (n = 55).");
  EXPECT_TRUE(has(made, "Finished within the stated time: 84 % (95 % interval 72 to 91 %, n = 55)."));
  EXPECT_TRUE(has(made, "Not timed, and not counted here: 3."));
  EXPECT_EQ(made.table.rows.size(), 12u);  // to the last minute used
  EXPECT_EQ(cell(made, 3, 1)->number, 21.0);
  EXPECT_NE(made.svg.find("Sepsis &lt;first hour&gt;"), std::string::npos);
  for (const char* line : {"median 3.6 min", "90 % finished by 6.7 min", "stated 4 min"}) EXPECT_NE(made.svg.find(line), std::string::npos) << line;
}

TEST(TimePlot, SuppressedDrawsNothing) {
  const Figure made = time_plot(kSlot, {"Sepsis", 4, {}, {}, {}}, english());
  EXPECT_EQ(made.sentence, "Sepsis: Not shown: too few people, or not measured.");
  EXPECT_TRUE(made.svg.empty() && made.table.rows.empty());
}

TEST(FrictionPlot, ClaimAgainstTheTarget) {
  EXPECT_EQ(friction_plot(kSlot, sample_friction(), english()).sentence,
            "Recording the credit took 11 s and 2 taps at the median (n = 30); the target is below 15 s and 2 taps.");
  UnitFriction none = sample_friction();
  none.claim.reset();
  const Figure made = friction_plot(kSlot, none, english());
  EXPECT_EQ(made.sentence.substr(0, 40), "How long recording the credit takes is n");
  EXPECT_FALSE(cell(made, 2, 1)->number || cell(made, 2, 3)->number);
}

TEST(PricePlot, AskLessFirst) {
  auto prices = sample_prices();
  EXPECT_EQ(price_plot(kSlot, prices, english()).sentence, "“Which format do you prefer?” changed nothing in 12 months and takes 12.4 clinician-hours a year.");
  const Figure made = price_plot(kSlot, prices, english());
  EXPECT_EQ(cell(made, 0, 1)->text, "Expired");
  EXPECT_FALSE(cell(made, 3, 2)->number || cell(made, 3, 3)->number || cell(made, 3, 5)->number);  // too few
  prices.erase(prices.begin());
  EXPECT_EQ(price_plot(kSlot, prices, english()).sentence, "Every question changed something in the last 12 months.");
  EXPECT_EQ(price_plot(kSlot, {}, english()).sentence, "No question is asked beside the learning.");
  EXPECT_TRUE(price_plot(kSlot, {}, english()).svg.empty());
}

TEST(RelevancePlot, NamesTheMostUsefulAndLeavesOutTheHidden) {
  const Figure made = relevance_plot(kSlot, sample_units(), english());
  EXPECT_EQ(made.sentence, "Sepsis was useful most often: 73 % (95 % interval 60 to 83 %, n = 55).");
  EXPECT_TRUE(has(made, "Units with too few people are not shown."));
  EXPECT_EQ(made.svg.find("Rare"), std::string::npos);
  EXPECT_FALSE(cell(made, 2, 1)->number || cell(made, 2, 2)->number || cell(made, 2, 5)->number);
}

TEST(UsefulnessPlot, StacksTheCounts) {
  const Figure made = usefulness_plot(kSlot, sample_units(), english());
  EXPECT_EQ(cell(made, 0, 1)->number, 40.0);
  EXPECT_EQ(cell(made, 1, 3)->number, 7.0);
  EXPECT_FALSE(cell(made, 2, 1)->number.has_value());
  EXPECT_NE(made.svg.find("Not shown"), std::string::npos);
}

TEST(PreferencePlot, WarnsOfDisagreementAndFew) {
  const Figure made = preference_plot(kSlot, sample_stages(), english());
  EXPECT_EQ(made.sentence, "What people say and what they do disagree: In training.");
  EXPECT_TRUE(has(made, "Fewer than 20 people, read with care: 0-5 years after training."));
  EXPECT_EQ(cell(made, 1, 1)->number, 85.0);
  EXPECT_EQ(cell(made, 1, 3)->number, 25.0);
  EXPECT_FALSE(cell(made, 3, 1)->number || cell(made, 3, 2)->number);
  EXPECT_EQ(preference_plot(kSlot, {sample_stages()[0]}, english()).sentence, "What people say and what they do agree.");
  EXPECT_EQ(preference_plot(kSlot, {sample_stages()[3]}, english()).sentence, "Not shown: too few people, or not measured.");
}

TEST(KnowledgePlot, PairsAndTheDelayedTest) {
  const Figure made = knowledge_plot(kSlot, sample_changes(), {"Which test first?", "Which dose?"}, english());
  EXPECT_EQ(made.sentence, "Most was gained on “Which test first?”: 35 % right before, 85 % after (n = 40).");
  EXPECT_EQ(cell(made, 0, 4)->number, 50.0);
  EXPECT_EQ(cell(made, 0, 6)->number, 20.0);
  for (std::size_t column = 1; column < 8; ++column) EXPECT_FALSE(cell(made, 1, column)->number.has_value());
  // Circle, square and diamond: before, after, later.
  EXPECT_NE(made.svg.find("<circle"), std::string::npos);
  EXPECT_NE(made.svg.find("#009E73"), std::string::npos);
}

TEST(CommitmentPlot, KeptOfThoseFollowedUp) {
  const Figure made = commitment_plot(kSlot, sample_commitments(), english());
  EXPECT_EQ(made.sentence, "Done after 30 days: 73 % (95 % interval 48 to 89 %, n = 15) of the commitments followed up.");
  EXPECT_EQ(cell(made, 0, 6)->text, "no order set (5)");
  EXPECT_EQ(cell(made, 1, 0)->text, "Others");
  EXPECT_FALSE(cell(made, 1, 2)->number.has_value());
}

TEST(CausePlot, NamesTheMainCause) {
  const Figure made = cause_plot(kSlot, sample_causes(), english());
  EXPECT_EQ(made.sentence, "Lactate too late: the cause seen most is System, process, 80 % of the votes (n = 9).");
  EXPECT_EQ(cell(made, 0, 4)->number, 80.0);
  EXPECT_EQ(cell(made, 0, 5)->number, 0.0);  // a measured nothing
  EXPECT_FALSE(cell(made, 1, 1)->number || cell(made, 1, 2)->number);
}

TEST(DecisionPlot, RemarksOnAGateThatNeverCloses) {
  DecisionCounts counts = sample_decisions();
  Figure made = decision_plot(kSlot, counts, english());
  EXPECT_EQ(made.sentence, "Of 9 gaps: education 3, education as part 2, wrong tool 2, waiting 1.");
  EXPECT_TRUE(has(made, "Lactate too late: handed to Emergency department."));
  EXPECT_TRUE(has(made, "Median time from proposal to decision: 12 days."));
  counts.wrong_tool = 0;
  made = decision_plot(kSlot, counts, english());
  EXPECT_TRUE(has(made, "Nothing was found to be the wrong tool: the gate may be decorative."));
  EXPECT_FALSE(has(decision_plot(kSlot, {}, english()), "Nothing was found to be the wrong tool: the gate may be decorative."));
}

}  // namespace
}  // namespace preceptor::web::charts
