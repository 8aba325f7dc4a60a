// The queue's one step, over the store in memory and a platform that answers from a script: order, times, crashes, refusals.
#include "plugin/app/grade_sender.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"
#include "lti/services/link_services.hpp"
#include "tests/fakes/memory_stores.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using base::Json;
using base::Milliseconds;
using ports::GradeState;

class Platform : public lti::ServiceClient {
 public:
  lti::CallResult call(const lti::Registration&, const std::string&, const lti::ServiceCall& call) override {
    if (call.url.find("/results") != std::string::npos) {
      asked_results = call.url;
      return results;
    }
    if (call.method == "GET") {
      ++searches;
      return ports::OutboundResponse{200, {}, call.url.find("resource_link_id") != std::string::npos ? items : "[]"};
    }
    urls.push_back(call.url);
    scores.push_back(*base::parse_json(call.body));
    if (during) during();
    if (answers.empty()) return ports::OutboundResponse{200, {}, ""};
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::deque<lti::CallResult> answers;
  std::function<void()> during;
  lti::CallResult results = ports::OutboundResponse{200, {}, "[]"};
  std::string items = "[]", asked_results;
  std::vector<std::string> urls;
  std::vector<Json> scores;
  int searches = 0;
};

ports::OutboundResponse status(int code, std::string body = "") { return {code, {}, std::move(body)}; }

// The score went out and nothing came back.
lti::CallResult lost(Code code) { return tl::unexpected(lti::CallFailure({code, {}, {}, {}}, true)); }

class Sender : public testing::Test {
 protected:
  Sender() {
    profiles.add(std::make_unique<moodle::MoodleProfile>());
    profiles.add(std::make_unique<canvas::CanvasProfile>());
    use_lms("moodle");
    link.registration = base::RegistrationId("r1");
    link.deployment_id = "1";
    link.context_id = "2";
    link.resource_link_id = "11";
    link.unit_id = "unit-a";
    link.lineitem = "https://lms.example/1/lineitem?type_id=1";
    link.lineitems = "https://lms.example/lineitems?type_id=1";
    link.scopes = {std::string(lti::kScopeScore), std::string(lti::kScopeLineItem)};
    tell(link);
  }
  void use_lms(const std::string& lms) {
    lti::Registration one;
    one.id = base::RegistrationId("r1");
    one.lms = lms;
    registrations.registrations = {one};
  }
  void tell(const ports::LinkFacts& facts) {
    ports::UnitOfWork work;
    work.link = facts;
    grades.write(work);
  }
  void offer(int given, int max, bool graded = true, const std::string& subject = "4") {
    ports::UnitOfWork work;
    ports::GradeOffer one;
    one.registration = link.registration;
    one.deployment_id = "1";
    one.context_id = "2";
    one.resource_link_id = "11";
    one.subject = subject;
    one.given = given;
    one.max = max;
    one.graded = graded;
    one.at = clock.now();
    work.grades = {one};
    grades.write(work);
  }
  // What is due now, one after the other; how many were taken up.
  int run(int most = 50) {
    int count = 0;
    for (; count < most; ++count) {
      const auto row = *grades.next_grade(clock.now(), {});
      if (!row) break;
      const auto done = sender.send(lease, *row);
      EXPECT_TRUE(done) << base::describe(done.error());
    }
    EXPECT_LT(count, most) << "it turns in a circle";
    return count;
  }
  ports::GradeRow row(const std::string& subject = "4") { return (*grades.load_grade({key_of(link), subject})).value(); }
  base::Instant time_of(std::size_t score) { return *base::parse_rfc3339(platform.scores.at(score)["timestamp"].get<std::string>()); }

  fakes::StillClock clock;
  fakes::MemoryLog log;
  fakes::MemoryGrades grades;
  fakes::MemoryRegistrations registrations;
  Platform platform;
  lti::LmsProfiles profiles;
  ports::LinkFacts link;
  ports::Lease lease{"grades", "node", 1};
  GradeSender sender{grades, registrations, platform, profiles, clock, log};
};

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

TEST_F(Sender, ANewerGradeOfTheTeacherEndsIt) {
  offer(1, 1);
  platform.answers = {status(409, "[]")};
  run();
  EXPECT_EQ(row().state, GradeState::superseded);
  clock.pass(Milliseconds(24 * 60 * 60 * 1000));
  EXPECT_EQ(run(), 0);
}

TEST_F(Sender, AfterAConflictItIsReadWhatTheLmsHolds) {
  struct Case { const char* what; lti::CallResult results; GradeState state; const char* reason; };
  const auto holds = [](const std::string& members) { return ports::OutboundResponse{200, {}, R"([{"userId":"4")" + members + "}]"}; };
  const Case cases[] = {{"this very grade", holds(R"(,"resultScore":66.66667,"resultMaximum":100)"), GradeState::sent, ""},
                        {"a teacher's", holds(R"(,"resultScore":40,"resultMaximum":100)"), GradeState::superseded, "it holds 40.0 of 100.0"},
                        {"one that was taken away", holds(""), GradeState::superseded, "it holds no score now"},
                        {"nobody knows", status(500), GradeState::superseded, "could not be read"}};
  link.scopes.emplace_back(lti::kScopeResult);
  int number = 20;
  for (const auto& one : cases) {
    link.resource_link_id = std::to_string(++number);
    link.lineitem = "https://lms.example/" + link.resource_link_id + "/lineitem?type_id=1";
    tell(link);
    ports::UnitOfWork work;
    ports::GradeOffer offered{link.registration};
    offered.deployment_id = "1";
    offered.context_id = "2";
    offered.resource_link_id = link.resource_link_id;
    offered.subject = "4";
    offered.given = 2;
    offered.max = 3;
    offered.graded = true;
    offered.at = clock.now();
    work.grades = {offered};
    grades.write(work);
    platform.answers = {status(409, "[]")};
    platform.results = one.results;
    run();
    EXPECT_EQ(platform.asked_results, "https://lms.example/" + link.resource_link_id + "/lineitem/results?type_id=1&user_id=4");
    EXPECT_EQ(row().state, one.state) << one.what << ": " << row().reason;
    EXPECT_NE(row().reason.find(one.reason), std::string::npos) << one.what << ": " << row().reason;
    EXPECT_EQ(row().reached, one.state == GradeState::sent) << one.what;
  }
}

TEST_F(Sender, ServersInTroubleAreLeftAloneLongerAndLongerAndAllTheirGradesWait) {
  offer(1, 1);
  offer(1, 1, true, "5");
  platform.answers = {status(503), status(503), status(503)};
  EXPECT_EQ(run(), 1) << "the other one is not tried meanwhile";
  const auto first = row().next_at - clock.now();
  EXPECT_GE(first, Milliseconds(4000));
  EXPECT_LE(first, Milliseconds(6000));
  clock.pass(Milliseconds(6001));
  EXPECT_EQ(run(), 1);
  clock.pass(Milliseconds(12001));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(row().state, GradeState::waiting);
  EXPECT_EQ(row("5").state, GradeState::waiting);
  clock.pass(Milliseconds(24001));
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(row().state, GradeState::sent);
  EXPECT_EQ(row("5").state, GradeState::sent);
  for (std::size_t i = 1; i < platform.scores.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (platform.scores[i]["userId"] == platform.scores[j]["userId"]) {
        EXPECT_GT(time_of(i), time_of(j)) << "a 503 may have been heard";
      }
}

TEST_F(Sender, ARateLimitIsObeyed) {
  use_lms("canvas");
  offer(1, 1);
  platform.answers = {status(403, "403 Forbidden (Rate Limit Exceeded)")};
  run();
  EXPECT_GE(row().next_at - clock.now(), Milliseconds(60000));
  EXPECT_FALSE(row().reached) << "it was not looked at";
}

TEST_F(Sender, ALostAnswerMayHaveArrived) {
  use_lms("canvas");
  sender.on_review_url([](const ports::GradeRow&) { return "https://cme.example/r/1"; });
  const auto extension = [&](std::size_t i) { return platform.scores.at(i)["https://canvas.instructure.com/lti/submission"]; };
  offer(1, 2);
  platform.answers = {base::fail(Code::outbound_connect), lost(Code::outbound_timeout)};
  run();
  clock.pass(Milliseconds(10000));
  run();
  clock.pass(Milliseconds(20000));
  run();
  ASSERT_EQ(platform.scores.size(), 3u);
  EXPECT_EQ(extension(1)["new_submission"], true) << "the first was never connected";
  EXPECT_EQ(extension(2)["new_submission"], false) << "an attempt may have been used up";
  clock.pass(Milliseconds(5000));
  offer(2, 2);
  run();
  EXPECT_EQ(extension(3)["new_submission"], false) << "an improvement is no attempt";
}

TEST_F(Sender, WhatNeverWentOutLeavesTheFirstSubmissionToTheNextTry) {
  struct Case { const char* what; lti::CallResult answer; bool first; };
  const Case cases[] = {{"other calls kept the platform busy", base::fail(Code::outbound_timeout, "other calls are under way"), true},
                        {"the token request took too long", base::fail(Code::outbound_timeout), true},
                        {"the token request was cut off", base::fail(Code::outbound_reset), true},
                        {"the score was cut off", lost(Code::outbound_reset), false}};
  use_lms("canvas");
  sender.on_review_url([](const ports::GradeRow&) { return "https://cme.example/r/1"; });
  int learner = 100;
  for (const auto& one : cases) {
    platform.scores.clear();
    const std::string subject = std::to_string(++learner);
    offer(1, 1, true, subject);
    platform.answers = {one.answer};
    run();
    EXPECT_EQ(row(subject).state, GradeState::waiting) << one.what;
    EXPECT_EQ(row(subject).reached, !one.first) << one.what;
    clock.pass(Milliseconds(60 * 60 * 1000));
    run();
    ASSERT_EQ(platform.scores.size(), 2u) << one.what;
    const Json& again = platform.scores[1]["https://canvas.instructure.com/lti/submission"];
    EXPECT_EQ(again["new_submission"], one.first) << one.what;
    EXPECT_EQ(again.contains("submission_data"), one.first) << one.what;
  }
}

TEST_F(Sender, WithoutAttemptsLeftItGoesAsNoSubmissionAndThenGivesUp) {
  use_lms("canvas");
  sender.on_review_url([](const ports::GradeRow&) { return "https://cme.example/r/1"; });
  const std::string none_left = R"({"errors":{"message":"The maximum number of allowed attempts has been reached for this submission"}})";
  offer(1, 1);
  clock.pass(Milliseconds(1000));
  platform.answers = {status(422, none_left), status(422, none_left)};
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(platform.scores.at(1)["https://canvas.instructure.com/lti/submission"]["new_submission"], false);
  EXPECT_EQ(row().state, GradeState::refused);
}

TEST_F(Sender, WhatIsRefusedIsKeptWithReasonAndFix) {
  offer(1, 1);
  platform.answers = {status(400, "[]")};
  run();
  EXPECT_EQ(row().state, GradeState::refused);
  EXPECT_EQ(row().status, 400);
  EXPECT_NE(row().fix.find("Participants"), std::string::npos);
  clock.pass(Milliseconds(24 * 60 * 60 * 1000));
  EXPECT_EQ(run(), 0);
  ASSERT_EQ(*grades.retry_grades(link.registration, key_of(link), clock.now()), 1);
  run();
  EXPECT_EQ(row().state, GradeState::sent);
  for (const auto& line : log.lines) EXPECT_EQ(line.find("user"), std::string::npos) << line;
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
