#include "core/burden/price.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

constexpr auto kDay = std::chrono::hours(24);
const Window kQuarter{day("2026-04-01"), day("2026-04-01") + 73 * kDay};  // a fifth of a year

QuestionHistory question(const std::string& id, Purpose purpose = Purpose::relevance) {
  QuestionHistory made{"u", id, "Useful now?", purpose};
  made.first_asked = day("2026-04-01");
  return made;
}

AttemptObservation asked(int person, const std::string& id, std::optional<int> seconds, bool skipped = false) {
  AttemptObservation made = attempt(person, "u", Outcome::completed, 300);
  made.questions.push_back({id, Purpose::relevance, skipped});
  if (seconds) made.questions.back().active = std::chrono::seconds(*seconds);
  return made;
}

TEST(Price, HoursAYear) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 100; ++p) attempts.push_back(asked(p, "r", p < 50 ? std::optional(p % 2 == 0 ? 30 : 6) : std::nullopt, p % 4 == 0));
  const Price made = prices({question("r")}, attempts, kQuarter, kQuarter.to).front();
  EXPECT_EQ(made.asked, 100);
  EXPECT_EQ(made.skipped.k, 25);
  EXPECT_EQ(made.seconds.n, 50);
  EXPECT_EQ(made.seconds.missing, 50);
  EXPECT_EQ(made.seconds.median, 18.0);
  EXPECT_NEAR(*made.hours_a_year, 100 * 18 / 3600.0 * 5, 1e-9);  // 100 askings of 18 s in a fifth of a year
}

// The same by adding up one attempt after another.
TEST(Price, AgreesWithAddingUp) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    std::vector<AttemptObservation> attempts = crowd(seed, 60);
    double spent = 0;
    int with = 0, without = 0;
    std::set<std::string> measured;   // persons
    for (auto& a : attempts) {
      a.opened_at += std::chrono::hours(random() % 2000);
      bool counted = false;
      for (auto& q : a.questions) {
        if (random() % 2 == 0) q.active = std::chrono::milliseconds(random() % 20000);
        if (q.id != "q1" || counted || a.where.unit_id != "u" || a.opened_at >= kQuarter.to) continue;
        counted = true;
        if (q.active) spent += static_cast<double>(q.active->count()), with++, measured.insert(a.person);
        else without++;
      }
    }
    const Price made = prices({question("q1")}, attempts, kQuarter, kQuarter.to).front();
    if (made.too_few) continue;
    // What was measured of fewer than five persons waits for more, and then there is no price either.
    ASSERT_EQ(made.hours_a_year.has_value(), measured.size() >= 5) << seed;
    if (!made.hours_a_year) continue;
    EXPECT_EQ(made.asked, with + without);
    EXPECT_NEAR(*made.hours_a_year, (spent + spent / with * without) / 3.6e6 * 5, 1e-6);
  }
}

TEST(Price, NotMeasuredAndTooFewAreNotZero) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 4; ++p) attempts.push_back(asked(p, "r", 10));
  Price made = prices({question("r")}, attempts, kQuarter, kQuarter.to).front();
  EXPECT_TRUE(made.too_few);
  EXPECT_EQ(made.asked, 0);
  EXPECT_FALSE(made.hours_a_year || made.skipped.value || made.seconds.median);
  attempts.clear();
  for (int p = 0; p < 6; ++p) attempts.push_back(asked(p, "r", std::nullopt));
  made = prices({question("r")}, attempts, kQuarter, kQuarter.to).front();
  EXPECT_FALSE(made.too_few);
  EXPECT_EQ(made.asked, 6);
  EXPECT_FALSE(made.hours_a_year.has_value());
}

TEST(Price, AskLessComesFirstAndLearningHasNoPrice) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 10; ++p) {
    for (const auto& [id, seconds] : {std::pair("used", 90), {"cheap", 2}, {"dear", 40}, {"old", 5}}) attempts.push_back(asked(p, id, seconds));
  }
  QuestionHistory used = question("used"), old = question("old"), none = question("none");
  used.uses = {{UseKind::decision, "the form was shortened", day("2026-05-01")}};
  old.first_asked = day("2025-01-01");
  std::string order;
  for (const Price& price : prices({question("cheap"), used, none, question("dear"), old, question("l", Purpose::learning)}, attempts, kQuarter, kQuarter.to))
    order += price.question_id + " ";
  EXPECT_EQ(order, "old dear cheap none used ");
}

TEST(Expiry, NinetyDaysFromTheLastOfAskedUsedKept) {
  QuestionHistory q = question("r");
  const base::Instant asked = q.first_asked;
  const auto state = [&](base::Instant now) { return expiry(q, now).state; };
  EXPECT_EQ(state(asked + 90 * kDay - base::Milliseconds(1)), Keeping::waiting);
  EXPECT_EQ(state(asked + 90 * kDay), Keeping::expired);
  q.kept = {{"Ana", asked + 80 * kDay}};
  EXPECT_EQ(state(asked + 79 * kDay), Keeping::waiting);  // not signed yet
  EXPECT_EQ(state(asked + 90 * kDay), Keeping::kept);
  EXPECT_EQ(state(asked + 170 * kDay), Keeping::expired);
  q.uses = {{UseKind::report, "May report", asked + 100 * kDay}};
  EXPECT_EQ(state(asked + 170 * kDay), Keeping::used);
  EXPECT_EQ(expiry(q, asked + 170 * kDay).expires_at, asked + 190 * kDay);
  EXPECT_EQ(state(asked + 190 * kDay), Keeping::expired);
}

TEST(Replay, DroppingOneSavesItsTimeAndNamesWhatIsLost) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 9; ++p) attempts.push_back(asked(p, "r", 60 + p));  // of 300 s each
  attempts.push_back(asked(9, "r", std::nullopt));
  attempts.push_back(attempt(10, "u", Outcome::completed, 300));  // was not asked
  QuestionHistory q = question("r");
  q.uses = {{UseKind::commitment, "follow-up was sent", day("2026-05-01")}, {UseKind::report, "old", day("2024-05-01")}};
  const Replay made = without_question(q, attempts, kQuarter, kQuarter.to);
  EXPECT_EQ(made.asked, 10);
  EXPECT_EQ(made.minutes_before.n, 9);
  EXPECT_EQ(made.minutes_before.missing, 1);
  EXPECT_EQ(made.minutes_before.median, 5.0);
  EXPECT_NEAR(*made.minutes_after.median, (300 - 64) / 60.0, 1e-9);
  EXPECT_NEAR(*made.hours_a_year, 10 * 64 / 3600.0 * 5, 1e-9);
  ASSERT_EQ(made.lost.size(), 1u);
  EXPECT_EQ(made.lost[0].what, "follow-up was sent");
  EXPECT_TRUE(without_question(q, {attempts[0]}, kQuarter, kQuarter.to).too_few);
}

}  // namespace
}  // namespace preceptor::burden
