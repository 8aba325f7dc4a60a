// Who may see what: other browsers, previews, test users, replays.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

// The diary line of an error page, found by the code that the learner sees.
fakes::DiaryLine diary_of(const Page& page) {
  for (const auto& line : stage().diary())
    if (!page.short_code().empty() && line.code == page.short_code()) return line;
  return {};
}

std::vector<Said> said_by(const std::string& sub) { return of_actor(read_statements(stage().statements()), sub); }

TEST(Access, LaunchFromAnotherBrowserIsRefused) {
  Browser mine, stranger;
  const Page posted = mine.authorize(mine.log_in(mine.click(stage().lms(), "link-1", "learner-1", "en", "other-browser")));
  const Page refused = stranger.launch(posted);
  EXPECT_EQ(refused.status, 401) << refused.body;
  EXPECT_EQ(diary_of(refused).reason, "launch.cookie_needed");   // the stranger's browser has none at all
  EXPECT_EQ(refused.form(), nullptr);
  const Page mine_still_works = mine.launch(posted);
  EXPECT_NE(mine_still_works.form(), nullptr) << mine_still_works.status << mine_still_works.body;
}

TEST(Access, ReloadedLaunchFromTheSameBrowserIsResumedElsewhereRefused) {
  Browser mine, stranger;
  const Page posted = mine.authorize(mine.log_in(mine.click(stage().lms(), "link-1", "learner-1", "en", "replay")));
  const Page first = mine.launch(posted);
  ASSERT_NE(first.form(), nullptr) << first.body;
  const Page reloaded = mine.launch(posted);
  EXPECT_EQ(reloaded.status, 200) << reloaded.body;
  EXPECT_EQ(reloaded.first_status, 303) << "a repeated launch POST is answered by a redirect";
  ASSERT_NE(reloaded.form(), nullptr) << reloaded.body;
  const Page replayed = stranger.launch(posted);
  EXPECT_EQ(replayed.status, 401) << replayed.body;
  ASSERT_TRUE(finish(mine, reloaded).is_receipt());
  std::this_thread::sleep_for(milliseconds(500));
  const auto seen = verbs(said_by("replay"));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "initialized"), 1);
}

TEST(Access, SameStateWithAnotherTokenIsRefused) {
  Browser browser;
  const Page logged_in = browser.log_in(browser.click(stage().lms(), "link-1", "learner-1", "en", "twice"));
  ASSERT_NE(browser.launch(browser.authorize(logged_in)).form(), nullptr);
  std::this_thread::sleep_for(milliseconds(1100));   // another iat, so another token for the same state and nonce
  const Page refused = browser.launch(browser.authorize(logged_in));
  EXPECT_EQ(refused.status, 401) << refused.body;
  const auto reason = diary_of(refused).reason;
  EXPECT_TRUE(reason == "launch.state_replayed" || reason == "launch.nonce_replayed") << reason;
}

class Unrecorded : public testing::TestWithParam<std::string> {};

TEST_P(Unrecorded, PreviewsAndTestUsersSendNothing) {
  Browser browser;
  const std::string sub = "unrecorded-" + GetParam();
  const Page page = browser.open(stage().lms(), "link-1", GetParam(), "en", sub);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_NE(page.body.find("class=\"note caution\""), std::string::npos) << "page one must say that nothing counts";
  const Page last = finish(browser, page);
  EXPECT_EQ(last.status, 200) << last.body;
  std::this_thread::sleep_for(milliseconds(1000));
  EXPECT_TRUE(said_by(sub).empty());
}
INSTANTIATE_TEST_SUITE_P(Users, Unrecorded, testing::Values("instructor-1", "test-1"), [](const auto& info) { return info.param == "test-1" ? "TestUser" : "Instructor"; });

TEST(Access, AlteredPageAddressShowsNothing) {
  Browser browser;
  const Page page = browser.open(stage().lms(), "link-1", "learner-1", "en", "handle");
  ASSERT_NE(page.form(), nullptr) << page.body;
  const std::string path = page.form()->action;
  const std::string handle = fakes::between(path + "/", "/u/", "/");
  ASSERT_GT(handle.size(), 20u) << path;
  std::string altered = handle;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(browser.get(stage().tool() + "/u/" + altered).status, 404);
  EXPECT_EQ(Browser().get(stage().tool() + "/u/" + handle).status, 200) << "no cookie is needed after the launch";
}

TEST(Access, PagesTellTheBrowserWhoMayFrameThem) {
  Browser browser;
  const Page page = browser.open(stage().lms(), "link-1", "learner-1", "en", "frame");
  const auto* policy = ports::header(page.headers, "Content-Security-Policy");
  ASSERT_NE(policy, nullptr);
  std::string origin = stage().lms();
  origin.pop_back();
  const std::string ancestors = fakes::between(*policy + ";", "frame-ancestors ", ";");
  EXPECT_NE(ancestors.find(origin), std::string::npos) << *policy;
  EXPECT_EQ(ancestors.find('*'), std::string::npos);
  EXPECT_EQ(*ports::header(page.headers, "Referrer-Policy"), "no-referrer");
}

TEST(Access, LoginByGetAndByPostBothWork) {
  Browser browser;
  const Page by_get = browser.get(stage().lms() + "launch?link=link-2&login=get&sub=by-get");
  ASSERT_EQ(by_get.status, 200) << by_get.body;   // followed on to the authorization endpoint's posting page
  EXPECT_NE(browser.launch(by_get).form(), nullptr);
}

TEST(Access, NoNameTokenOrMailInTheLog) {
  Browser browser;
  ASSERT_NE(browser.open(stage().lms(), "link-1", "learner-1", "en", "private").form(), nullptr);
  const std::string log = stage().tool_log();
  EXPECT_FALSE(log.empty());
  for (const char* forbidden : {"Learner One", "@example.org", "eyJ"}) EXPECT_EQ(log.find(forbidden), std::string::npos) << forbidden;
}

}  // namespace
}  // namespace preceptor::flow
