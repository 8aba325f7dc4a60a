// What an LMS's way of launching could upset, on both characters of the demo LMS: coming back, sending twice, reloading, another browser.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using std::chrono::milliseconds;

class OnBoth : public testing::TestWithParam<std::string> {
 protected:
  static fakes::Stage& stage() {
    static std::map<std::string, std::unique_ptr<fakes::Stage>> stages;
    auto& one = stages[GetParam()];
    if (!one) one = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR, std::vector<std::string>{}, fakes::StageLms{GetParam(), true});
    return *one;
  }
  // Every test has its own learner (the sub the platform names), so that attempts do not meet.
  fakes::Page authorized(fakes::Browser& browser, const std::string& sub) {
    return browser.authorize(browser.log_in(browser.get(stage().lms() + "launch?link=apixaban-dose&as=learner-1&sub=" + sub)));
  }
  fakes::Page open(fakes::Browser& browser, const std::string& sub) { return browser.launch(authorized(browser, sub)); }
  // The actor's statements, once the last one is `verb`.
  std::vector<Said> await_verb(const std::string& sub, const std::string& verb) {
    std::vector<Said> said;
    for (int tries = 0; tries < 300; ++tries) {
      said = of_actor(read_statements(stage().statements()), sub);
      if (!said.empty() && said.back().verb == verb) break;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return said;
  }
  static long count(const std::vector<Said>& said, const std::string& verb) {
    return std::count_if(said.begin(), said.end(), [&](const Said& one) { return one.verb == verb; });
  }
  static std::set<std::string> questions_of(const fakes::Page& page) {
    std::set<std::string> names;
    for (const auto& control : page.form()->controls)
      if (control.name.starts_with("q.")) names.insert(control.name);
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Characters, OnBoth, testing::Values("moodle", "canvas"), [](const auto& info) { return info.param; });

TEST_P(OnBoth, ARelaunchResumesAtTheFirstUnansweredQuestion) {
  fakes::Browser browser, other_day;
  const auto page = browser.answer(open(browser, "resume"), fakes::first_option());
  ASSERT_NE(page.form(), nullptr) << page.body;
  const auto again = open(other_day, "resume");
  ASSERT_NE(again.form(), nullptr) << again.body;
  EXPECT_EQ(questions_of(again), questions_of(page));
  ASSERT_TRUE(finish(other_day, again).is_receipt());
  const auto said = await_verb("resume", "terminated");
  EXPECT_EQ(count(said, "initialized"), 1) << stage().tool_log();
  EXPECT_EQ(count(said, "resumed"), 1);
}

TEST_P(OnBoth, SentTwiceAndReloadedIsRecordedOnce) {
  fakes::Browser browser;
  const auto page = open(browser, "double");
  ASSERT_NE(page.form(), nullptr) << page.body;
  base::Fields sent;
  browser.answer(page, fakes::first_option(), &sent);
  const auto twice = browser.answer(page, fakes::first_option(), &sent);
  EXPECT_EQ(twice.first_status, 303);
  const auto receipt = finish(browser, browser.get(twice.url));
  ASSERT_TRUE(receipt.is_receipt()) << receipt.body;
  EXPECT_TRUE(browser.get(receipt.url).is_receipt());
  const auto said = await_verb("double", "terminated");
  std::set<std::string> answered;
  for (const auto& one : said)
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert(one.object).second) << one.object; }
  EXPECT_FALSE(answered.empty());
  EXPECT_EQ(count(said, "completed"), 1);
}

TEST_P(OnBoth, ALaunchPostedAgainIsResumedInItsBrowserAndRefusedElsewhere) {
  fakes::Browser browser, thief;
  const auto posting = authorized(browser, "again");
  ASSERT_NE(browser.launch(posting).form(), nullptr);
  EXPECT_NE(browser.launch(posting).form(), nullptr) << "a reload of the launch";
  const auto stolen = thief.launch(posting);
  EXPECT_GE(stolen.status, 400);
  EXPECT_EQ(stolen.form(), nullptr);
  EXPECT_EQ(stolen.body.find("By the US label"), std::string::npos) << "nothing of the unit is shown";
}

}  // namespace
}  // namespace preceptor::flow
