#include "core/burden/survey.hpp"

#include <gtest/gtest.h>

namespace preceptor::burden {
namespace {

struct Worked {
  MbAnswers answers;
  std::optional<double> worth, relevance, credit, need, mbi;
};

void near(std::optional<double> made, std::optional<double> expected) {
  ASSERT_EQ(made.has_value(), expected.has_value());
  if (made) {
    EXPECT_NEAR(*made, *expected, 0.05);
  }
}

TEST(MicroBurden, WorkedExamplesOf91) {
  const std::optional<double> none;
  for (const Worked& row : {Worked{{4, 75, 6, 3, {}}, 25, 25, 16.7, 0, 16.7},
                            Worked{{2, 25, {}, 1, {}}, 75, 75, none, 100, 83.3},
                            Worked{{3, 50, 2, {}, {}}, 50, 50, 83.3, none, 61.1},
                            Worked{{5, {}, {}, 3, {}}, 0, none, none, 0, none},
                            Worked{{5, 100, 7, 0, {}}, 0, 0, 0, none, 0},      // no question that day: excluded
                            Worked{{1, 0, {}, 0, {}}, 100, 100, none, none, none},
                            Worked{{}, none, none, none, none, none}}) {
    const auto made = score(row.answers);
    ASSERT_TRUE(made.has_value());
    near(made->worth, row.worth);
    near(made->relevance, row.relevance);
    near(made->credit_ease, row.credit);
    near(made->point_of_need, row.need);
    near(made->mbi, row.mbi);
  }
}

TEST(MicroBurden, RangesAreExact) {
  const auto refused = [](const MbAnswers& answers, const char* item) {
    const auto made = score(answers);
    ASSERT_FALSE(made.has_value()) << item;
    EXPECT_EQ(made.error().code, base::Code::answer_invalid);
    EXPECT_EQ(made.error().detail.substr(0, 3), item);
  };
  for (const int value : {0, 6, -1}) refused({value, {}, {}, {}, {}}, "MB1");
  for (const int value : {-25, 30, 125}) refused({{}, value, {}, {}, {}}, "MB2");
  for (const int value : {0, 8}) refused({{}, {}, value, {}, {}}, "MB3");
  for (const int value : {-1, 4}) refused({{}, {}, {}, value, {}}, "MB4");
  refused({{}, {}, {}, {}, {Friction::nothing, Friction::forms}}, "MB5");
  EXPECT_TRUE(score({{}, {}, {}, {}, {Friction::forms, Friction::sign_in}}).has_value());
}

// All 6 x 6 x 8 x 5 answers (missing included) against the sentence of 9.1, in whole numbers: burdens times 12.
TEST(MicroBurden, EveryAnswerAgreesWithIntegerArithmetic) {
  for (int worth = 0; worth <= 5; ++worth)
    for (int relevance = -25; relevance <= 100; relevance += 25)
      for (int credit = 0; credit <= 7; ++credit)
        for (int need = -1; need <= 3; ++need) {
          MbAnswers answers;
          int sum12 = 0, parts = 0;
          if (worth > 0) answers.worth = worth, sum12 += 3 * (5 - worth), ++parts;
          if (relevance >= 0) answers.relevance = relevance, sum12 += 12 - relevance * 12 / 100, ++parts;
          if (credit > 0) answers.credit_ease = credit, sum12 += 2 * (7 - credit), ++parts;
          if (need >= 0) answers.point_of_need = need;
          if (need > 0) sum12 += 6 * (3 - need), ++parts;
          const MbScore made = *score(answers);
          ASSERT_EQ(made.parts, parts);
          ASSERT_EQ(made.mbi.has_value(), parts >= 3);
          if (made.mbi) {
            ASSERT_NEAR(*made.mbi, sum12 * 100.0 / 12 / parts, 1e-9);
          }
        }
}

// Every history of ten completions in which the learner may or may not be shown the offer (the site may drop it): never more
// than one in three, over any prefix and any three in a row.
TEST(Offer, NeverMoreThanOneInThree) {
  for (unsigned taken = 0; taken < 1u << 10; ++taken) {
    std::vector<bool> history;
    int offers = 0;
    for (int i = 0; i < 10; ++i) {
      const bool offered = survey_offer(history) == Offer::optional && (taken >> i & 1) != 0;
      history.push_back(offered);
      offers += offered ? 1 : 0;
      ASSERT_LE(3 * offers, i + 1);
      if (i >= 2) {
        ASSERT_LE(history[static_cast<std::size_t>(i)] + history[static_cast<std::size_t>(i - 1)] + history[static_cast<std::size_t>(i - 2)], 1);
      }
    }
  }
}

TEST(Offer, EveryThirdWhenAllAreTaken) {
  std::vector<bool> history;
  std::string shown;
  for (int i = 0; i < 9; ++i) {
    history.push_back(survey_offer(history) == Offer::optional);
    shown += history.back() ? 'x' : '.';
  }
  EXPECT_EQ(shown, "..x..x..x");
}

TEST(Friction, NamesAreStable) {
  for (const char* text : {"sign-in", "too-many-questions", "off-topic", "identifiers-again", "forms", "technical", "nothing"})
    EXPECT_EQ(name(*friction_named(text)), text);
  EXPECT_FALSE(friction_named("other").has_value());
}

}  // namespace
}  // namespace preceptor::burden
