// The queue's one step: order, times, crashes, columns, progress.
#include "tests/unit/app/sending.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using base::Json;
using base::Milliseconds;
using ports::GradeState;

TEST_F(Sender, AFinishedUnitIsFullyGradedOneOfOneAtTheTimeItWasEarned) {
  offer(1, 1);
  const auto earned = clock.now();
  clock.pass(Milliseconds(90000));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(platform.urls.at(0), "https://lms.example/1/lineitem/scores?type_id=1");
  const Json& score = platform.scores.at(0);
  EXPECT_EQ(score["userId"], "4");
  EXPECT_EQ(score["scoreGiven"], 1);
  EXPECT_EQ(score["scoreMaximum"], 1);
  EXPECT_EQ(score["activityProgress"], "Completed");
  EXPECT_EQ(score["gradingProgress"], "FullyGraded");
  EXPECT_EQ(time_of(0), earned);
  EXPECT_EQ(row().state, GradeState::sent);
  EXPECT_EQ(run(), 0) << "once";
}

TEST_F(Sender, ImprovementsOfOneMomentAreSentAsOneAndTimesGrowByTheStep) {
  offer(1, 4);
  offer(2, 4);
  offer(3, 4);
  run();
  ASSERT_EQ(platform.scores.size(), 1u);
  EXPECT_EQ(platform.scores[0]["scoreGiven"], 3);
  offer(4, 4);   // the clock stands still
  run();
  EXPECT_EQ(platform.scores.size(), 1u) << "never ahead of the clock";
  EXPECT_EQ(row().state, GradeState::waiting);
  clock.pass(Milliseconds(999));
  run();
  EXPECT_EQ(platform.scores.size(), 1u);
  clock.pass(Milliseconds(1));
  run();
  ASSERT_EQ(platform.scores.size(), 2u);
  EXPECT_EQ(time_of(1), time_of(0) + Milliseconds(1000)) << "Moodle compares whole seconds";
}

TEST_F(Sender, AClockThatJumpsBackIsWaitedFor) {
  offer(1, 2);
  run();
  clock.pass(-Milliseconds(60 * 60 * 1000));
  offer(2, 2);
  run();
  EXPECT_EQ(platform.scores.size(), 1u);
  EXPECT_NE(row().reason.find("clock"), std::string::npos);
  clock.pass(Milliseconds(60 * 60 * 1000 + 1000));
  run();
  ASSERT_EQ(platform.scores.size(), 2u);
  EXPECT_GT(time_of(1), time_of(0));
}

TEST_F(Sender, ALowerGradeIsNeverSentAfterAHigher) {
  offer(3, 4);
  run();
  clock.pass(Milliseconds(5000));
  offer(1, 4);
  offer(1, 2);
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(platform.scores.size(), 1u);
}

TEST_F(Sender, ABetterGradeEarnedDuringASendingFollowsIt) {
  offer(1, 4);
  platform.during = [&] {
    platform.during = {};
    clock.pass(Milliseconds(2000));
    offer(4, 4);
  };
  run();
  ASSERT_EQ(platform.scores.size(), 2u);
  EXPECT_EQ(platform.scores[1]["scoreGiven"], 4);
  EXPECT_EQ(row().state, GradeState::sent);
}

TEST_F(Sender, AfterACrashItGoesAgainWithALaterTime) {
  offer(1, 1);
  const auto taken = **grades.next_grade(clock.now(), {});
  ASSERT_TRUE(grades.begin_grade(lease, taken, link.lineitem, clock.now(), clock.now() + Milliseconds(60000)));   // and then nobody settles
  EXPECT_EQ(run(), 0);
  clock.pass(Milliseconds(60000));
  run();
  ASSERT_EQ(platform.scores.size(), 1u);
  EXPECT_EQ(time_of(0), taken.offer.at + Milliseconds(1000));
}

TEST_F(Sender, WithoutATokenEverythingWaitsAndSaysWhy) {
  offer(1, 1);
  offer(1, 1, true, "5");
  platform.answers = {base::fail(Code::token_refused, "invalid_scope")};
  EXPECT_EQ(run(), 1);
  EXPECT_NE(row().reason.find("invalid_scope"), std::string::npos);
  EXPECT_FALSE(row().fix.empty());
  EXPECT_FALSE(row().reached);
}

TEST_F(Sender, ALinkWithoutAColumnHoldsItsGradesUntilItHasOne) {
  link.lineitem.clear();
  tell(link);
  offer(1, 1);
  run();
  EXPECT_EQ(row().state, GradeState::held);
  EXPECT_TRUE(platform.scores.empty()) << "no column is made behind an instructor's back";
  platform.items = R"([{"id":"https://lms.example/7/lineitem?type_id=1","resourceLinkId":"11","scoreMaximum":1,"label":"x"}])";
  clock.pass(Milliseconds(1000));
  auto renamed = link;
  renamed.link_title = "new";
  tell(renamed);
  run();
  EXPECT_EQ(platform.urls.at(0), "https://lms.example/7/lineitem/scores?type_id=1");
  const int searched = platform.searches;
  clock.pass(Milliseconds(2000));
  offer(1, 1, true, "5");
  run();
  EXPECT_EQ(platform.searches, searched) << "found once for a while";
}

TEST_F(Sender, AColumnThatIsGoneIsLookedForOnce) {
  offer(1, 1);
  platform.answers = {status(404, "[]")};
  platform.items = R"([{"id":"https://lms.example/8/lineitem?type_id=1","resourceLinkId":"11","scoreMaximum":1,"label":"x"}])";
  clock.pass(Milliseconds(3000));
  run();
  ASSERT_EQ(platform.urls.size(), 2u);
  EXPECT_EQ(platform.urls[1], "https://lms.example/8/lineitem/scores?type_id=1");
  EXPECT_EQ(row().state, GradeState::sent);
}

TEST_F(Sender, NothingGoesToAConnectionThatIsSwitchedOff) {
  registrations.registrations[0].enabled = false;
  offer(1, 1);
  EXPECT_EQ(run(), 1);
  EXPECT_TRUE(platform.scores.empty());
  EXPECT_NE(row().reason.find("switched off"), std::string::npos);
  registrations.registrations[0].enabled = true;
  clock.pass(Milliseconds(2 * 60 * 60 * 1000));
  run();
  EXPECT_EQ(row().state, GradeState::sent);
}

TEST_F(Sender, ProgressGoesOnlyWhereItTakesNothingAway) {
  offer(0, 1, false);
  run();
  EXPECT_TRUE(platform.scores.empty()) << "Moodle would clear the grade";
  use_lms("canvas");
  offer(0, 1, false, "5");
  run();
  ASSERT_EQ(platform.scores.size(), 1u);
  EXPECT_EQ(platform.scores[0]["activityProgress"], "InProgress");
  EXPECT_FALSE(platform.scores[0].contains("scoreGiven"));
  clock.pass(Milliseconds(1000));
  offer(1, 1, true, "5");
  run();
  EXPECT_EQ(platform.scores.size(), 2u);
  EXPECT_EQ(row("5").sent_max, 1);
}

TEST_F(Sender, TwoLinksOnOneColumnNeverLowerEachOther) {
  offer(3, 4);
  run();
  auto second = link;
  second.resource_link_id = "12";
  tell(second);
  ports::UnitOfWork work;
  auto lower = row().offer;
  lower.resource_link_id = "12";
  lower.given = 1;
  lower.at = clock.now();
  work.grades = {lower};
  grades.write(work);
  clock.pass(Milliseconds(5000));
  run();
  EXPECT_EQ(platform.scores.size(), 1u);
  work.grades[0].given = 4;
  grades.write(work);
  run();
  ASSERT_EQ(platform.scores.size(), 2u);
  EXPECT_GT(time_of(1), time_of(0));
}

TEST(BackOff, GrowsToAnHourAndIsNeverNothing) {
  EXPECT_EQ(back_off(1, 0.5), Milliseconds(5000));
  EXPECT_EQ(back_off(2, 0.5), Milliseconds(10000));
  EXPECT_EQ(back_off(1000, 0.5), Milliseconds(60 * 60 * 1000));
  EXPECT_EQ(back_off(1, 0), Milliseconds(4000));
  EXPECT_EQ(back_off(1, 1), Milliseconds(6000));
}

}  // namespace
}  // namespace preceptor::app
