// Login and launch: what is answered, recorded and written to the diary.
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;


TEST(Login, SendsTheBrowserToThePlatformWithABoundCookie) {
  Course course;
  const auto response = course.login();
  ASSERT_EQ(response.status, 302);
  EXPECT_EQ(header(response, "Location").rfind("https://sso.example.org/auth?", 0), 0u);
  const auto cookie = header(response, "Set-Cookie");
  EXPECT_EQ(cookie.rfind("preceptor_browser_", 0), 0u);
  EXPECT_NE(cookie.find("; Path=/tool; HttpOnly; Secure; SameSite=None; Partitioned"), string::npos) << cookie;
  EXPECT_TRUE(course.records.one_use.empty());
}

TEST(Login, RefusalIsAPageAndADiaryLine) {
  Course course;
  course.registrations.registrations.clear();
  const auto response = course.login();
  EXPECT_EQ(response.status, 403);
  ASSERT_EQ(course.diary.entries.size(), 1u);
  EXPECT_EQ(course.diary.entries[0].reason, "login.issuer_unknown");
  EXPECT_EQ(course.diary.entries[0].step, "login");
  EXPECT_TRUE(has(response, course.diary.entries[0].code));
}

TEST(Login, AnInventedRegistrationIsCutInDiaryAndLog) {
  Course course;
  ports::HttpRequest request;
  request.method = "GET";
  request.query = "iss=https%3A%2F%2Flms.example.org&login_hint=1&target_link_uri=https%3A%2F%2Fcme.example.org%2Ftool";
  course.pages.login(request, course.login_protocol, std::string(5000, 'x') + "\n");
  ASSERT_EQ(course.diary.entries.size(), 1u);
  EXPECT_LE(course.diary.entries.front().registration.size(), 64u);
  for (const auto& line : course.log.lines) EXPECT_LT(line.size(), 500u);
}

// What stands in the address is whatever somebody wrote there.
TEST(Login, ARefusalNotesOnlyARegistrationThatExists) {
  Course course;
  ports::HttpRequest request;
  request.method = "GET";
  for (const char* query : {"login_hint=1", "iss=https%3A%2F%2Fother.example.org&login_hint=1&target_link_uri=https%3A%2F%2Fcme.example.org%2Ftool"}) {
    request.query = query;
    course.log.lines.clear();
    EXPECT_GE(course.pages.login(request, course.login_protocol, "nurse-anna-smith").status, 400);
    EXPECT_EQ(course.diary.entries.back().registration, "");
    ASSERT_EQ(course.log.lines.size(), 1u);
    EXPECT_EQ(course.log.lines[0].find("nurse"), std::string::npos) << course.log.lines[0];
    EXPECT_NE(course.log.lines[0].find("registration=unknown"), std::string::npos) << course.log.lines[0];
    EXPECT_GE(course.pages.login(request, course.login_protocol, "r1").status, 400);
    EXPECT_EQ(course.diary.entries.back().registration, "r1") << "the operator is told which platform it was";
  }
}

TEST(Launch, WithoutASubjectIsAFreshPersonEachTimeWhereItIsAllowed) {
  Course course;
  const auto anonymous = [](fakes::TestJson& claims) { claims.erase("sub"); };
  EXPECT_EQ(course.launch(anonymous).status, 400);
  auto& registration = course.registrations.registrations[0];
  registration.anonymous_deployments = registration.deployment_ids;
  for (int times = 0; times < 2; ++times) {
    const auto page = course.launch(anonymous);
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "does not say who you are")) << "told on page one";
  }
  ASSERT_EQ(course.records.attempts.size(), 2u);
  const auto first = course.records.attempts.begin()->second, second = course.records.attempts.rbegin()->second;
  EXPECT_NE(first.person, second.person);
  EXPECT_TRUE(course.records.persons.empty()) << "nothing could find them again";
  for (const auto& event : course.records.events[first.id.str()]) EXPECT_TRUE(event.renderings.empty()) << "no statement names nobody";
}

TEST(Launch, AnswersWithTheFirstPageAndRecordsIt) {
  Course course;
  const auto page = course.launch();
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Which dose on Monday?"));
  EXPECT_TRUE(has(page, "about 4 min"));
  EXPECT_TRUE(has(page, "step 1 of 4"));
  EXPECT_TRUE(has(page, "Planners and faculty: no relevant financial relationships."));
  EXPECT_TRUE(has(page, "Who sees this"));
  EXPECT_TRUE(has(page, "Not accredited"));
  EXPECT_TRUE(has(page, "data-here=\"/tool/u/"));
  EXPECT_FALSE(has(page, "Test Person"));
  EXPECT_FALSE(has(page, "user-4"));
  EXPECT_EQ(course.records.types(course.attempt_id()), (std::vector<string>{"attempt_opened", "disclosure_shown"}));
  EXPECT_EQ(course.records.one_use.size(), 2u);
  EXPECT_EQ(course.records.events[course.attempt_id()][0].renderings.size(), 1u);
  ASSERT_EQ(course.diary.entries.size(), 1u);
  EXPECT_EQ(course.diary.entries[0].reason, "ok");
}

TEST(Launch, AClockThatIsSetBackKeepsNoAcceptedLineFromTheDiary) {
  Course course;
  course.launch();
  course.clock.pass(-base::Milliseconds(24 * 3600 * 1000));
  course.launch();
  EXPECT_EQ(course.diary.entries.size(), 2u);
}

TEST(Launch, OneAcceptedDiaryLineAMinute) {
  Course course;
  course.launch();
  course.launch();
  EXPECT_EQ(course.diary.entries.size(), 1u);
  course.clock.pass(base::Milliseconds(61'000));
  course.launch();
  EXPECT_EQ(course.diary.entries.size(), 2u);
}

TEST(Launch, WithoutTheCookieIsRefusedAndNothingIsWritten) {
  Course course;
  course.login();
  course.cookie.clear();
  const auto page = course.post_launch(course.launch_body());
  EXPECT_EQ(page.status, 401);
  EXPECT_TRUE(course.records.events.empty());
  EXPECT_TRUE(course.records.one_use.empty());
  ASSERT_EQ(course.diary.entries.size(), 1u);
  EXPECT_EQ(course.diary.entries[0].reason, "launch.cookie_needed");
  EXPECT_FALSE(course.diary.entries[0].checks.empty());
}

TEST(Launch, ADiaryThatFailsDoesNotFailTheRequest) {
  Course course;
  course.diary.fails = true;
  EXPECT_EQ(course.launch().status, 200);
  ASSERT_FALSE(course.log.lines.empty());
  EXPECT_EQ(course.log.lines[0].rfind("diary.failed", 0), 0u);
}

TEST(Launch, ContentIsNamedMissingOrWithdrawn) {
  struct Case { const char* unit; const char* reason; int status; bool withdraw; };
  for (const auto& one : {Case{"no-such-unit", "launch.content_missing", 404, false}, Case{"", "launch.content_missing", 404, false},
                          Case{"apixaban-dose", "launch.content_withdrawn", 410, true}}) {
    Course course;
    if (one.withdraw) course.content.versions.clear();
    const auto page = course.launch([&](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/custom"] = {{"unit", one.unit}}; });
    EXPECT_EQ(page.status, one.status) << one.unit;
    ASSERT_EQ(course.diary.entries.size(), 1u);
    EXPECT_EQ(course.diary.entries[0].reason, one.reason);
    EXPECT_TRUE(course.records.attempts.empty());
  }
}

TEST(Launch, APersonMadeByAnotherLaunchAtTheSameMomentIsFound) {
  Course course;
  course.records.next_commits = {base::Code::store_conflict};
  EXPECT_EQ(course.launch().status, 200);
  EXPECT_EQ(course.records.persons.size(), 1u);
}

TEST(Launch, AFullDiskIsSaidAndNothingIsLost) {
  Course course;
  course.records.next_commits = {base::Code::store_full};
  const auto page = course.launch();
  EXPECT_EQ(page.status, 503);
  EXPECT_TRUE(course.records.one_use.empty());
}

}  // namespace
}  // namespace preceptor::web::testing
