// Launch without cookies, rung by rung, as a browser's requests show it: what is answered, and that nothing opens without a proof.
#include "core/base/json.hpp"
#include "lti/arrival.hpp"
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

string pair_of(const ports::HttpResponse& response) {
  const auto set = header(response, "Set-Cookie");
  return set.substr(0, set.find(';'));
}

// A course page whose frame keeps no cookie: the login has come as far as the page with the ways on.
struct Framed : Course {
  explicit Framed(const string& target = "_parent") {
    destination = "iframe";
    if (!target.empty()) more_login = {{"lti_storage_target", target}};
  }
  ports::HttpResponse to_ladder() {
    const auto first = login();
    EXPECT_EQ(first.status, 303);
    ladder = login_again(header(first, "Location"));
    return ladder;
  }
  // The launch as the platform posts it, then as our page posts it again.
  ports::HttpResponse arrive() {
    sent = *base::parse_form(launch_body());
    return post_launch(base::format_form(sent));
  }
  ports::HttpResponse confirm(const ports::HttpResponse& page, const base::Fields& proof) {
    auto fields = sent;
    fields.emplace_back("preceptor_arrived", hidden(page, "preceptor_arrived"));
    fields.insert(fields.end(), proof.begin(), proof.end());
    return post_launch(base::format_form(fields));
  }
  string value() const { return attribute(ladder, "data-value"); }
  bool nothing_recorded() const { return records.one_use.empty() && records.events.empty() && records.persons.empty(); }

  ports::HttpResponse ladder;
  base::Fields sent;
};

TEST(Ladder, ACookieThatStaysIsSeenWithoutAPageOrScript) {
  Framed course;
  const auto first = course.login();
  ASSERT_EQ(first.status, 303);
  EXPECT_EQ(header(first, "Location").rfind("/tool/lti/login/r1?again=", 0), 0u);
  EXPECT_EQ(header(first, "Location").find("login_hint"), string::npos) << "hints may name a person";
  EXPECT_NE(header(first, "Set-Cookie").find("Partitioned"), string::npos);
  course.cookie = pair_of(first);
  const auto second = course.login_again(header(first, "Location"));
  ASSERT_EQ(second.status, 302);
  EXPECT_EQ(pair_of(second), course.cookie);
  EXPECT_EQ(course.post_launch(course.launch_body()).status, 200);
  EXPECT_EQ(course.diary.entries.back().detail, "bound by cookie");
  // From now on there is nothing to find out.
  EXPECT_EQ(course.login().status, 302);
}

TEST(Ladder, OnlyFramesWithoutACookieAreChecked) {
  for (const char* destination : {"", "document", "empty"}) {
    Course course;
    course.destination = destination;
    course.more_login = {{"lti_storage_target", "_parent"}};
    EXPECT_EQ(course.login().status, 302) << destination;
  }
  for (const char* destination : {"iframe", "frame", "embed", "object"}) {
    Course course;
    course.destination = destination;
    EXPECT_EQ(course.login().status, 303) << destination;
  }
}

TEST(Ladder, ThePageHoldsWhatStorageNeedsAndNobodysData) {
  Framed course("post_message_forwarding");
  const auto page = course.to_ladder();
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(attribute(page, "data-target"), "post_message_forwarding");
  EXPECT_EQ(attribute(page, "data-origin"), "https://sso.example.org") << "the authorization endpoint's, not the issuer's";
  EXPECT_EQ(attribute(page, "data-go").rfind("https://sso.example.org/auth?", 0), 0u);
  EXPECT_LE(attribute(page, "data-key").size() + course.value().size(), 80u);
  EXPECT_EQ(header(page, "Set-Cookie"), "");
  EXPECT_EQ(header(page, "Cache-Control"), "no-store");
  const auto policy = header(page, "Content-Security-Policy");
  EXPECT_NE(policy.find("script-src 'nonce-"), string::npos);
  EXPECT_EQ(policy.find("unsafe"), string::npos);
  EXPECT_TRUE(has(page, "target=\"_blank\" rel=\"noopener\""));
  const auto window = course.login_again(attribute(page, "href"));
  EXPECT_EQ(window.status, 303) << "in a frame it is checked like any other";
  EXPECT_TRUE(course.nothing_recorded());
  EXPECT_TRUE(course.diary.entries.empty());
}

TEST(Ladder, AFrameNameStaysText) {
  Framed course("\"><script>alert(1)</script>");
  EXPECT_FALSE(has(course.to_ladder(), "<script>alert"));
  Framed longer(string(4000, 'x'));
  EXPECT_EQ(attribute(longer.to_ladder(), "data-target"), "");
}

TEST(Ladder, StorageProvesTheBrowser) {
  Framed course;
  course.to_ladder();
  const auto page = course.arrive();
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(course.nothing_recorded());
  EXPECT_TRUE(course.diary.entries.empty());
  for (const char* shown : {"Which dose", "user-4", "Test Person", "Quality"}) EXPECT_FALSE(has(page, shown)) << shown;
  EXPECT_EQ(attribute(page, "data-key"), attribute(course.ladder, "data-key"));
  EXPECT_FALSE(has(page, course.value())) << "the page that asks must not know the answer";
  EXPECT_EQ(action(page), "/lti/launch");
  EXPECT_NE(header(page, "Content-Security-Policy").find("frame-ancestors https://lms.example.org https://sso.example.org"), string::npos);
  const auto opened = course.confirm(page, {{"preceptor_stored", course.value()}});
  ASSERT_EQ(opened.status, 200);
  EXPECT_TRUE(has(opened, "Which dose on Monday?"));
  EXPECT_EQ(course.diary.entries.back().detail, "bound by storage");
  // A reload of that very form is the same browser again; the one use is kept.
  EXPECT_EQ(course.confirm(page, {{"preceptor_stored", course.value()}}).status, 303);
  EXPECT_EQ(course.records.attempts.size(), 1u);
}

TEST(Ladder, WithoutTheValueNothingOpens) {
  struct Case { base::Fields proof; const char* reason; };
  Framed other;
  other.to_ladder();
  for (const auto& one : {Case{{{"preceptor_stored", string(43, 'A')}}, "launch.storage_mismatch"}, Case{{{"preceptor_stored", other.value()}}, "launch.storage_mismatch"},
                          Case{{{"preceptor_stored", ""}, {"preceptor_failed", "nothing stored"}}, "launch.storage_mismatch"},
                          Case{{{"preceptor_stored", ""}, {"preceptor_failed", "the storage did not answer"}}, "launch.cookie_needed"}, Case{{}, "launch.cookie_needed"}}) {
    Framed course;
    course.to_ladder();
    const auto page = course.confirm(course.arrive(), one.proof);
    EXPECT_EQ(page.status, 401);
    EXPECT_TRUE(course.nothing_recorded());
    ASSERT_EQ(course.diary.entries.size(), 1u);
    EXPECT_EQ(course.diary.entries[0].reason, one.reason);
    EXPECT_TRUE(has(page, course.diary.entries[0].code));
    EXPECT_TRUE(has(page, "https://lms.example.org/return?course=2")) << "the way back is verified";
  }
}

TEST(Ladder, AValueIsNoProofForALoginByCookie) {
  Course course;
  course.login();
  const auto cookie = std::exchange(course.cookie, "");
  const auto body = course.launch_body();
  EXPECT_EQ(course.post_launch(body + "&preceptor_stored=" + cookie.substr(cookie.find('=') + 1)).status, 401);
  EXPECT_EQ(course.diary.entries.back().reason, "launch.cookie_needed");
  EXPECT_EQ(course.post_launch(body + "&preceptor_stored=").status, 401);
  course.cookie = cookie;
  EXPECT_EQ(course.post_launch(body).status, 200);
}

// lti.md section 7, pitfall 7: somebody's own launch, carried into another browser.
TEST(Ladder, ALaunchOfAnotherBrowserIsRefused) {
  Framed thief;
  thief.to_ladder();
  thief.cookie = "preceptor_browser_0000=" + string(43, 'A');   // the browser it is carried into has a cookie of its own
  const auto page = thief.arrive();
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(thief.nothing_recorded());
  EXPECT_EQ(thief.confirm(page, {{"preceptor_failed", "nothing stored"}}).status, 401);
  EXPECT_TRUE(thief.nothing_recorded());
}

TEST(Ladder, TheSecondPageIsNotAskedTwice) {
  Framed course;
  course.to_ladder();
  const auto page = course.arrive();
  EXPECT_EQ(course.confirm(page, {}).status, 401);
  EXPECT_EQ(course.confirm(page, {{"preceptor_stored", course.value()}}).status, 200) << "a person may still press back";
}

TEST(Ladder, TwoTabsHaveKeysOfTheirOwn) {
  Framed course;
  const auto first = course.to_ladder();
  const auto first_body = course.launch_body();
  const auto second = course.to_ladder();
  EXPECT_NE(attribute(first, "data-key"), attribute(second, "data-key"));
  EXPECT_NE(attribute(first, "data-value"), attribute(second, "data-value"));
  const auto second_page = course.arrive();
  EXPECT_EQ(course.confirm(second_page, {{"preceptor_stored", attribute(second, "data-value")}}).status, 200);
  const auto page = course.post_launch(first_body);
  course.sent = *base::parse_form(first_body);
  EXPECT_EQ(course.confirm(page, {{"preceptor_stored", attribute(second, "data-value")}}).status, 401);
  EXPECT_EQ(course.confirm(page, {{"preceptor_stored", attribute(first, "data-value")}}).status, 200);
}

TEST(Ladder, FirstLoginsSideBySideDoNotOverwriteEachOther) {
  Framed one, two;
  const auto first = one.login(), second = two.login();
  EXPECT_NE(pair_of(first).substr(0, pair_of(first).find('=')), pair_of(second).substr(0, pair_of(second).find('=')));
  one.cookie = pair_of(first);
  ASSERT_EQ(one.login_again(header(first, "Location")).status, 302);
  one.cookie = pair_of(second) + "; " + pair_of(first);
  EXPECT_EQ(one.post_launch(one.launch_body()).status, 200);
}

TEST(Ladder, ANewWindowIsSaidInTheDiary) {
  Framed course;
  const auto page = course.to_ladder();
  course.destination = "document";
  const auto window = course.login_again(attribute(page, "href"));
  ASSERT_EQ(window.status, 302);
  course.cookie = pair_of(window);
  EXPECT_EQ(course.post_launch(course.launch_body()).status, 200);
  EXPECT_EQ(course.diary.entries.back().detail, "bound by new_window");
}

TEST(Ladder, TheBrowsersOwnPromptSetsBothCookiesAndAsksAgainAtTheLaunch) {
  Framed course;
  const auto page = course.to_ladder();
  const auto asked = course.login_again(attribute(page, "data-access"));
  ASSERT_EQ(asked.status, 303);
  int plain = 0;
  for (const auto& [name, value] : asked.headers) plain += name == "Set-Cookie" && value.find("Partitioned") == string::npos;
  EXPECT_EQ(plain, 1);
  // Refused after all: the new window is what is left.
  EXPECT_EQ(attribute(course.login_again(header(asked, "Location")), "data-access"), "");
  const auto cookie = pair_of(asked);
  course.cookie = cookie;
  ASSERT_EQ(course.login_again(header(asked, "Location")).status, 302);
  course.cookie.clear();
  const auto arrived = course.arrive();
  ASSERT_EQ(arrived.status, 200);
  EXPECT_EQ(attribute(arrived, "data-binding"), "storage_access");
  EXPECT_TRUE(course.nothing_recorded());
  course.cookie = cookie;
  EXPECT_EQ(course.confirm(arrived, {}).status, 200);
  EXPECT_EQ(course.diary.entries.back().detail, "bound by storage_access");
}

TEST(Ladder, ATokenThatLivesAMinuteWaitsFiveForAClick) {
  struct Case { int seconds; int status; };
  for (const auto& one : {Case{290, 200}, Case{301, 401}}) {
    Framed course;
    course.to_ladder();
    course.sent = *base::parse_form(course.launch_body([](auto& claims) { claims["exp"] = claims["iat"].template get<long long>() + 60; }));
    const auto page = course.post_launch(base::format_form(course.sent));
    ASSERT_EQ(page.status, 200);
    course.clock.pass(base::Milliseconds(one.seconds * 1000));
    EXPECT_EQ(course.confirm(page, {{"preceptor_stored", course.value()}}).status, one.status) << one.seconds;
  }
}

TEST(Ladder, TheNoteOfArrivalIsOfOneTokenAndNotRenewed) {
  Framed course, other;
  course.to_ladder();
  other.to_ladder();
  const auto short_lived = [](auto& claims) { claims["exp"] = claims["iat"].template get<long long>() + 60; };
  course.sent = *base::parse_form(course.launch_body(short_lived));
  const auto page = course.post_launch(base::format_form(course.sent));
  other.sent = *base::parse_form(other.launch_body(short_lived));
  other.clock.pass(base::Milliseconds(200'000));
  EXPECT_EQ(other.confirm(page, {{"preceptor_stored", other.value()}}).status, 401) << "another launch's note";
  course.clock.pass(base::Milliseconds(200'000));
  EXPECT_EQ(course.confirm(page, {{"preceptor_failed", "the storage did not answer"}}).status, 401);
  course.clock.pass(base::Milliseconds(200'000));
  EXPECT_EQ(course.confirm(page, {{"preceptor_stored", course.value()}}).status, 401);
  EXPECT_EQ(course.diary.entries.back().reason, "launch.expired");
}

TEST(Ladder, AnotherFaultIsSaidBeforeTheBrowserIsAsked) {
  Framed course;
  course.to_ladder();
  course.sent = *base::parse_form(course.launch_body([](auto& claims) { claims["aud"] = "another"; }));
  EXPECT_EQ(course.post_launch(base::format_form(course.sent)).status, 401);
  EXPECT_EQ(course.diary.entries.back().reason, "launch.audience");
}

TEST(Ladder, AddressesThatAreNotOurs) {
  Course course;
  for (const char* again : {"", "x", "AAAA"}) {
    EXPECT_EQ(course.login_again("/tool/lti/login/r1?again=" + string(again)).status, 400) << again;
  }
  EXPECT_EQ(course.login_again("/tool/lti/login/r1?again=" + course.sealer.seal("handle", "[1,\"\"]")).status, 400);
  for (const char* plain : {"[]", "[9,\"iss=a\"]", "[-1,\"\"]", "[1,2]", "{}", "[1,\"%\"]"})
    EXPECT_EQ(course.login_again("/tool/lti/login/r1?again=" + course.sealer.seal("web.login_again", plain)).status, 400) << plain;
}

TEST(PlatformErrors, AreSaidInPlainWords) {
  struct Case { const char* error; const char* words; };
  for (const auto& one : {Case{"login_required", "does not see that you are signed in"}, Case{"launch_no_longer_valid", "was used already or waited too long"},
                          Case{"unauthorized_client", "has switched this tool off"}, Case{"access_denied", "your own account"},
                          Case{"invalid_request_object", "refused to open this"}, Case{"<b>odd", "refused to open this"}}) {
    Course course;
    course.login();
    const auto body = course.launch_body();
    const auto page = course.post_launch(base::format_form({{"utf8", "✓"}, {"error", one.error}, {"error_description", "words"}, {"state", *base::field(*base::parse_form(body), "state")}}));
    EXPECT_EQ(page.status, 400);
    EXPECT_TRUE(has(page, one.words)) << one.error << page.body;
    EXPECT_EQ(course.diary.entries.back().reason, "launch.platform_error");
    EXPECT_EQ(course.diary.entries.back().registration, "r1");
  }
}

}  // namespace
}  // namespace preceptor::web::testing
