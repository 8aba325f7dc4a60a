// The answers are those of canvas.md section 7 and of its samples.
#include <gtest/gtest.h>

#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/json.hpp"

namespace preceptor::canvas {
namespace {

using base::Json;
using lti::Verdict;
using What = lti::Verdict::What;

ports::OutboundResponse answer(int status, std::string body) {
  ports::OutboundResponse made;
  made.status = status;
  made.body = std::move(body);
  return made;
}

std::string errors(const std::string& type, const std::string& message) { return Json{{"errors", {{"type", type}, {"message", message}}}}.dump(); }

struct Case {
  const char* name;
  int status;
  std::string body;
  What what;
  const char* in_reason;
  bool whole_platform = false, no_new_submission = false;
};

TEST(CanvasGrades, EachAnswerHasItsMeaning) {
  const Case cases[] = {
      {"taken", 200, R"({"resultUrl":"https://c.example/results/1"})", What::done, ""},
      {"older", 400, errors("bad_request", "Provided timestamp of 2026-11-22T11:00:00Z before last updated timestamp of 2026-11-22T12:00:00.123Z"), What::superseded, "newer"},
      {"our clock", 400, errors("bad_request", "Provided submitted_at timestamp of 2026-11-23T00:00:00Z in the future"), What::never, "future"},
      {"another 400", 400, errors("bad_request", "Something else"), What::never, "Something else"},
      {"token", 401, errors("unauthorized", "Access token expired"), What::later, "token"},
      {"key off", 401, errors("unauthorized", "Invalid Developer Key"), What::never, "developer key"},
      {"tool gone", 401, errors("unauthorized", "Access Token not linked to a Tool associated with this Context"), What::never, "no longer installed"},
      {"aud", 401, errors("unauthorized", "Invalid access token field/s: the 'aud' is invalid"), What::never, "another address"},
      {"throttled as text", 403, "403 Forbidden (Rate Limit Exceeded)", What::later, "slowly", true},
      {"throttled as 429", 429, "", What::later, "429", true},
      {"forbidden", 403, errors("unauthorized", "user not authorized"), What::never, "does not allow"},
      {"gone, list of errors", 404, R"({"errors":[{"message":"The specified resource does not exist."}]})", What::never, "gone"},
      {"gone, empty", 404, "", What::never, "gone"},
      {"another tool's", 412, errors("precondition_failed", "Tool does not have permission to view line_item"), What::never, "another tool"},
      {"teacher", 422, errors("unprocessable_entity", "User not found in course or is not a student"), What::never, "students"},
      {"concluded", 422, errors("unprocessable_entity", "This course has concluded. AGS requests will no longer be accepted for this course."), What::never, "concluded"},
      {"attempts", 422, errors("unprocessable_entity", "The maximum number of allowed attempts has been reached for this submission"), What::later, "attempts", false, true},
      {"our mistake", 422, errors("unprocessable_entity", "ScoreMaximum not supplied when ScoreGiven present."), What::never, "ScoreMaximum"},
      {"unpublished", 422, R"({"errors":[{"field":"grade","message":"cannot be changed at this time: This assignment is still unpublished","error_code":null}]})", What::later, "published"},
      {"down", 502, "<html>Bad gateway</html>", What::later, "502", true},
      {"page", 400, "<html>what</html>", What::never, "400"},
  };
  for (const Case& one : cases) {
    const Verdict verdict = CanvasProfile().judge_score(answer(one.status, one.body));
    EXPECT_EQ(static_cast<int>(verdict.what), static_cast<int>(one.what)) << one.name;
    EXPECT_NE(verdict.reason.find(one.in_reason), std::string::npos) << one.name << ": " << verdict.reason;
    EXPECT_EQ(verdict.whole_platform, one.whole_platform) << one.name;
    EXPECT_EQ(verdict.no_new_submission, one.no_new_submission) << one.name;
    if (verdict.what == What::never && one.status != 400 && one.name != std::string("our mistake")) {
      EXPECT_FALSE(verdict.fix.empty()) << one.name;
    }
  }
}

TEST(CanvasGrades, WaitsAsLongAsItIsTold) {
  auto throttled = answer(403, "403 Forbidden (Rate Limit Exceeded)");
  EXPECT_EQ(CanvasProfile().judge_score(throttled).wait, base::Milliseconds(60000));
  throttled.headers = {{"retry-after", "7"}};
  EXPECT_EQ(CanvasProfile().judge_score(throttled).wait, base::Milliseconds(7000));
  throttled.headers = {{"Retry-After", "Wed, 25 Nov 2026 17:00:00 GMT"}};
  EXPECT_EQ(CanvasProfile().judge_score(throttled).wait, base::Milliseconds(60000));
  throttled.headers = {{"Retry-After", "999999"}};
  EXPECT_EQ(CanvasProfile().judge_score(throttled).wait, base::Milliseconds(60 * 60 * 1000)) << "nobody shuts us out for days";
}

Json shaped(const lti::ScoreFacts& facts) {
  Json score = {{"timestamp", "2026-11-22T12:09:41.007Z"}};
  CanvasProfile().shape_score(score, facts);
  return score;
}

TEST(CanvasGrades, OnlyTheFirstGradeIsASubmission) {
  const Json first = shaped({true, true, "https://cme.example/r/1"});
  const Json& extension = first["https://canvas.instructure.com/lti/submission"];
  EXPECT_EQ(extension["new_submission"], true);
  EXPECT_EQ(extension["submission_type"], "basic_lti_launch");
  EXPECT_EQ(extension["submission_data"], "https://cme.example/r/1");
  EXPECT_EQ(extension["prioritize_non_tool_grade"], true) << "what a teacher entered stays";
  EXPECT_EQ(first["submission"]["submittedAt"], first["timestamp"]);
  const Json again = shaped({false, true, "https://cme.example/r/1"})["https://canvas.instructure.com/lti/submission"];
  EXPECT_EQ(again["new_submission"], false);
  EXPECT_FALSE(again.contains("submission_data"));
  EXPECT_EQ(shaped({true, true, ""})["https://canvas.instructure.com/lti/submission"]["new_submission"], false) << "nothing to show";
}

TEST(CanvasGrades, ProgressTakesNoGradeAwayAndIsNoAttempt) {
  const Json progress = shaped({true, false, ""})["https://canvas.instructure.com/lti/submission"];
  EXPECT_EQ(progress["preserve_score"], true);
  EXPECT_EQ(progress["new_submission"], false);
  EXPECT_EQ(progress["submission_type"], "none");
  EXPECT_TRUE(CanvasProfile().takes_progress());
}

lti::Launch launch_with(std::map<std::string, std::string> custom) {
  lti::Launch launch;
  launch.custom = std::move(custom);
  launch.context = lti::Context{"course-1", "", "", {}};
  launch.resource_link.id = "link-1";
  launch.grades = lti::GradeService{{"score"}, "https://c.example/items", ""};
  CanvasProfile().refine(launch);
  return launch;
}

TEST(CanvasLaunches, StudentViewAndMasqueradingAreSeen) {
  EXPECT_TRUE(launch_with({{"student_view", "true"}}).roles.test_user);
  EXPECT_FALSE(launch_with({{"student_view", "false"}}).roles.test_user);
  EXPECT_FALSE(launch_with({}).roles.test_user);
  EXPECT_TRUE(launch_with({{"masquerading_user", "17"}}).masquerading);
  EXPECT_TRUE(launch_with({{"masquerading_user", "17"}, {"canvas_user_id", "18"}}).masquerading);
  EXPECT_FALSE(launch_with({{"masquerading_user", "18"}, {"canvas_user_id", "18"}}).masquerading);
  EXPECT_FALSE(launch_with({{"masquerading_user", ""}}).masquerading);
  EXPECT_FALSE(launch_with({}).masquerading);
}

TEST(CanvasLaunches, NavigationIsNoStableLink) {
  EXPECT_TRUE(launch_with({}).grades);
  lti::Launch launch;
  launch.context = lti::Context{"course-1", "", "", {}};
  launch.resource_link.id = "course-1";
  launch.grades = lti::GradeService{{"score"}, "https://c.example/items", ""};
  CanvasProfile().refine(launch);
  EXPECT_FALSE(launch.grades);
}

}  // namespace
}  // namespace preceptor::canvas
