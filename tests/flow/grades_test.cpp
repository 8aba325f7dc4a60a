// From the receipt to the gradebook, on both characters of the demo LMS: taken, in trouble, refused, improved, and after a kill.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <thread>

#include "core/base/json.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/stage.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

constexpr const char* kProbe = R"({"match":"/no-such-service"})";   // never used up; its answer tells how many hooks wait

class Grades : public testing::TestWithParam<std::string> {
 protected:
  static fakes::Stage& stage() {
    static std::map<std::string, std::unique_ptr<fakes::Stage>> stages;
    auto& one = stages[GetParam()];
    if (!one) one = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR, std::vector<std::string>{}, fakes::StageLms{GetParam(), true});
    return *one;
  }
  Json state() { return *base::parse_json(stage().lms_state()); }
  int link(std::size_t n) { return state()["links"].at(n)["id"].get<int>(); }
  Page open(Browser& browser, std::size_t n, const std::string& who) {
    const Page clicked = browser.get(stage().lms() + "launch?link=" + std::to_string(link(n)) + "&as=" + who);
    return browser.launch(browser.authorize(browser.log_in(clicked)));
  }
  Page complete(std::size_t n, const std::string& who) {
    Browser browser;
    return finish(browser, open(browser, n, who));
  }
  // What `preceptor check` tells the operator, while the tool serves.
  std::string check() {
    const std::string said = stage().folder() + "/check.log";
    std::filesystem::remove(said);
    fakes::Process program;
    program.start({PRECEPTOR_BUILD_DIR "/preceptor", "check", "--config", stage().folder() + "/preceptor.json"}, said, false);
    for (int i = 0; i < 300 && program.running(); ++i) std::this_thread::sleep_for(milliseconds(100));
    program.stop();
    return fakes::read_file(said);
  }
  // The scored grade on the n-th link, waited for; null when none came.
  Json grade(std::size_t n, milliseconds patience = milliseconds(8000)) {
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
      const Json now = state();
      for (const auto& item : now["line_items"]) {
        if (item["link"] != now["links"].at(n)["id"]) continue;
        for (const auto& one : now["grades"])
          if (one["item"] == item["id"] && one["scored"] == true) return one;
      }
      std::this_thread::sleep_for(milliseconds(100));
    } while (std::chrono::steady_clock::now() < end);
    return Json();
  }
};
INSTANTIATE_TEST_SUITE_P(Characters, Grades, testing::Values("moodle", "canvas"), [](const auto& info) { return info.param; });

TEST_P(Grades, ACompletedUnitIsInTheGradebook) {
  ASSERT_TRUE(complete(0, "learner-1").is_receipt());
  const Json one = grade(0);
  ASSERT_TRUE(one.is_object()) << stage().lms_state() << stage().tool_log();
  EXPECT_EQ(one["given"], 1) << "one of one";
  EXPECT_EQ(one["grading"], "FullyGraded");
  EXPECT_EQ(one["activity"], "Completed");
}

TEST_P(Grades, TroubleIsWaitedOutAndAKillLosesNothing) {
  stage().next_service_answer(R"({"match":"/scores","method":"POST","times":1,"status":503,"body":"busy"})");
  ASSERT_TRUE(complete(1, "learner-1").is_receipt());
  std::this_thread::sleep_for(milliseconds(500));
  stage().kill_tool();
  stage().start_tool();
  const Json one = grade(1, milliseconds(30000));
  ASSERT_TRUE(one.is_object()) << stage().tool_log();
  EXPECT_EQ(one["given"], 1);
}

// A hook that changes nothing counts the score requests: it is used up by the first one. The learner at the end shows that it would have been.
TEST_P(Grades, NobodyWhoTeachesTriesOutOrActsAsAnotherGetsOne) {
  const auto before = stage().next_service_answer(R"({"match":"/scores","method":"POST"})");
  const auto people = GetParam() == "moodle" ? std::vector<std::string>{"instructor-1", "assistant-1", "admin-1"}
                                             : std::vector<std::string>{"instructor-1", "test-1", "observer-1", "admin-1", "learner-1&behind=admin-1"};
  for (const auto& who : people) {
    Browser browser;
    const Page first = open(browser, 2, who);
    ASSERT_NE(first.form(), nullptr) << who << first.body;
    EXPECT_NE(first.body.find("class=\"note caution\""), std::string::npos) << who << " is told that nothing counts";
    const Page last = finish(browser, first);
    EXPECT_EQ(last.status, 200) << who;
    EXPECT_EQ(last.form(), nullptr) << who << " did not get to the end";
  }
  std::this_thread::sleep_for(milliseconds(1500));
  EXPECT_EQ(stage().next_service_answer(kProbe), before + 1) << "a score was sent" << stage().tool_log();
  EXPECT_FALSE(grade(2, milliseconds(0)).is_object());
  ASSERT_TRUE(complete(2, "learner-1").is_receipt());
  ASSERT_TRUE(grade(2).is_object()) << stage().tool_log();
  EXPECT_EQ(stage().next_service_answer(kProbe), before + 1) << "one more probe, one counting hook less";
}

// A copied course brings its links and columns under new ids: the grade goes to the column that came along, and no other is made.
TEST_P(Grades, ACopiedCourseKeepsItsColumns) {
  const Json before = state();
  Browser teacher;
  ASSERT_EQ(teacher.post(stage().lms() + "copy", {{"as", "instructor-1"}, {"course", before["courses"][0]["id"].dump()}}).status, 200);
  const Json copied = state();
  ASSERT_EQ(copied["courses"].size(), before["courses"].size() + 1);
  ASSERT_EQ(copied["links"].size(), before["links"].size() * 2);
  ASSERT_EQ(copied["line_items"].size(), before["line_items"].size() * 2);
  const std::size_t copy_of_first = before["links"].size();
  ASSERT_EQ(copied["links"][copy_of_first]["course"], copied["courses"].back()["id"]);
  ASSERT_TRUE(complete(copy_of_first, "learner-2").is_receipt());
  const Json one = grade(copy_of_first);
  ASSERT_TRUE(one.is_object()) << stage().tool_log();
  EXPECT_EQ(one["given"], 1);
  EXPECT_EQ(state()["line_items"].size(), copied["line_items"].size()) << "a column was made twice";
  EXPECT_EQ(state()["grades"].size(), copied["grades"].size() + 1) << "the original course's grades stay as they were";
}

// A teacher's slip: a column that counts to 0. The instructor's check says so, one click changes the column and leaves the rest of it alone, and the grade
// that was taken for nothing comes again.
TEST_P(Grades, AColumnThatCountsToNothingIsMendedByOneClick) {
  const Json before = state();
  const std::size_t n = 1;
  const auto column_of = [&] {
    const Json now = state();
    for (const auto& item : now["line_items"])
      if (item["link"] == now["links"].at(n)["id"]) return item;
    return Json();
  };
  const Json column = column_of();
  ASSERT_TRUE(column.is_object()) << stage().lms_state();
  Browser teacher;
  ASSERT_EQ(teacher.post(stage().lms() + "points", {{"as", "instructor-1"}, {"item", column["id"].dump()}, {"maximum", "0"}}).status, 200);
  ASSERT_TRUE(complete(n, "learner-2").is_receipt());
  std::set<std::string> others;
  for (const auto& one : before["grades"])
    if (one["item"] == column["id"]) others.insert(one["user"].get<std::string>());
  const auto given = [&] {
    const Json now = state();
    for (const auto& one : now["grades"])
      if (one["item"] == column["id"] && !others.contains(one["user"].get<std::string>()) && one.value("scored", false)) return one["given"].get<double>();
    return -1.0;
  };
  const auto becomes = [&](double value) {
    for (int i = 0; i < 150 && given() != value; ++i) std::this_thread::sleep_for(milliseconds(100));
    return given() == value;
  };
  ASSERT_TRUE(becomes(0)) << stage().lms_state() << stage().tool_log();

  const Page preview = open(teacher, n, "instructor-1");
  const std::string handle = fakes::between(preview.body, "href=\"/t/", "/link\"");
  ASSERT_FALSE(handle.empty()) << preview.body;
  const std::string beside = stage().tool() + "/t/" + handle + "/";
  Page checked = teacher.post(beside + "test", {});
  EXPECT_NE(checked.body.find("counts to 0"), std::string::npos) << checked.body;
  checked = teacher.post(beside + "mend", {});
  ASSERT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.body.find("counts to 0"), std::string::npos) << checked.body;
  Json mended = column_of();
  EXPECT_EQ(mended["maximum"], 1) << mended.dump();
  mended["maximum"] = column["maximum"];
  EXPECT_EQ(mended, column) << "the rest of the column is as it was";
  EXPECT_TRUE(becomes(1)) << "it was sent once more: " << stage().lms_state() << stage().tool_log();
}

// The pass mark is the LMS's own to set: the check's click ends on the page of the activity, or of the course's modules.
TEST_P(Grades, TheCheckOfALinkLeadsToThePageOfTheLms) {
  Browser teacher, learner;
  ASSERT_EQ(open(learner, 0, "learner-2").status, 200);
  const Page preview = open(teacher, 0, "instructor-1");
  const std::string handle = fakes::between(preview.body, "href=\"/t/", "/link\"");
  ASSERT_FALSE(handle.empty()) << preview.body;
  const Page check = teacher.get(stage().tool() + "/t/" + handle + "/link");
  const auto pass = check.body.find("Pass mark");
  ASSERT_NE(pass, std::string::npos) << check.body;
  const std::string address = fakes::decode_entities(fakes::between(check.body.substr(pass), "<p class=\"go\"><a class=\"button second\" href=\"", "\""));
  ASSERT_TRUE(address.starts_with(stage().lms())) << address << check.body;
  const Page there = teacher.get(address);
  EXPECT_EQ(there.status, 200) << address;
  EXPECT_NE(there.body.find("link=" + std::to_string(link(0))), std::string::npos) << there.body;
}

TEST_P(Grades, ARefusalIsToldWithItsFix) {
  const std::string body = GetParam() == "moodle" ? "[]" : R"({\"errors\":{\"type\":\"unprocessable_entity\",\"message\":\"User not found in course or is not a student\"}})";
  stage().next_service_answer(R"({"match":"/scores","method":"POST","times":5,"status":)" + std::string(GetParam() == "moodle" ? "400" : "422") + R"(,"body":")" + body + "\"}");
  ASSERT_TRUE(complete(2, "learner-2").is_receipt());
  std::string said;
  for (int i = 0; i < 20 && said.find(" refused, ") == std::string::npos; ++i) {
    std::this_thread::sleep_for(milliseconds(500));
    said = check();
  }
  const bool moodle = GetParam() == "moodle";
  EXPECT_NE(said.find("1 grade refused, the last because "), std::string::npos) << said << stage().tool_log();
  EXPECT_NE(said.find(moodle ? "only participants with a graded role (students) have a grade" : "Canvas takes grades of students of the course only"), std::string::npos) << said;
  EXPECT_NE(said.find(moodle ? "course > Participants > check that the person is enrolled as a student" : "People > check that the person is enrolled as a Student"),
            std::string::npos) << said;
  EXPECT_NE(stage().tool_log().find("grade.refused"), std::string::npos);
}

}  // namespace
}  // namespace preceptor::flow
