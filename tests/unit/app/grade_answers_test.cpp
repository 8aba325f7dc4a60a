// What each answer of the platform to a score leads to.
#include "tests/unit/app/sending.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using base::Json;
using base::Milliseconds;
using ports::GradeState;

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

}  // namespace
}  // namespace preceptor::app
