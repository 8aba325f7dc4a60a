#include "core/activity/rca/score.hpp"

#include <gtest/gtest.h>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

struct Worked {
  const char* what;
  std::initializer_list<Ce> rows;
  int eas, eq;  // thousandths; -1: not given in the reference
  Outcome without_owners, with_owners;
  std::vector<Row> blockers;
};

// credit.md 9.2, "Checked here", and the edges of its rule.
TEST(Score, WorkedScores) {
  const Worked cases[] = {
      {"knowledge",
       {{Row::k1, 3, 3},
        {Row::k2, 2, 2},
        {Row::a1, 1, 1},
        {Row::t1, 1, 1},
        {Row::e1, 1, 1},
        {Row::pp, 1, 1},
        {Row::r1, 1, 1}},
       681,
       883,
       Outcome::go_education,
       Outcome::go_education,
       {}},
      {"system barrier beside knowledge",
       {{Row::p1, 3, 3},
        {Row::k1, 1, 3},
        {Row::k2, 2, 2},
        {Row::t1, 2, 2},
        {Row::a1, 1, 2},
        {Row::i1, 1, 1},
        {Row::e1, 1, 1},
        {Row::r1, 2, 2}},
       382,
       -1,
       Outcome::hold_partner,
       Outcome::go_part,
       {Row::p1}},
      {"system and incentives",
       {{Row::p1, 3, 3}, {Row::i1, 3, 3}, {Row::e1, 2, 2}, {Row::t1, 1, 2}, {Row::r1, 2, 2}},
       106,
       -1,
       Outcome::no_go,
       Outcome::no_go,
       {Row::i1, Row::p1}},
      {"knowledge by opinion",
       {{Row::k1, 3, 0}, {Row::k2, 2, 0}, {Row::a1, 1, 1}, {Row::t1, 1, 0}},
       827,
       583,
       Outcome::hold_data,
       Outcome::hold_data,
       {}},
      {"nothing", {}, 0, 0, Outcome::incomplete, Outcome::incomplete, {}},
      {"one cause alone", {{Row::k1, 1, 1}}, 1000, 750, Outcome::go_education, Outcome::go_education, {}},
      {"exactly 0.30 is not below it", {{Row::pp, 2, 3}}, 300, 1000, Outcome::go_part, Outcome::go_part, {}},
      {"exactly 0.65 is education",
       {{Row::k1, 3, 3}, {Row::t1, 3, 3}, {Row::k2, 1, 3}, {Row::e1, 1, 3}, {Row::pp, 1, 3}, {Row::a1, 1, 3}},
       650,
       1000,
       Outcome::go_education,
       Outcome::go_education,
       {}},
      {"EQ of two causes",
       {{Row::k1, 3, 0}, {Row::k2, 3, 2}},
       936,
       700,
       Outcome::go_education,
       Outcome::go_education,
       {}},
      {"high share with a blocker is a part",
       {{Row::k1, 3, 3}, {Row::k2, 3, 3}, {Row::a1, 3, 3}, {Row::e1, 3, 2}},
       687,
       1000,
       Outcome::hold_partner,
       Outcome::go_part,
       {Row::e1}},
      {"data come before no-go",
       {{Row::i1, 3, 0}, {Row::r1, 3, 0}},
       0,
       500,
       Outcome::hold_data,
       Outcome::hold_data,
       {Row::i1, Row::r1}},
  };
  ByRow<bool> everyone;
  everyone.values.fill(true);
  for (const Worked& worked : cases) {
    const auto [c, e] = values(worked.rows);
    const Score result = score(c, e);
    EXPECT_EQ(eas_thousandths(result), worked.eas) << worked.what;
    EXPECT_TRUE(worked.eq < 0 || eq_thousandths(result) == worked.eq) << worked.what << eq_thousandths(result);
    EXPECT_EQ(result.blockers, worked.blockers) << worked.what;
    EXPECT_EQ(outcome_of(result, {}), worked.without_owners) << worked.what;
    EXPECT_EQ(outcome_of(result, everyone), worked.with_owners) << worked.what;
  }
}

TEST(Score, TopRowsAndTheOtherPart) {
  // Equal c * ev: 2 * 0.5 = 1 * 1.0; the greater contribution, the weaker evidence, comes first.
  const auto [c, e] = values({{Row::i1, 1, 3}, {Row::p1, 2, 0}, {Row::k1, 3, 3}, {Row::t1, 1, 0}});
  EXPECT_EQ(score(c, e).top, (std::vector<Row>{Row::k1, Row::p1, Row::i1}));
  EXPECT_EQ(other_part(c, e), (std::vector<Row>{Row::i1, Row::p1, Row::t1}));
}

TEST(Score, ThresholdsArePrintedAndLabelled) {
  const auto printed = thresholds();
  ASSERT_EQ(printed.size(), 4U);
  EXPECT_EQ(printed[0].value, "0.70");
  EXPECT_EQ(printed[1].value, "0.30");
  EXPECT_EQ(printed[2].value, "0.20");
  EXPECT_EQ(printed[3].value, "0.65");
  EXPECT_EQ(plain(printed[1].meaning), "Education-amenable share below 0.30: education is the wrong tool.");
  EXPECT_EQ(plain(validity_label()), "Locally developed and not validated. The thresholds are defaults, not evidence.");
  EXPECT_EQ(thousandths_text(7), "0.007");
  EXPECT_EQ(thousandths_text(1000), "1.000");
}

TEST(Score, Promises) {
  Dice dice(1);
  for (int i = 0; i < 4000; ++i) {
    const ByRow<int> c = dice.contributions(), e = dice.evidence();
    const ByRow<bool> accepted = dice.accepted();
    const Score now = score(c, e);
    ASSERT_TRUE(eas_thousandths(now) >= 0 && eas_thousandths(now) <= 1000);
    ASSERT_TRUE(now.weight == 0 || (eq_thousandths(now) >= 500 && eq_thousandths(now) <= 1000));
    ASSERT_TRUE(now.educable >= kEducationAlone * now.weight || !other_part(c, e).empty());
    // More of a cause that education takes away better (worse) than the average never lowers (raises) the share.
    const Row row = static_cast<Row>(dice.below(kRowCount));
    if (c[row] < 3) {
      ByRow<int> more = c;
      ++more[row];
      const Score then = score(more, e);
      const std::int64_t before = std::int64_t{now.educable} * then.weight,
                         after = std::int64_t{then.educable} * now.weight;
      ASSERT_TRUE(info(row).share * now.weight >= now.educable ? after >= before : after <= before);
    }
    // An owner who accepts can only open a hold.
    ByRow<bool> one_more = accepted;
    one_more[row] = true;
    const Outcome before = outcome_of(now, accepted), after = outcome_of(now, one_more);
    ASSERT_TRUE(after == before || (before == Outcome::hold_partner && after == Outcome::go_part));
    // Local data for everything never holds for data, and never lets a blocker pass alone.
    ByRow<int> best;
    best.values.fill(3);
    const Outcome known = outcome_of(score(c, best), {});
    ASSERT_NE(known, Outcome::hold_data);
    ASSERT_TRUE(score(c, best).blockers.empty() || !is_go(known));
  }
}

}  // namespace
}  // namespace preceptor::rca
