#include "core/burden/outcome.hpp"

#include <gtest/gtest.h>

#include "core/burden/preference.hpp"
#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

TEST(Beside, DirectionByTable) {
  struct Row {
    bool higher;
    std::optional<double> baseline, target;
    std::vector<FollowUp> values;
    Direction direction;
    std::optional<bool> met;
  };
  const base::Instant june = day("2026-06-01"), july = day("2026-07-01");
  for (const Row& row : {Row{true, 40, 60, {}, Direction::not_shown, {}},
                         {true, {}, 60, {{june, 70}}, Direction::not_shown, true},
                         {true, 40, 60, {{july, 55}, {june, 70}}, Direction::better, false},  // the latest counts
                         {true, 40, {}, {{june, 40}}, Direction::same, {}},
                         {true, 40, 60, {{june, 39}}, Direction::worse, false},
                         {false, 12, 8, {{june, 9}, {june, 8}}, Direction::better, true},  // entered again
                         {false, 12, 8, {{june, 13}}, Direction::worse, false}}) {
    const Beside made = beside({"case", "LDL at target", "%", row.higher, row.baseline, row.target}, row.values, {}, {});
    EXPECT_EQ(made.direction, row.direction);
    EXPECT_EQ(made.target_met, row.met);
    EXPECT_EQ(made.change.has_value(), row.direction != Direction::not_shown);
    EXPECT_FALSE(made.hours.has_value());
    EXPECT_FALSE(made.kept.value.has_value());
  }
}

TEST(Beside, HoursAreAddedAndUnmeasuredOnesCounted) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 10; ++p) attempts.push_back(attempt(p, "u", p < 8 ? Outcome::completed : Outcome::abandoned, 900));
  attempts.push_back(attempt(10, "u", Outcome::completed));
  attempts.push_back(attempt(11, "u", Outcome::open));
  const Beside made = beside({}, {}, attempts, {});
  EXPECT_EQ(made.hours, 2.5);
  EXPECT_EQ(made.attempts_measured, 10);
  EXPECT_EQ(made.attempts_not_measured, 1);
  const Beside few = beside({}, {}, {attempts.begin(), attempts.begin() + 4}, {});
  EXPECT_TRUE(few.too_few);
  EXPECT_FALSE(few.hours.has_value());
}

std::optional<FollowedUp> followed(std::optional<Kept> went, const char* barrier, int period = 0) {
  return went ? std::optional(FollowedUp{*went, barrier, {}, period}) : std::nullopt;
}
CommitmentObservation chose(int person, const char* option, std::optional<Kept> day_7, std::optional<Kept> day_30, const char* barrier = "") {
  return {"p" + std::to_string(person), option, followed(day_7, barrier), followed(day_30, barrier)};
}

TEST(Beside, CommitmentsKeptOfThoseFollowedUp) {
  const std::vector<CommitmentObservation> all = {chose(0, "a", Kept::done, Kept::not_done), chose(1, "a", Kept::partly, Kept::done), chose(2, "a", Kept::done, {}),
                                                  chose(3, "b", {}, {}), chose(4, "b", {}, Kept::done), chose(5, "b", Kept::not_done, {})};
  const Beside made = beside({}, {}, {}, all);
  EXPECT_EQ(made.commitments, 6);
  EXPECT_EQ(made.kept, share(3, 5, 1));
}

TEST(Commitments, ByOptionWithRareOnesTogether) {
  std::vector<CommitmentObservation> all;
  for (int i = 0; i < 7; ++i) all.push_back(chose(i, "order lactate", i < 4 ? Kept::done : Kept::not_done, i < 6 ? std::optional(i < 2 ? Kept::done : Kept::not_done) : std::nullopt, "no time"));
  for (int i = 0; i < 3; ++i) all.push_back(chose(7 + i, "ask a colleague", Kept::done, {}));
  for (int i = 0; i < 2; ++i) all.push_back(chose(10 + i, "read more", {}, {}));
  const auto rows = commitment_figures(all);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].option, "order lactate");
  EXPECT_EQ(rows[0].done_7, share(4, 7));
  EXPECT_EQ(rows[0].done_30, share(2, 6, 1));
  EXPECT_EQ(rows[0].barriers, (std::map<std::string, int>{{"no time", 5}}));
  EXPECT_EQ(rows[1].option, "");
  EXPECT_EQ(rows[1].chosen, 5);
  EXPECT_FALSE(rows[1].done_7.value.has_value());  // three of them only
  EXPECT_EQ(commitment_figures({all.begin(), all.begin() + 9}).size(), 1u);
}

TEST(Knowledge, PairedLearnersOnlyAndCountedAnotherWay) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    const auto maybe = [&] { return random() % 4 == 0 ? std::nullopt : std::optional(random() % 2 == 0); };
    std::vector<PairedAnswer> answers;
    for (int p = 0; p < 40; ++p) answers.push_back({"p" + std::to_string(p), p % 2 == 0 ? "x" : "y", maybe(), maybe(), maybe(), maybe(), maybe()});
    for (const KnowledgeChange& row : knowledge_change(answers)) {
      int n = 0, up = 0, down = 0, wrong_sure = 0, said = 0;
      for (const PairedAnswer& a : answers) {
        if (a.question_id != row.question_id || !a.before || !a.after) continue;
        n++;
        if (!*a.before && *a.after) up++;
        if (*a.before && !*a.after) down++;
        if (a.sure_after) said++;
        if (a.sure_after == true && a.after == false) wrong_sure++;
      }
      ASSERT_EQ(row.paired, n >= 5 ? n : 0);
      if (n < 5) continue;
      EXPECT_NEAR(*row.change, (up - down) / static_cast<double>(n), 1e-9);
      EXPECT_EQ(row.overconfident_after, hide_small(share(wrong_sure, said, n - said), 5));
    }
  }
}

std::vector<PreferenceObservation> stage_of(int n, CareerStage stage, int say, int act, int offset) {
  std::vector<PreferenceObservation> made;
  for (int i = 0; i < n; ++i)
    made.push_back({"p" + std::to_string(offset + i), stage, i < say, i < act ? 3 : 1, i < act ? 1 : 2});
  return made;
}

TEST(Preferences, WarnWhenWordsAndDeedsDisagreeOrFew) {
  std::vector<PreferenceObservation> people = stage_of(40, CareerStage::trainee, 34, 10, 0);      // say 85 %, do 25 %
  for (const auto& more : {stage_of(30, CareerStage::years_0_5, 15, 16, 100), stage_of(12, CareerStage::years_21_up, 6, 6, 200)})
    people.insert(people.end(), more.begin(), more.end());
  const auto rows = preferences(people);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_FALSE(rows[0].stage.has_value());
  EXPECT_EQ(rows[0].figures->says, share(55, 82));
  EXPECT_EQ(rows[1].figures->does, share(10, 40));
  EXPECT_TRUE(rows[1].figures->disagree);
  EXPECT_FALSE(rows[1].figures->few);
  EXPECT_FALSE(rows[2].figures->disagree);
  EXPECT_TRUE(rows[3].figures->few);
}

TEST(Preferences, StagesUnderTenAreHeldBackWithASecondOne) {
  std::vector<PreferenceObservation> people = stage_of(40, CareerStage::trainee, 20, 20, 0);
  for (const auto& more : {stage_of(30, CareerStage::years_0_5, 15, 16, 100), stage_of(9, CareerStage::years_21_up, 6, 6, 200)})
    people.insert(people.end(), more.begin(), more.end());
  const auto rows = preferences(people);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_TRUE(rows[0].figures && rows[1].figures);
  EXPECT_FALSE(rows[2].figures || rows[3].figures);
}

TEST(Preferences, ATieIsNotMicroAndNoStartIsNoDeed) {
  std::vector<PreferenceObservation> people;
  for (int i = 0; i < 12; ++i) people.push_back({"p" + std::to_string(i), {}, i < 6, i < 8 ? 1 : 0, i < 5 ? 1 : 0});
  const auto rows = preferences(people);
  ASSERT_TRUE(rows.size() == 1 && rows[0].figures);
  EXPECT_EQ(rows[0].figures->does, share(3, 8));
  EXPECT_EQ(rows[0].figures->says, share(6, 12));
}

}  // namespace
}  // namespace preceptor::burden
