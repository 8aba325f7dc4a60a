// Follow-ups, recall and review-by.
#include "core/activity/onward/recall.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "core/activity/onward/follow_up.hpp"

namespace preceptor::onward {
namespace {

base::Instant when(double days) {
  return base::from_unix_ms(1'793'664'000'000 + static_cast<std::int64_t>(days * 86'400'000));
}

const Commitment kFirst{"a1", "u1", "ctc", {"a"}, when(0)}, kSecond{"a2", "u2", "ctc", {"b"}, when(3)},
    kSameAttempt{"a1", "u1", "more", {"c"}, when(0)};

std::string shown(const std::vector<FollowUpDue>& due) {
  std::string all;
  for (const FollowUpDue& one : due)
    all += one.commitment.attempt + "." + one.commitment.question_id + "@" + std::to_string(static_cast<int>(one.day)) +
           " ";
  return all;
}

TEST(FollowUp, DayByDay) {
  struct Case {
    double day;
    std::vector<FollowUpAsked> asked;
    const char* due;
  };
  const FollowUpAsked seven{"a1", "ctc", FollowUpDay::seven}, thirty{"a1", "ctc", FollowUpDay::thirty};
  const Case cases[] = {
      {0, {}, ""},
      {6.999, {}, ""},
      {7, {}, "a1.ctc@7 "},
      {9.999, {}, "a1.ctc@7 "},
      {10, {}, "a1.ctc@7 a2.ctc@7 "},
      {10, {seven}, "a2.ctc@7 "},
      {29.999, {seven}, "a2.ctc@7 "},
      {30, {seven}, "a1.ctc@30 a2.ctc@7 "},
      {30, {}, "a1.ctc@30 a2.ctc@7 "},  // back after a month: one question, not two
      {30, {seven, thirty}, "a2.ctc@7 "},
      {33, {thirty}, "a2.ctc@30 "},
      {179.999, {}, "a1.ctc@30 a2.ctc@30 "},
      {180, {}, "a2.ctc@30 "},
      {183, {}, ""},
      {-5, {}, ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(shown(follow_ups_due({kFirst, kSecond}, c.asked, when(c.day))), c.due) << c.day;
    EXPECT_EQ(shown(follow_ups_due({kSecond, kFirst}, c.asked, when(c.day))), c.due) << c.day;
  }
}

TEST(FollowUp, EachIsAskedOnceOverAWholeYear) {
  for (const double step : {0.5, 1.0, 6.0, 23.0, 40.0}) {
    std::vector<FollowUpAsked> asked;
    for (double d = 0; d < 365; d += step)
      for (const FollowUpDue& one : follow_ups_for_launch({kFirst, kSameAttempt, kSecond}, asked, when(d)))
        asked.push_back({one.commitment.attempt, one.commitment.question_id, one.day});
    EXPECT_LE(asked.size(), 6u);
    EXPECT_GE(asked.size(), 3u) << step;
    for (const FollowUpAsked& one : asked) EXPECT_EQ(std::ranges::count(asked, one), 1);
  }
}

TEST(FollowUp, OneAttemptALaunch) {
  const std::vector<Commitment> all = {kSecond, kSameAttempt, kFirst};
  EXPECT_EQ(shown(follow_ups_for_launch(all, {}, when(10))), "a1.ctc@7 a1.more@7 ");
  EXPECT_EQ(shown(follow_ups_for_launch(all, {}, when(5))), "");
}

TEST(FollowUp, ALaterCommitmentReplacesAnEarlierOne) {
  Commitment again = kFirst;
  again.attempt = "a9";
  again.at = when(5);
  EXPECT_EQ(shown(follow_ups_due({kFirst, again}, {}, when(8))), "");
  EXPECT_EQ(shown(follow_ups_due({again, kFirst}, {}, when(12))), "a9.ctc@7 ");
  again.choices.clear();  // "none of these": nothing to follow up
  EXPECT_EQ(shown(follow_ups_due({again, kFirst}, {}, when(12))), "");
}

TEST(FollowUp, TheNextOne) {
  EXPECT_EQ(next_follow_up({kFirst, kSecond}, {}, when(0)), when(7));
  EXPECT_EQ(next_follow_up({kFirst, kSecond}, {}, when(7)), when(10));
  EXPECT_EQ(next_follow_up({kFirst}, {}, when(8)), when(30));
  EXPECT_EQ(next_follow_up({kFirst}, {{"a1", "ctc", FollowUpDay::thirty}}, when(8)), std::nullopt);
  EXPECT_EQ(next_follow_up({}, {}, when(8)), std::nullopt);
}

TEST(FollowUp, CommitmentsOfAnAttempt) {
  activity::Unit unit;
  unit.id = "u";
  activity::Question question;
  question.id = "ctc";
  question.commitment = true;
  question.options = {{"a", "Do", false, false, ""}, {"none", "None", false, true, ""}};
  unit.closing = {question};
  record::Attempt attempt;
  attempt.id = base::AttemptId("x");
  attempt.completed_at = when(1);
  attempt.commitments["ctc"] = {"ctc", {"a", "unknown"}};
  EXPECT_TRUE(commitments_of(unit, attempt).empty());
  attempt.completed = true;
  EXPECT_EQ(commitments_of(unit, attempt), (std::vector<Commitment>{{"x", "u", "ctc", {"a"}, when(1)}}));
  attempt.commitments["ctc"].choices = {"none"};
  EXPECT_EQ(commitments_of(unit, attempt), (std::vector<Commitment>{{"x", "u", "ctc", {}, when(1)}}));
}

TEST(FollowUp, ABarrierWhenItWasNotDone) {
  EXPECT_TRUE(is_complete(Done::done, ""));
  EXPECT_FALSE(is_complete(Done::done, "time"));
  EXPECT_TRUE(is_complete(Done::partly, "time"));
  EXPECT_FALSE(is_complete(Done::no, ""));
  EXPECT_FALSE(is_complete(Done::no, std::string(65, 'x')));
}

record::Attempt seen(std::string id, std::string person, std::string hash, double opened, double last, bool completed) {
  record::Attempt attempt;
  attempt.id = base::AttemptId(std::move(id));
  attempt.person = base::PersonId(std::move(person));
  attempt.opened.content_hash = std::move(hash);
  attempt.opened_at = when(opened);
  attempt.last_at = when(last);
  attempt.completed = completed;
  return attempt;
}

const Withdrawal kWithdrawn{"u", "en", "h1", when(10), "The dose was ten times too high: it is 2.5 mg."};

TEST(Recall, WhoSawIt) {
  std::vector<record::Attempt> attempts = {seen("x3", "p2", "h1", 4, 11, false), seen("x1", "p1", "h1", 1, 2, true),
                                           seen("x2", "p1", "h1", 3, 3, false), seen("x4", "p3", "h2", 1, 20, true)};
  for (int turn = 0; turn < 24; ++turn) {
    const auto who = who_saw(attempts, kWithdrawn);
    ASSERT_EQ(who.size(), 2u);
    EXPECT_EQ(who[0].person.str(), "p1");
    EXPECT_EQ(who[0].attempts, (std::vector{base::AttemptId("x1"), base::AttemptId("x2")}));
    EXPECT_EQ(who[0].first_at, when(1));
    EXPECT_EQ(who[0].last_at, when(3));
    EXPECT_TRUE(who[0].completed);
    EXPECT_FALSE(who[0].after_withdrawal);
    EXPECT_EQ(who[1].person.str(), "p2");
    EXPECT_FALSE(who[1].completed);
    EXPECT_TRUE(who[1].after_withdrawal);
    std::ranges::next_permutation(attempts, {}, [](const record::Attempt& a) { return a.id; });
  }
  EXPECT_TRUE(who_saw({}, kWithdrawn).empty());
}

TEST(Recall, StopsAtOnce) {
  EXPECT_FALSE(may_go_on("h1", {kWithdrawn}));
  EXPECT_TRUE(may_go_on("h2", {kWithdrawn}));
  EXPECT_TRUE(may_go_on("h1", {}));
}

TEST(Recall, CorrectionsDue) {
  const std::vector<record::Attempt> own = {seen("x2", "p", "h1", 3, 3, false), seen("x1", "p", "h1", 1, 2, true),
                                            seen("x5", "p", "h5", 2, 2, true)};
  const Withdrawal other{"v", "en", "h5", when(12), "Withdrawn."}, unseen{"w", "en", "h7", when(12), "Withdrawn."};
  const auto due = corrections_due(own, {kWithdrawn, unseen, other}, {{"u", "es", "h9"}, {"u", "en", "h2"}}, {});
  ASSERT_EQ(due.size(), 2u);
  EXPECT_EQ(due[0].content_hash, "h5");
  EXPECT_EQ(due[0].replacement, "");
  EXPECT_EQ(due[1], (Correction{"h1", "u", "en", kWithdrawn.correction, when(1), when(10), "h2", false}));
  EXPECT_EQ(corrections_due(own, {other, kWithdrawn}, {{"u", "en", "h2"}}, {}), due);
  // Told once.
  EXPECT_EQ(corrections_due(own, {kWithdrawn, other}, {}, {"h5"}).size(), 1u);
  EXPECT_TRUE(corrections_due(own, {kWithdrawn, other}, {}, {"h5", "h1"}).empty());
  EXPECT_TRUE(corrections_due({}, {kWithdrawn}, {}, {}).empty());
  // The replacement was opened, then withdrawn too.
  auto both = own;
  both.push_back(seen("x6", "p", "h2", 11, 11, true));
  EXPECT_TRUE(corrections_due(both, {kWithdrawn}, {{"u", "en", "h2"}}, {}).at(0).seen_replacement);
  const Withdrawal second{"u", "en", "h2", when(13), "Again."};
  const auto twice = corrections_due(both, {kWithdrawn, second}, {{"u", "en", "h2"}}, {});
  ASSERT_EQ(twice.size(), 2u);
  EXPECT_EQ(twice[0].content_hash, "h2");
  EXPECT_EQ(twice[1].replacement, "");
  // One hash withdrawn twice: the first time counts, the latest text is shown.
  Withdrawal again = kWithdrawn;
  again.at = when(11);
  again.correction = "It is 2 mg.";
  const auto once = corrections_due(own, {again, kWithdrawn}, {}, {});
  ASSERT_EQ(once.size(), 1u);
  EXPECT_EQ(once[0].withdrawn_at, when(10));
  EXPECT_EQ(once[0].text, "It is 2 mg.");
}

TEST(ReviewBy, EndsCreditNotReading) {
  const std::tuple<const char*, const char*, MayStart> cases[] = {
      {"", "2026-11-25", MayStart::yes},
      {"2026-11-26", "2026-11-25", MayStart::yes},
      {"2026-11-25", "2026-11-25", MayStart::yes},
      {"2026-11-24", "2026-11-25", MayStart::without_credit},
      {"2025-12-31", "2026-01-01", MayStart::without_credit},
      {"2026-02-30", "2026-01-01", MayStart::without_credit},
      {"soon", "2026-01-01", MayStart::without_credit},
  };
  for (const auto& [review_by, today, expected] : cases)
    EXPECT_EQ(may_start(review_by, *base::parse_date(today)), expected) << review_by;
}

}  // namespace
}  // namespace preceptor::onward
