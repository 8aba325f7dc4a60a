// The product on an LMS with a character, configured by hand: what a learner does arrives as statements and as a grade, in each LMS's own way.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Stage;

class Character : public testing::TestWithParam<const char*> {};

// The grades of the LMS once there are `count`, or what there is after ten seconds.
Json grades(Stage& stage, std::size_t count) {
  Json found;
  for (int tries = 0; tries < 100; ++tries) {
    found = Json::parse(stage.lms_state())["grades"];
    if (found.size() >= count) return found;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return found;
}

TEST_P(Character, ALearnersUnitBecomesStatementsAndOneGrade) {
  Stage stage(PRECEPTOR_BUILD_DIR, {}, {GetParam(), true});
  Browser browser;
  const auto receipt = finish(browser, browser.open(stage.lms(), "apixaban-dose"));
  ASSERT_TRUE(receipt.is_receipt()) << receipt.body << stage.tool_log();
  EXPECT_GE(stage.await_statements(3, std::chrono::seconds(10)), 3u);
  const Json arrived = grades(stage, 1);
  ASSERT_EQ(arrived.size(), 1u) << stage.tool_log();
  EXPECT_TRUE(arrived[0]["scored"].get<bool>());
  EXPECT_EQ(arrived[0]["given"], 1) << "completion, not a percentage";
  EXPECT_EQ(arrived[0]["activity"], "Completed");
}

TEST_P(Character, NobodyElseEarnsAGrade) {
  Stage stage(PRECEPTOR_BUILD_DIR, {}, {GetParam(), true});
  std::vector<std::string> people{"instructor-1", "admin-1"};
  if (std::string(GetParam()) == "canvas") people.insert(people.end(), {"test-1", "observer-1"});
  else people.emplace_back("assistant-1");
  for (const auto& person : people) {
    Browser browser;
    const auto page = browser.open(stage.lms(), "five-moments", person);
    EXPECT_LT(page.status, 500) << person;
    if (page.status == 200) finish(browser, page);
  }
  Browser learner;
  ASSERT_TRUE(finish(learner, learner.open(stage.lms(), "five-moments", "learner-2")).is_receipt());
  ASSERT_EQ(grades(stage, 1).size(), 1u);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(grades(stage, 1).size(), 1u) << "only the learner's";
}

INSTANTIATE_TEST_SUITE_P(Lms, Character, testing::Values("moodle", "canvas"), [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace preceptor::flow
