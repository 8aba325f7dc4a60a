#include "core/activity/rca/rating.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

TEST(Rating, UpperMedian) {
  const std::pair<std::vector<int>, int> cases[] = {{{}, 0},        {{1}, 1},          {{3, 1}, 3},      {{0, 1}, 1},
                                                    {{3, 0, 1}, 1}, {{0, 0, 3, 3}, 3}, {{0, 0, 0, 3}, 0}};
  for (const auto& [list, expected] : cases) EXPECT_EQ(upper_median(list), expected);
}

TEST(Rating, CardsBecomeRows) {
  Rating one = rating("p", Role::nurse, {});
  auto& knowledge = one.cards[static_cast<std::size_t>(Card::knowledge)];
  knowledge = {kMainCause, {Row::k1, Row::a1}, ""};
  one.cards[static_cast<std::size_t>(Card::incentives)].degree = kContributes;  // one row: nothing to tick
  one.cards[static_cast<std::size_t>(Card::system)] = {kNotACause, {Row::p1}, ""};
  const ByRow<int> rows = row_values(one);
  EXPECT_EQ(rows[Row::k1], 3);
  EXPECT_EQ(rows[Row::k2], 0);
  EXPECT_EQ(rows[Row::a1], 3);
  EXPECT_EQ(rows[Row::i1], 1);
  EXPECT_EQ(rows[Row::p1], 0);
  EXPECT_TRUE(check_rating(one).empty()) << shown(check_rating(one));
}

TEST(Rating, Refusals) {
  const auto with = [](Card card, CardAnswer answer) {
    Rating one = rating("p", Role::nurse, {});
    one.cards[static_cast<std::size_t>(card)] = std::move(answer);
    return check_rating(one);
  };
  EXPECT_TRUE(has(with(Card::system, {kContributes, {}, ""}), "cards.system", "which_rows"));
  EXPECT_TRUE(has(with(Card::system, {2, {Row::p1}, ""}), "cards.system", "choice"));
  EXPECT_TRUE(has(with(Card::system, {kMainCause, {Row::k1}, ""}), "cards.system", "choice"));
  EXPECT_TRUE(has(with(Card::team, {kMainCause, {}, "MRN 12345678 waited"}), "cards.team.example", "identifier"));
  EXPECT_TRUE(has(check_rating(rating("", Role::nurse, {})), "person", "required"));
  EXPECT_TRUE(
      has(check_rating(rating("p", Role::nurse, {{Row::t1, 3}, {Row::i1, 3}, {Row::pp, 3}})), "cards", "main_causes"));
}

TEST(Rating, EachRoleCountsOnce) {
  // Six physicians say knowledge; one nurse and one manager say no: the roles' median is no.
  std::vector<Rating> ratings;
  for (int i = 0; i < 6; ++i) ratings.push_back(rating("d" + std::to_string(i), Role::physician, {{Row::k1, 3}}, i));
  ratings.push_back(rating("n", Role::nurse, {{Row::t1, 1}}));
  ratings.push_back(rating("m", Role::manager, {{Row::t1, 3}}));
  const Panel panel = gather(ratings);
  EXPECT_EQ(panel.value[Row::k1], 0);
  EXPECT_EQ(panel.value[Row::t1], 1);
  EXPECT_EQ(panel.people, 8);
  EXPECT_EQ(panel.roles, 3);
  EXPECT_TRUE(panel.non_physician);
  EXPECT_FALSE(panel.patient);
}

TEST(Rating, OrderAndRepetitionDoNotMatter) {
  Dice dice(2);
  for (int i = 0; i < 80; ++i) {
    std::vector<Rating> ratings = dice.ratings(1 + dice.below(15));
    const Panel panel = gather(ratings);
    const auto by_role = opinions(ratings);
    const auto said = examples(ratings);
    // An earlier answer of somebody who answered again changes nothing; a later one replaces the first.
    ratings.push_back(dice.rating(dice.below(static_cast<int>(ratings.size())), -5));
    std::ranges::shuffle(ratings, dice.engine());
    ASSERT_EQ(gather(ratings), panel);
    ASSERT_EQ(opinions(ratings), by_role);
    ASSERT_EQ(examples(ratings), said);
    const Rating later = dice.rating(0, 100);
    ratings.push_back(later);
    const auto latest = latest_ratings(ratings);
    ASSERT_EQ(std::ranges::count(latest, std::string("p0"), &Rating::person), 1);
    ASSERT_TRUE(std::ranges::find(latest, later) != latest.end());
    ASSERT_EQ(gather(ratings).people, panel.people);
  }
}

// More of a cause from one person never makes the row's value less.
TEST(Rating, ValuesAreMonotonic) {
  Dice dice(3);
  for (int i = 0; i < 150; ++i) {
    std::vector<Rating> ratings = dice.ratings(1 + dice.below(12));
    const ByRow<int> before = gather(ratings).value;
    CardAnswer& answer = ratings[static_cast<std::size_t>(dice.below(static_cast<int>(ratings.size())))]
                             .cards[static_cast<std::size_t>(dice.below(kCardCount))];
    answer.degree = kMainCause;
    const ByRow<int> after = gather(ratings).value;
    for (const RowInfo& row : all_rows()) ASSERT_GE(after[row.row], before[row.row]);
  }
}

TEST(Rating, DisagreementIsShownByRole) {
  std::vector<Rating> ratings;
  for (int i = 0; i < 3; ++i) {
    ratings.push_back(rating("d" + std::to_string(i), Role::physician, {{Row::k1, 3}}, i));
    ratings.push_back(rating("n" + std::to_string(i), Role::nurse, {{Row::t1, i == 0 ? 1 : 3}}, i));
  }
  const auto rows = opinions(ratings);
  ASSERT_EQ(rows.size(), kRowCount);
  EXPECT_EQ(rows[0].row, Row::k1);
  EXPECT_EQ(rows[0].spread, 3);
  EXPECT_EQ(rows[1].row, Row::t1);
  EXPECT_EQ(rows[1].opinions[1], (Opinion{Role::nurse, 3, 3, {0, 1, 2}}));
  EXPECT_EQ(rows[2].spread, 0);
}

TEST(Rating, VotesGiveEachShownRoleTheSameWeightAndTellNothingOfTheOthers) {
  std::vector<Rating> ratings;
  for (int i = 0; i < 6; ++i) ratings.push_back(rating("d" + std::to_string(i), Role::physician, {{Row::k1, i < 3 ? 3 : 0}}, i));
  for (int i = 0; i < 3; ++i) ratings.push_back(rating("n" + std::to_string(i), Role::nurse, {{Row::p1, 1}}, i));
  ratings.push_back(rating("m", Role::manager, {{Row::i1, 3}}));
  const Votes seen = votes(ratings);
  EXPECT_EQ(seen.groups, (std::vector<CauseVotes>{{Role::physician, 6, {3, 0, 0, 0, 0, 0}}, {Role::nurse, 3, {0, 0, 3, 0, 0, 0}}}));
  EXPECT_EQ(seen.withheld, 1);
  EXPECT_EQ(shares_of(seen), (std::array<double, kCardCount>{0.25, 0, 0.5, 0, 0, 0}));
  ratings.back().told = true;
  EXPECT_EQ(votes(ratings).groups.back(), (CauseVotes{Role::manager, 1, {0, 1, 0, 0, 0, 0}}));
  EXPECT_EQ(shares_of(votes({})), std::nullopt);
}

struct Hidden {
  const char* what;
  std::vector<std::pair<Role, bool>> people;  // told or not
  std::vector<std::optional<Role>> shown;
  int withheld;
};

TEST(Rating, SmallRolesAreHiddenUnlessTold) {
  const auto three = [](Role role) {
    return std::vector<std::pair<Role, bool>>{{role, false}, {role, false}, {role, false}};
  };
  std::vector<Hidden> cases = {
      {"three of a role", three(Role::nurse), {Role::nurse}, 0},
      {"one more, alone", three(Role::nurse), {Role::nurse}, 1},
      {"two small roles, two people", three(Role::nurse), {Role::nurse}, 2},
      {"three people in two small roles", three(Role::nurse), {Role::nurse, std::nullopt}, 0},
      {"all told", {{Role::patient, true}, {Role::patient, true}}, {Role::patient}, 0},
      {"one of two told", {{Role::patient, true}, {Role::patient, false}}, {}, 2},
      {"one, told", {{Role::manager, true}}, {Role::manager}, 0},
  };
  cases[1].people.push_back({Role::patient, false});
  cases[2].people.insert(cases[2].people.end(), {{Role::patient, false}, {Role::manager, false}});
  cases[3].people.insert(cases[3].people.end(),
                         {{Role::patient, false}, {Role::manager, false}, {Role::manager, false}});
  for (const Hidden& hidden : cases) {
    std::vector<Rating> ratings;
    for (const auto& [role, told] : hidden.people) {
      ratings.push_back(
          rating("p" + std::to_string(ratings.size()), role, {{Row::t1, 3}}, static_cast<int>(ratings.size())));
      ratings.back().told = told;
      ratings.back().cards[static_cast<std::size_t>(Card::team)].example = "Nobody knows who orders it.";
    }
    for (const RowOpinions& row : opinions(ratings)) {
      std::vector<std::optional<Role>> roles;
      for (const Opinion& opinion : row.opinions) {
        roles.push_back(opinion.role);
        EXPECT_TRUE(opinion.people >= kPeopleToShowRole || opinion.role) << hidden.what;
      }
      EXPECT_EQ(roles, hidden.shown) << hidden.what;
      EXPECT_EQ(row.withheld, hidden.withheld) << hidden.what;
    }
    for (const Example& example : examples(ratings))
      EXPECT_TRUE(!example.role || std::ranges::find(hidden.shown, example.role) != hidden.shown.end()) << hidden.what;
  }
}

}  // namespace
}  // namespace preceptor::rca
