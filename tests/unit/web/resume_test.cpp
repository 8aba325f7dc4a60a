// Coming back: relaunch, reload, drafts, idle sessions, expired addresses.
#include <string>

#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;
constexpr base::Milliseconds kMinute{60'000};


TEST(Resume, ARelaunchContinuesAtTheFirstUnansweredQuestion) {
  Course course;
  auto page = course.launch();
  course.post(action(page), {{"q.dose", "a"}});
  course.clock.pass(kMinute);
  page = course.launch();
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Welcome back."));
  EXPECT_TRUE(has(page, "At which weight?"));
  EXPECT_EQ(course.records.attempts.size(), 1u);
  EXPECT_EQ(course.records.types(course.attempt_id()).back(), "attempt_resumed");
}

TEST(Resume, ContentWithdrawnSinceStaysOpenForThoseWhoBegan) {
  Course course;
  course.launch();
  course.content.versions.clear();
  EXPECT_EQ(course.launch().status, 200);
}

TEST(Resume, AnotherLinkIsAnotherAttempt) {
  Course course;
  course.launch();
  course.launch([](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/resource_link"] = {{"id", "link-2"}}; });
  EXPECT_EQ(course.records.attempts.size(), 2u);
}

TEST(Reload, TheSamePostLandsOnThePageWithoutASecondRecord) {
  Course course;
  course.login();
  const auto body = course.launch_body();
  auto page = course.post_launch(body);
  course.post(action(page), {{"q.dose", "a"}});
  const auto events = course.records.events[course.attempt_id()].size();
  for (const auto later : {base::Milliseconds(0), 30 * kMinute}) {  // also when token and state are long expired
    course.clock.pass(later);
    const auto again = course.post_launch(body);
    ASSERT_EQ(again.status, 303);
    EXPECT_NE(header(again, "Location").find("/page/1"), string::npos);
    EXPECT_TRUE(has(course.follow(again), "At which weight?"));
  }
  EXPECT_EQ(course.records.events[course.attempt_id()].size(), events);
}

TEST(Reload, OtherBytesUnderTheSameStateAreRefused) {
  Course course;
  course.login();
  course.post_launch(course.launch_body());
  const auto again = course.post_launch(course.launch_body([](auto& claims) { claims["name"] = "Another"; }));
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(course.diary.entries.back().reason, "launch.state_replayed");
}

TEST(Reload, FromAnotherBrowserIsRefused) {
  Course course;
  course.login();
  const auto body = course.launch_body();
  course.post_launch(body);
  course.cookie = "preceptor_browser=" + string(43, 'A');
  EXPECT_EQ(course.post_launch(body).status, 401);
  EXPECT_EQ(course.diary.entries.back().reason, "launch.browser_mismatch");
}

TEST(Reload, OfACompletedAttemptShowsItsReceipt) {
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  course.submit(action(page), {});
  const auto events = course.records.events[course.attempt_id()].size();
  page = course.launch();
  EXPECT_TRUE(has(page, "minutes done"));
  EXPECT_TRUE(has(page, "1 of 1 right, passed"));
  EXPECT_EQ(course.records.events[course.attempt_id()].size(), events);
}

TEST(Draft, RefillsThePageAndTheHighestSequenceWins) {
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  const auto draft = action(page).substr(0, action(page).rfind("page/")) + "draft/1";
  EXPECT_EQ(course.post(draft, {{"seq", "2"}, {"key", "k"}, {"q.note", "second thoughts"}}).status, 204);
  EXPECT_EQ(course.post(draft, {{"seq", "1"}, {"q.note", "came late"}}).status, 204);
  page = course.launch();
  EXPECT_TRUE(has(page, "second thoughts"));
  EXPECT_EQ(hidden(page, "seq"), "2");
  EXPECT_EQ(course.records.drafts.begin()->second.form.find("key"), string::npos);
  course.post(action(page), {{"q.note", "final"}, {"q.weight", "60"}});
  EXPECT_TRUE(course.records.drafts.empty());
}

TEST(Draft, WhatWasRefusedIsThereAgainAfterBackAndLaterDraftsStillCount) {
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  const auto address = action(page), draft = address.substr(0, address.rfind("page/")) + "draft/1";
  EXPECT_EQ(course.post(draft, {{"seq", "4"}, {"q.note", "as the script kept it"}}).status, 204);
  const auto refused = course.post(address, {{"seq", "4"}, {"q.note", "as it was sent"}, {"q.weight", "heavy"}});
  ASSERT_EQ(refused.status, 422);
  EXPECT_EQ(local(attribute(refused, "data-here")), action(refused)) << "the address bar names a page to ask for, not one to send again";
  page = course.get(address);
  EXPECT_TRUE(has(page, "as it was sent") && has(page, "value=\"heavy\"")) << page.body;
  const auto next = std::to_string(std::stoi(hidden(refused, "seq")) + 1);   // as the script counts on
  EXPECT_EQ(course.post(draft, {{"seq", next}, {"q.note", "mended"}, {"q.weight", "60"}}).status, 204);
  EXPECT_TRUE(has(course.get(address), "mended")) << "not older than what was there before";
}

TEST(Draft, AStoreThatFailsDoesNotMakeLaterDraftsOld) {
  Course course;
  auto page = course.launch();
  course.records.next_commits = {base::Code::store_failed};
  page = course.post(action(page), {{"seq", "7"}, {"q.dose", "a"}});
  ASSERT_GE(page.status, 500);
  EXPECT_EQ(hidden(page, "seq"), "7");
  EXPECT_FALSE(has(page, "data-here")) << "it is kept nowhere: a reload sends it once more";
}

TEST(Draft, KeepsNoObviousPatientIdentifier) {
  Course course;
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  const base::Fields typed = {{"seq", "1"}, {"q.note", "Ask him at 617-555-0123"}, {"q.weight", "60"}};
  const auto draft = action(page).substr(0, action(page).rfind("page/")) + "draft/1";
  EXPECT_EQ(course.post(draft, typed).status, 204);
  EXPECT_EQ(course.records.drafts.begin()->second.form, "q.weight=60");
  auto later = typed;
  later.emplace_back("later", "1");
  EXPECT_EQ(course.post(action(page), later).status, 303);
  EXPECT_EQ(course.records.drafts.begin()->second.form, "q.weight=60");
  EXPECT_FALSE(has(course.launch(), "617-555-0123"));
  const auto refused = course.post(action(page), typed);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused, "Ask him at 617-555-0123")) << "who typed it mends it on the page";
}

TEST(Draft, OddNumbersAndPagesThatAreNotThereChangeNothing) {
  Course course;
  auto page = course.launch();
  const auto folder = action(page).substr(0, action(page).rfind("page/"));
  EXPECT_EQ(course.post(folder + "draft/999", {{"q.dose", "a"}}).status, 404);
  EXPECT_TRUE(course.records.drafts.empty());
  for (const char* odd : {"9223372036854775807", "-5", "9999999999999999999999", "1e9", "3 "})
    EXPECT_EQ(course.post(action(page), {{"later", "1"}, {"seq", odd}, {"q.dose", "c"}}).status, 303) << odd;
  EXPECT_EQ(course.records.drafts.begin()->second.sequence, 1);
  EXPECT_EQ(course.post(folder + "draft/0", {{"seq", "2"}, {"q.dose", "b"}}).status, 204);
  EXPECT_TRUE(has(course.launch(), "value=\"b\" checked"));
  course.clock.pass(121 * kMinute);
  EXPECT_EQ(course.post(folder + "page/7", {{"q.dose", "a"}}).status, 403);
  EXPECT_EQ(course.records.drafts.size(), 1u);
}

TEST(Draft, NotNowSavesWithoutScript) {
  Course course;
  auto page = course.launch();
  page = course.post(action(page), {{"later", "1"}, {"seq", "0"}, {"q.dose", "c"}});
  EXPECT_EQ(page.status, 303) << "so that a reload sends nothing twice";
  page = course.follow(page);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Saved for later"));
  page = course.launch();
  EXPECT_TRUE(has(page, "value=\"c\" checked"));
}

TEST(Expiry, AnAddressLivesTwoHoursIdleAndKeepsTheAnswers) {
  Course course;
  auto page = course.launch();
  course.clock.pass(119 * kMinute);
  page = course.get(action(page));
  EXPECT_EQ(page.status, 200);
  course.clock.pass(121 * kMinute);
  const auto refused = course.post(action(page), {{"q.dose", "b"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_TRUE(has(refused, "What you saved is kept"));
  EXPECT_TRUE(has(refused, "https://lms.example.org/return"));
  EXPECT_EQ(course.records.types(course.attempt_id()).size(), 2u);
  EXPECT_TRUE(has(course.launch(), "value=\"b\" checked"));
}

TEST(Expiry, TwelveHoursAtMost) {
  Course course;
  auto page = course.launch();
  for (int hours = 0; hours < 12; ++hours) {
    course.clock.pass(60 * kMinute);
    page = course.get(action(page));
    ASSERT_EQ(page.status, 200) << hours;
  }
  course.clock.pass(kMinute);
  EXPECT_EQ(course.get(action(page)).status, 403);
}

TEST(Idle, SessionsAreClosedAsOfTheirLastEventAndResumed) {
  Course course;
  auto page = course.launch();
  course.clock.pass(29 * kMinute);
  EXPECT_EQ(course.pages.close_idle().value(), 0);
  course.clock.pass(2 * kMinute);
  EXPECT_EQ(course.pages.close_idle().value(), 1);
  EXPECT_EQ(course.pages.close_idle().value(), 0);
  const auto& events = course.records.events[course.attempt_id()];
  const auto& closed = events.back().event;
  EXPECT_EQ(closed.at, events[1].event.at + base::Milliseconds(1));
  EXPECT_EQ(std::get<record::AttemptClosed>(closed.payload).reason, "idle");
  EXPECT_FALSE(std::get<record::AttemptClosed>(closed.payload).active.has_value());
  EXPECT_EQ(course.records.attempts.begin()->second.state, "closed");
  course.post(action(page), {{"active", "5"}, {"q.dose", "a"}});
  const auto types = course.records.types(course.attempt_id());
  EXPECT_EQ(types, (std::vector<string>{"attempt_opened", "disclosure_shown", "attempt_closed", "attempt_resumed", "question_answered"}));
  EXPECT_EQ(std::get<record::AttemptResumed>(events[3].event.payload).reason, "after_idle");
  EXPECT_EQ(course.records.attempts.begin()->second.state, "open");
}

TEST(Idle, AFailedCommitIsTriedAgainNextTime) {
  Course course;
  course.launch();
  course.clock.pass(31 * kMinute);
  course.records.next_commits = {base::Code::store_failed};
  EXPECT_EQ(course.pages.close_idle().value(), 0);
  EXPECT_EQ(course.pages.close_idle().value(), 1);
}

}  // namespace
}  // namespace preceptor::web::testing
