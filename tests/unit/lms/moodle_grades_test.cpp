// The answers are those of moodle.md section 7.4.
#include <gtest/gtest.h>

#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/json.hpp"

namespace preceptor::moodle {
namespace {

using What = lti::Verdict::What;

struct Case {
  const char* name;
  int status;
  std::string body;
  What what;
  const char* in_reason;
  bool whole_platform = false;
};

TEST(MoodleGrades, EachAnswerHasItsMeaning) {
  const Case cases[] = {
      {"taken", 200, "", What::done, ""},
      {"no content", 204, "", What::done, ""},
      {"not gradable", 400, "[]", What::never, "cannot grade this person"},
      {"no access", 401, "", What::never, "access"},
      {"another tool's", 403, "[]", What::never, "another tool"},
      {"column gone", 404, "[]", What::never, "gone"},
      {"an error page", 404, "<!DOCTYPE html><html>Argument #1 must be</html>", What::later, "error page"},
      {"newer there", 409, "[]", What::superseded, "newer"},
      {"too many", 429, "", What::later, "429", true},
      {"broken", 500, "<html>", What::later, "500", true},
      {"gateway", 502, "", What::later, "502", true},
      {"a redirect to its login", 303, "", What::never, "303"},
  };
  for (const Case& one : cases) {
    ports::OutboundResponse answer;
    answer.status = one.status;
    answer.body = one.body;
    const auto verdict = MoodleProfile().judge_score(answer);
    EXPECT_EQ(static_cast<int>(verdict.what), static_cast<int>(one.what)) << one.name;
    EXPECT_NE(verdict.reason.find(one.in_reason), std::string::npos) << one.name << ": " << verdict.reason;
    EXPECT_EQ(verdict.whole_platform, one.whole_platform) << one.name;
    if (verdict.what == What::never) {
      EXPECT_FALSE(verdict.fix.empty()) << one.name;
    }
  }
}

TEST(MoodleGrades, ScoresAreASecondApartAndHaveNothingAdded) {
  const MoodleProfile moodle;
  EXPECT_EQ(moodle.timestamp_step(), base::Milliseconds(1000));
  EXPECT_FALSE(moodle.takes_progress()) << "anything but FullyGraded erases the grade";
  base::Json score = {{"userId", "4"}};
  moodle.shape_score(score, {true, true, "https://cme.example/r/1"});
  EXPECT_EQ(score, (base::Json{{"userId", "4"}}));
}

}  // namespace
}  // namespace preceptor::moodle
