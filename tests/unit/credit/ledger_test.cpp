// The engine's rules beside the numbered scenarios.
#include <gtest/gtest.h>

#include "tests/unit/credit/learner.hpp"

namespace preceptor::credit {
namespace {

TEST(LedgerTest, TestingOutAndAPastReviewDateAccrueNothing) {
  Learner learner;
  learner.done("unit-1", [](UnitCounted& fact) { fact.tested_out = true; });
  learner.done("unit-2", [](UnitCounted& fact) { fact.past_review = true; });
  EXPECT_EQ(learner.offer().minutes_done, 0);
  const auto ledger = learner.ledger();
  EXPECT_EQ(check_named(ledger.units.at(0).checks, "not_tested_out").missing, "tested_out");
  EXPECT_EQ(check_named(ledger.units.at(1).checks, "within_review").missing, "past_review");
  learner.done("unit-1");   // read after all
  EXPECT_EQ(learner.offer().minutes_done, 5);
}

TEST(LedgerTest, AQuarterOfThePlannedTimeIsTheLeastThatIsNotFlagged) {
  Learner learner;
  learner.done("unit-1", [](UnitCounted& fact) { fact.active = base::Milliseconds(74'999); });
  learner.done("unit-2", [](UnitCounted& fact) { fact.active = base::Milliseconds(75'000); });
  EXPECT_EQ(learner.ledger().own_time, base::Milliseconds(149'999));
  learner.done("unit-3", [](UnitCounted& fact) { fact.active.reset(); });
  const auto ledger = learner.ledger();
  EXPECT_TRUE(ledger.units.at(0).too_fast);
  EXPECT_FALSE(ledger.units.at(1).too_fast);
  EXPECT_FALSE(ledger.units.at(2).too_fast);   // not measured is not fast
  EXPECT_FALSE(ledger.own_time);
  EXPECT_EQ(learner.offer().available, Amount{25});   // flagged, not refused
}

TEST(LedgerTest, AUnitDoneTwiceCountsOnceAndAtTheFirstPrice) {
  Learner learner;
  learner.done("unit-1");
  Activity longer = sample_activity();
  longer.bundle[0].minutes = 20;
  learner.publish(longer);
  learner.done("unit-1");
  EXPECT_EQ(learner.offer().minutes_done, 5);
}

TEST(LedgerTest, ADesignationMadeSmallerTakesNothingBack) {
  Learner learner;
  learner.done_all();
  EXPECT_EQ(learner.offer().accrued, Amount{50});
  Activity smaller = sample_activity();
  smaller.designations[0].max = {25};
  smaller.bundle.push_back({"unit-7", 5, true});
  learner.publish(smaller);
  EXPECT_EQ(learner.offer().accrued, Amount{50});
  learner.done("unit-7");
  EXPECT_EQ(learner.offer().accrued, Amount{50});
  EXPECT_EQ(learner.claim(50), "");
}

TEST(LedgerTest, ALargerBundleIsNotWholeByWhatWasDoneForLess) {
  Learner learner;
  learner.done_all();
  Activity larger = sample_activity();
  for (auto& unit : larger.bundle) unit.minutes = 10;
  larger.designations[0].max = {100};
  learner.publish(larger);
  EXPECT_EQ(learner.offer().accrued, Amount{50});
  EXPECT_EQ(learner.offer().minutes_to_next, 0);   // the same units cannot be priced again
}

TEST(LedgerTest, OutsideTheWindowAndBeforeTheDesignationNothingAccrues) {
  Learner learner;
  learner.done("unit-1", [](UnitCounted& fact) { fact.date = day("2027-01-01"); });
  EXPECT_EQ(check_named(learner.ledger().units.at(0).checks, "within_window").missing, "window");
  Activity late = sample_activity();
  late.designated_on = day("2026-05-02");   // the story is of 1 May
  Learner other(late);
  other.done("unit-1");
  EXPECT_EQ(check_named(other.ledger().units.at(0).checks, "designated_before_start").missing, "designation");
}

TEST(LedgerTest, WhatIsNotClaimedInTimeExpires) {
  Learner learner;
  learner.done_all();
  learner.facts.today = day("2026-12-31");
  EXPECT_EQ(learner.offer().available, Amount{50});
  learner.facts.today = day("2027-01-01");
  EXPECT_EQ(learner.offer().available, Amount{0});
  EXPECT_EQ(learner.claim(50), "expired");

  Activity activity = sample_activity();
  activity.boards = {{"ABIM", {{"Medical Knowledge", {50}}}, day("2026-06-30"), {}}};
  Learner boarded(activity);
  boarded.done_all();
  boarded.facts.today = day("2026-06-30");
  EXPECT_EQ(boarded.offer().boards.size(), 1U);
  boarded.facts.today = day("2026-07-01");
  EXPECT_TRUE(boarded.offer().boards.empty());
  EXPECT_EQ(check_named(boarded.offer().board_checks.at(0).checks, "claim_by").missing, "claim_by");
  EXPECT_EQ(boarded.claim(50), "");   // the credit itself stands
}

TEST(LedgerTest, RulesNobodyStandsForYieldNothingUntilTheyAreSwitchedOn) {
  Activity activity = sample_activity();
  activity.designations = {{"doubtful", {50}, {}}, {"unheard-of", {50}, {}}};
  Learner learner(activity);
  learner.done_all();
  EXPECT_EQ(learner.claim(50, {}, "doubtful"), "rule_off");
  EXPECT_EQ(learner.claim(50, {}, "unheard-of"), "rule_off");
  learner.facts.enabled = {{"system:doubtful", "Pat", base::PersonId("staff"), learner.now}};
  EXPECT_EQ(learner.claim(50, {}, "doubtful"), "");

  Activity boarded = sample_activity();
  boarded.boards = {{"ABIM", {{"Medical Knowledge", {50}}}, std::nullopt, {}}};
  Learner physician(boarded);
  Rulebook rules = story_rules();
  rules.boards[0].source.verified = false;
  physician.facts.rules = &rules;
  physician.done_all();
  EXPECT_EQ(physician.claim(50, {"ABIM"}), "board_gate");
  physician.facts.enabled = {{"board:ABIM", "Pat", base::PersonId("staff"), physician.now}};
  rules.boards[0].from = day("2026-06-02");
  EXPECT_EQ(check_named(physician.offer().board_checks.at(0).checks, "rule_in_force").missing, "rule_not_in_force");
  rules.boards[0].from.reset();
  EXPECT_EQ(physician.claim(50, {"ABIM"}), "");
  EXPECT_EQ(physician.claim(25, {"NONE"}), "nothing_available");
}

TEST(LedgerTest, AllOrNothingWaitsForTheRequiredUnits) {
  Activity activity = sample_activity();
  activity.partial = false;
  Learner learner(activity);
  for (const char* unit : {"unit-1", "unit-2", "unit-3"}) learner.done(unit);
  EXPECT_EQ(learner.offer().available, Amount{0});
  EXPECT_EQ(learner.offer().minutes_to_next, 15);
  EXPECT_EQ(check_named(learner.offer().checks, "completed").missing, "all_units");
  for (const char* unit : {"unit-4", "unit-5", "unit-6"}) learner.done(unit);
  EXPECT_EQ(learner.claim(25), "partial");
  EXPECT_EQ(learner.ask(25).refused->limit, Amount{50});
  EXPECT_EQ(learner.claim(50), "");
}

TEST(LedgerTest, ASupersededGrantCountsNoMoreAndAWithdrawnOneDoes) {
  Learner learner;
  learner.done_all();
  ASSERT_EQ(learner.claim(50), "");
  const std::string ccid = learner.ledger().grants.at(0).ccid;
  learner.append(payload_of(CreditMoved{ccid, GrantState::issued, GrantState::withdrawn, "permission withdrawn", "learner", {}}));
  EXPECT_EQ(learner.ledger().grants.at(0).state, GrantState::withdrawn);
  EXPECT_EQ(learner.claim(50), "nothing_available");
  learner.append(payload_of(CreditMoved{ccid, GrantState::issued, GrantState::superseded, "", "staff", {}}));
  EXPECT_EQ(learner.offer().available, Amount{50});
}

TEST(LedgerTest, DamagedEventsAndUnknownZonesAreErrors) {
  Learner learner;
  learner.done("unit-1");
  learner.facts.time_zone = "Nowhere/City";
  EXPECT_EQ(fold_ledger(learner.events, learner.facts).error().code, base::Code::config_value);
  learner.append({UnitCounted::kType, "{}"});
  EXPECT_EQ(fold_ledger(learner.events, learner.facts).error().code, base::Code::json_malformed);
}

}  // namespace
}  // namespace preceptor::credit
