// From the course page to the receipt and into the record store.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

const std::string kUnits[] = {"link-1", "link-2", "link-3"};

// Every test has its own learner (the sub the platform names), so that attempts do not meet.
Page open(Browser& browser, const std::string& link, const std::string& sub, const std::string& language = "en") {
  return browser.open(stage().lms(), link, "learner-1", language, sub);
}

std::vector<Said> statements_of(const std::string& sub) { return of_actor(read_statements(stage().statements()), sub); }

bool comes_before(const std::vector<std::string>& all, const std::string& first, const std::string& second) {
  const auto a = std::find(all.begin(), all.end(), first), b = std::find(all.begin(), all.end(), second);
  return a != all.end() && b != all.end() && a < b;
}

// Waits until the actor's last statement is the one named.
std::vector<Said> await_last(const std::string& sub, const std::string& verb, milliseconds patience = milliseconds(20'000)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  std::vector<Said> said;
  do {
    said = statements_of(sub);
    if (!said.empty() && said.back().verb == verb) return said;
    std::this_thread::sleep_for(milliseconds(25));
  } while (std::chrono::steady_clock::now() < end);
  return said;
}

class Unit : public testing::TestWithParam<std::string> {};

TEST_P(Unit, FinishedUnitIsInTheRecordStore) {
  const std::string sub = "happy-" + GetParam();
  Browser browser;
  const Page first = open(browser, GetParam(), sub);
  ASSERT_EQ(first.status, 200) << first.body;
  ASSERT_NE(first.form(), nullptr) << first.body;
  const Page receipt = finish(browser, first);
  ASSERT_TRUE(receipt.is_receipt()) << receipt.status << "\n" << receipt.body;

  const auto said = await_last(sub, "terminated");
  const auto seen = verbs(said);
  ASSERT_FALSE(seen.empty()) << stage().tool_log();
  EXPECT_EQ(seen.front(), "initialized");
  EXPECT_EQ(seen.back(), "terminated");
  EXPECT_TRUE(comes_before(seen, "answered", "completed"));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "responded"), 1) << "the commitment";
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 1);
  std::set<std::string> registrations, ids, times;
  for (const auto& one : said) {
    registrations.insert(one.registration);
    ids.insert(one.id);
    EXPECT_EQ(one.home_page + "/", stage().lms());
    EXPECT_TRUE(times.empty() || *times.rbegin() < one.timestamp) << "times grow strictly within an attempt";
    times.insert(one.timestamp);
    for (const char* forbidden : {"Learner One", "example.org", "mbox"}) EXPECT_EQ(one.text.find(forbidden), std::string::npos) << one.text;
  }
  EXPECT_EQ(registrations.size(), 1u);
  EXPECT_EQ(ids.size(), said.size());
}
INSTANTIATE_TEST_SUITE_P(Samples, Unit, testing::ValuesIn(kUnits));

TEST(Flow, RelaunchResumesAtTheFirstUnansweredQuestion) {
  const std::string sub = "resume";
  Browser browser;
  Page page = open(browser, "link-1", sub);
  ASSERT_NE(page.form(), nullptr) << page.body;
  page = browser.answer(page, fakes::first_option());
  ASSERT_NE(page.form(), nullptr) << page.body;
  std::set<std::string> asked_next;
  for (const auto& control : page.form()->controls)
    if (control.name.rfind("q.", 0) == 0) asked_next.insert(control.name);

  Browser other_day;
  const Page again = open(other_day, "link-1", sub);
  ASSERT_NE(again.form(), nullptr) << again.body;
  std::set<std::string> asked_again;
  for (const auto& control : again.form()->controls)
    if (control.name.rfind("q.", 0) == 0) asked_again.insert(control.name);
  EXPECT_EQ(asked_again, asked_next);
  ASSERT_TRUE(finish(other_day, again).is_receipt());
  const auto seen = verbs(await_last(sub, "terminated"));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "initialized"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "resumed"), 1);
}

TEST(Flow, DoubleSubmitRecordsOnceAndLandsOnTheSamePage) {
  const std::string sub = "double";
  Browser browser;
  const Page page = open(browser, "link-1", sub);
  ASSERT_NE(page.form(), nullptr) << page.body;
  base::Fields sent;
  const std::string action = page.form()->action;
  const Page once = browser.answer(page, fakes::first_option(), &sent);
  const Page twice = browser.answer(page, fakes::first_option(), &sent);
  EXPECT_EQ(once.first_status, 303);
  EXPECT_EQ(twice.first_status, 303);
  // The handle in the address is sealed anew each time; what it leads to is the same.
  const auto place = [](const Page& answer) { return answer.first_location.substr(answer.first_location.rfind("/page/")); };
  EXPECT_EQ(place(once), place(twice));
  ASSERT_TRUE(finish(browser, twice).is_receipt());
  const auto said = await_last(sub, "terminated");
  std::set<std::string> answered;
  for (const auto& one : said)
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert(one.object).second) << one.object; }
  EXPECT_FALSE(answered.empty());
}

TEST(Flow, TwoSubmitsAtOnceRecordOnce) {
  const std::string sub = "race";
  Browser browser;
  const Page page = open(browser, "link-2", sub);
  ASSERT_NE(page.form(), nullptr) << page.body;
  Page answers[2];
  std::vector<std::thread> taps;
  for (int i = 0; i < 2; ++i)
    taps.emplace_back([&, i] {
      Browser finger = browser;
      answers[i] = finger.answer(page, fakes::nth_option(static_cast<std::size_t>(i)));
    });
  for (auto& tap : taps) tap.join();
  for (const auto& answer : answers) EXPECT_EQ(answer.status, 200) << answer.status << answer.body;
  ASSERT_TRUE(finish(browser, answers[0]).is_receipt());
  std::set<std::string> answered;
  for (const auto& one : await_last(sub, "terminated"))
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert(one.object).second) << one.object << " was recorded twice"; }
}

TEST(Flow, ReloadOfAPageAndBackAreHarmless) {
  const std::string sub = "reload";
  Browser browser;
  const Page first = open(browser, "link-1", sub);
  ASSERT_NE(first.form(), nullptr) << first.body;
  const Page second = browser.answer(first, fakes::first_option());
  const Page reloaded = browser.get(second.url);
  EXPECT_EQ(reloaded.status, 200);
  const Page receipt = finish(browser, reloaded);
  ASSERT_TRUE(receipt.is_receipt()) << receipt.body;
  EXPECT_TRUE(browser.get(receipt.url).is_receipt());
  const auto said = await_last(sub, "terminated");
  const auto seen = verbs(said);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "initialized"), 1);
  std::set<std::string> answered;
  for (const Said& one : said)
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert(one.object).second) << one.object << " twice"; }
  EXPECT_FALSE(answered.empty());
}

TEST(Flow, ASecondTabSeesWhatTheFirstDid) {
  const std::string sub = "tabs";
  Browser browser;
  const Page tab_one = open(browser, "link-1", sub);
  const Page tab_two = open(browser, "link-1", sub);
  ASSERT_NE(tab_one.form(), nullptr) << tab_one.body;
  ASSERT_NE(tab_two.form(), nullptr) << tab_two.body;
  const Page moved = browser.answer(tab_one, fakes::nth_option(0));
  EXPECT_EQ(moved.first_status, 303);
  const Page late = browser.answer(tab_two, fakes::nth_option(1));
  EXPECT_EQ(late.status, 200) << late.status << late.body;
  ASSERT_TRUE(finish(browser, late).is_receipt());
  std::set<std::string> answered;
  for (const auto& one : await_last(sub, "terminated"))
    if (one.verb == "answered") { EXPECT_TRUE(answered.insert(one.object).second); }
}

TEST(Flow, SeveralLoginsAtOnceFromOneBrowserAllWork) {
  Browser browser;
  const Page login_one = browser.log_in(browser.click(stage().lms(), "link-1", "learner-1", "en", "several"));
  const Page login_two = browser.log_in(browser.click(stage().lms(), "link-2", "learner-1", "en", "several"));
  const Page two = browser.launch(browser.authorize(login_two));
  const Page one = browser.launch(browser.authorize(login_one));
  EXPECT_NE(one.form(), nullptr) << one.body;
  EXPECT_NE(two.form(), nullptr) << two.body;
}

TEST(Flow, FinishedUnitOpensItsReceiptAndCanBeDoneAgain) {
  const std::string sub = "again";
  Browser browser;
  ASSERT_TRUE(finish(browser, open(browser, "link-1", sub)).is_receipt());
  const Page receipt = open(browser, "link-1", sub);
  ASSERT_TRUE(receipt.is_receipt()) << receipt.body;
  ASSERT_FALSE(receipt.forms.empty()) << "no way to do it again";
  const Page anew = browser.post_form(receipt, receipt.forms[0]);
  ASSERT_NE(anew.form(), nullptr) << anew.body;
  ASSERT_TRUE(finish(browser, anew).is_receipt());
  std::set<std::string> registrations;
  const auto end = std::chrono::steady_clock::now() + milliseconds(20'000);
  std::vector<std::string> seen;
  while (std::count(seen.begin(), seen.end(), "terminated") < 2 && std::chrono::steady_clock::now() < end) {
    seen = verbs(statements_of(sub));
    std::this_thread::sleep_for(milliseconds(25));
  }
  for (const auto& one : statements_of(sub)) registrations.insert(one.registration);
  EXPECT_EQ(registrations.size(), 2u);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 2);
}

TEST(Flow, ArabicUnitIsRightToLeft) {
  Browser browser;
  const Page page = open(browser, "link-3", "arabic", "ar");
  ASSERT_NE(page.form(), nullptr) << page.body;
  EXPECT_NE(page.body.find("dir=\"rtl\""), std::string::npos);
  EXPECT_NE(page.body.find("lang=\"ar\""), std::string::npos);
  const Page receipt = finish(browser, page);
  ASSERT_TRUE(receipt.is_receipt());
  const auto said = await_last("arabic", "terminated");
  ASSERT_FALSE(said.empty());
  EXPECT_NE(said.front().text.find("\"language\":\"ar\""), std::string::npos) << said.front().text;
}

TEST(Flow, RequiredQuestionLeftOpenSaysSoAndRecordsNothing) {
  const std::string sub = "empty";
  Browser browser;
  const Page page = open(browser, "link-1", sub);
  ASSERT_NE(page.form(), nullptr) << page.body;
  const Page refused = browser.answer(page, [](const std::string&, const std::vector<std::string>&) { return std::vector<std::string>{}; });
  EXPECT_EQ(refused.status, 422);
  EXPECT_NE(refused.body.find("role=\"alert\""), std::string::npos);
  for (const auto& one : statements_of(sub)) EXPECT_NE(one.verb, "answered");
  ASSERT_TRUE(finish(browser, refused).is_receipt());
}

}  // namespace
}  // namespace preceptor::flow
