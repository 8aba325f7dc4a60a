// What a board counts of one learner in a calendar year (credit.md 5, ABA; 10, cap(period, amount)).
#include <gtest/gtest.h>

#include "core/credit/board_points.hpp"
#include "tests/unit/credit/learner.hpp"

namespace preceptor::credit {
namespace {

// A grant in another activity whose points went to ABA.
Grant elsewhere(int n, std::int64_t hundredths, base::Date date, GrantState state = GrantState::accepted) {
  Grant grant;
  grant.ccid = "ccid:cme.example.org:other-" + std::to_string(n);
  grant.activity_id = "other-" + std::to_string(n);
  grant.system = "ama-pra-1";
  grant.amount = {hundredths};
  grant.date = date;
  grant.state = state;
  grant.boards = {{"ABA", {{"MOCA Part 2", {hundredths - 100}}, {"Patient Safety", {100}}}, std::nullopt, {}}};
  return grant;
}

// Two credits, one of them of patient safety, done on 1 May 2026.
struct Capped {
  explicit Capped(std::vector<Grant> others) : learner(activity()) {
    rules = story_rules();
    rules.boards[2].year_cap = Amount{6000};
    rules.boards[2].repeat = Repeat::once_per_activity;   // one a day is another rule
    learner.facts.rules = &rules;
    learner.facts.others = std::move(others);
    learner.done_all();
  }
  static Activity activity() {
    Activity one = sample_activity();
    one.designations = {{"ama-pra-1", {200}, {}}};
    one.bundle = {{"whole", 120, true}};
    one.boards = {{"ABA", {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}, std::nullopt, {"outline:1:Airway"}}};
    return one;
  }
  Rulebook rules;
  Learner learner;
};

TEST(YearCap, IsOverAllActivitiesOfTheYearOfTheCredit) {
  const struct {
    const char* what;
    std::vector<Grant> others;
    std::int64_t asked;
    const char* refused;       // empty: granted
    std::int64_t limit;
    std::vector<TypePoints> points;
  } cases[] = {
      {"nothing yet", {}, 200, "", 0, {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}},
      {"just enough left", {elsewhere(1, 5800, day("2026-01-02"))}, 200, "", 0, {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}},
      {"one is left, two are asked", {elsewhere(1, 5900, day("2026-01-02"))}, 200, "board_year_cap", 100, {}},
      {"one is left, one is asked", {elsewhere(1, 5900, day("2026-01-02"))}, 100, "", 0, {{"MOCA Part 2", {50}}, {"Patient Safety", {50}}}},
      {"sums of several", {elsewhere(1, 3000, day("2026-01-02")), elsewhere(2, 3000, day("2026-12-31"))}, 200, "board_gate", 0, {}},
      {"last year's do not count", {elsewhere(1, 6000, day("2025-12-31"))}, 200, "", 0, {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}},
      {"corrected ones do not count", {elsewhere(1, 6000, day("2026-01-02"), GrantState::superseded)}, 200, "", 0, {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}},
  };
  for (const auto& one : cases) {
    Capped at(one.others);
    const auto answer = at.learner.ask(one.asked, {"ABA"});
    EXPECT_EQ(answer.refused ? answer.refused->key : "", one.refused) << one.what;
    EXPECT_EQ(answer.refused ? answer.refused->limit : Amount{}, Amount{one.limit}) << one.what;
    if (!answer.made) continue;
    const auto& boards = answer.made->granted.grant.boards;
    ASSERT_EQ(boards.size(), 1u) << one.what;
    EXPECT_EQ(boards[0].points, one.points) << one.what;
  }
}

TEST(YearCap, StopsTheBoardAndNotTheCredit) {
  Capped full({elsewhere(1, 6000, day("2026-03-01"))});
  const auto check = check_named(full.learner.offer().board_checks.at(0).checks, "cap_year");
  EXPECT_EQ(check.truth, Truth::no);
  EXPECT_EQ(check.missing, "year_cap");
  EXPECT_EQ(check.evidence, std::vector<std::string>{"ccid:cme.example.org:other-1"});
  EXPECT_TRUE(full.learner.offer().boards.empty());
  EXPECT_EQ(full.learner.claim(200), "");
}

TEST(YearCap, WhatIsOfferedIsWhatIsLeft) {
  Capped nearly({elsewhere(1, 5925, day("2026-03-01"))});
  const auto offer = nearly.learner.offer();
  ASSERT_EQ(offer.boards.size(), 1u);
  EXPECT_EQ(counted_points(*nearly.rules.board("ABA"), offer.boards[0].points), Amount{75});
  EXPECT_EQ(nearly.learner.claim(200, {"ABA"}), "board_year_cap");
  EXPECT_EQ(nearly.learner.claim(75, {"ABA"}), "");
  EXPECT_EQ(nearly.learner.claim(125, {"ABA"}), "board_gate") << "the year is full by this activity's own claim";
  EXPECT_EQ(nearly.learner.claim(125), "");
}

// A board that takes less than the credit gets what is left, each type by itself.
TEST(YearCap, PointsThatMayBeFewerAreCutToIt) {
  Capped at({elsewhere(1, 5950, day("2026-03-01"))});
  auto& aba = at.rules.boards[2];
  aba.amount = BoardAmount::at_most;
  aba.split = Split::none;
  at.learner.facts.others[0].boards[0].points = {{"MOCA Part 2", {5950}}, {"Patient Safety", {100}}};
  EXPECT_EQ(at.learner.claim(200, {"ABA"}), "");
  EXPECT_EQ(at.learner.ledger().grants.at(0).boards.at(0).points, (std::vector<TypePoints>{{"MOCA Part 2", {50}}, {"Patient Safety", {50}}}));
}

TEST(YearCap, IsReadAndWritten) {
  auto rules = story_rules();
  rules.boards[2].year_cap = Amount{6025};
  const auto read = rulebook_from_json(to_json(rules));
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->board("ABA")->year_cap, Amount{6025});
  EXPECT_FALSE(read->board("ABIM")->year_cap);
  rules.boards[2].year_cap = Amount{0};
  EXPECT_FALSE(rulebook_from_json(to_json(rules)));
}

}  // namespace
}  // namespace preceptor::credit
