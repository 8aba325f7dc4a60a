// Dynamic Registration against the whole application: who may register what, what is never overwritten, what is never called, and where the
// registration token must not be seen.
#include <gtest/gtest.h>

#include <thread>

#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/encoding.hpp"
#include "tests/security/registering_lms.hpp"

namespace preceptor::security {
namespace {

using fakes::TestJson;

TEST(Registration, FromOnePastedAddressToALaunchThatIsLetIn) {
  RegisteringWorld world;
  const auto invited = world.invite({{"lms", "moodle"}, {"name", "Campus"}});
  const auto page = world.open(invited);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_NE(header(page, "Content-Security-Policy").find("frame-ancestors *"), std::string::npos);
  EXPECT_NE(page.body.find("Moodle at 127.0.0.1"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("value=\"email\">"), std::string::npos) << "there, and off";
  for (const char* ask : {"names", "roster", "grades", "deep_linking"})
    EXPECT_NE(page.body.find("value=\"" + std::string(ask) + "\" checked"), std::string::npos) << ask;
  for (const auto& [parameter, variable] : canvas::CanvasProfile().custom_parameters())
    EXPECT_EQ(page.body.find("(" + parameter + ")"), std::string::npos) << parameter << " is not asked of Moodle";
  const auto done = world.confirm(invited, page, {"grades", "names"});
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_NE(done.body.find("org.imsglobal.lti.close"), std::string::npos);
  EXPECT_NE(done.body.find("Activate"), std::string::npos) << "the LMS's own next click";

  const auto sent = world.lms.last_registration();
  EXPECT_EQ(sent["jwks_uri"], std::string(kToolUrl) + "/lti/jwks/" + invited.registration + ".json");
  EXPECT_EQ(sent["initiate_login_uri"], std::string(kToolUrl) + "/lti/login/" + invited.registration);
  EXPECT_EQ(sent["scope"].get<std::string>().find("nrps"), std::string::npos) << "the roster was switched off";
  EXPECT_NE(sent["scope"].get<std::string>().find("lti-ags/scope/score"), std::string::npos);
  EXPECT_TRUE(sent["https://purl.imsglobal.org/spec/lti-tool-configuration"]["custom_parameters"].empty());
  const TestJson claims = sent["https://purl.imsglobal.org/spec/lti-tool-configuration"]["claims"];
  EXPECT_NE(std::find(claims.begin(), claims.end(), "name"), claims.end());
  EXPECT_EQ(std::find(claims.begin(), claims.end(), "email"), claims.end());

  const auto stored = world.platforms().at(0);
  EXPECT_EQ(stored["registration"], invited.registration);
  EXPECT_EQ(stored["name"], "Campus");
  EXPECT_EQ(stored["source"], "dynamic");
  EXPECT_EQ(stored["accepted"], false);
  EXPECT_EQ(stored["deployment_ids"], TestJson::array({"7"}));
  EXPECT_EQ(world.login(), 403) << "nobody launches before an administrator accepted it";
  EXPECT_EQ(world.command("platform accept", {{"name", "Campus"}}).code, 0);
  EXPECT_EQ(world.login(), 302);
}

TEST(Registration, WhatIsAskedOfCanvasAloneIsExplained) {
  RegisteringWorld world;
  world.lms.family = "canvas";
  const auto page = world.open(world.invite({{"name", "Campus"}}));
  ASSERT_EQ(page.status, 200) << page.body;
  for (const auto& [parameter, variable] : canvas::CanvasProfile().custom_parameters())
    EXPECT_NE(page.body.find("(" + parameter + ")"), std::string::npos) << parameter << " is asked for and not explained";
}

TEST(Registration, AnInvitationWorksOnceAndOnlyInItsTime) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  ASSERT_EQ(world.confirm(invited, page, {}).status, 200);
  EXPECT_EQ(world.open(invited).status, 404);
  const auto again = world.confirm(invited, page, {});
  EXPECT_EQ(again.status, 200) << "the same form again: what became of it";
  EXPECT_NE(again.body.find("<h1>Registered"), std::string::npos) << again.body;
  EXPECT_EQ(world.post("/lti/register/" + invited.code, {{"form", "x"}}).status, 404) << "without the form: used up";
  EXPECT_EQ(world.lms.registrations(), 1);
  const auto late = world.invite({{"hours", "1"}});
  world.clock->pass(std::chrono::hours(1));
  EXPECT_EQ(world.open(late).status, 404);
  for (const char* code : {"", "x", "../../admin", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    EXPECT_EQ(world.get("/lti/register/" + std::string(code), world.offer()).status, 404) << code;
}

// Each POST to the LMS may make a tool there: the second click must not send one.
TEST(Registration, ADoubleClickRegistersOnce) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  ports::HttpResponse second;
  world.lms.before_answering = [&] { second = world.confirm(invited, page, {"names"}); };
  const auto first = world.confirm(invited, page, {"names"});
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(second.status, 202) << second.body;
  EXPECT_NE(second.body.find("It is being registered"), std::string::npos) << second.body;
  world.lms.before_answering = {};
  // Its button sends the same form, with the same lines left on, and finds the first one's result.
  const auto forms = fakes::read_forms(second.body);
  ASSERT_EQ(forms.size(), 1u);
  base::Fields same;
  for (const auto& control : forms[0].controls)
    if (!control.name.empty()) same.emplace_back(control.name, control.value);
  ASSERT_NE(base::field(same, "ask"), nullptr);
  EXPECT_EQ(*base::field(same, "ask"), "names");
  const auto later = world.post("/lti/register/" + invited.code, same);
  EXPECT_EQ(later.status, 200);
  EXPECT_NE(later.body.find("<h1>Registered"), std::string::npos) << later.body;
  EXPECT_EQ(world.lms.registrations(), 1);
  EXPECT_EQ(world.platforms().size(), 1u);
}

TEST(Registration, TwoClicksAtOnceRegisterOnce) {
  RegisteringWorld world;
  for (int round = 1; round <= 3; ++round) {
    const auto invited = world.invite({});
    const auto page = world.open(invited);
    ports::HttpResponse answers[2];
    std::thread other([&] { answers[0] = world.confirm(invited, page, {}); });
    answers[1] = world.confirm(invited, page, {});
    other.join();
    EXPECT_EQ(world.lms.registrations(), round);
    EXPECT_TRUE(answers[0].status == 200 || answers[1].status == 200);
    for (const auto& one : answers) EXPECT_TRUE(one.status == 200 || one.status == 202) << one.status << one.body;
  }
}

TEST(Registration, AFailedAttemptFreesTheInvitationAgain) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  world.lms.refuse_with = {400, R"({"error":"no room"})"};
  const auto refused = world.confirm(invited, page, {});
  EXPECT_EQ(refused.status, 502);
  EXPECT_NE(refused.body.find("no room"), std::string::npos) << refused.body;
  world.lms.refuse_with = {};
  EXPECT_EQ(world.confirm(invited, page, {}).status, 200);
  EXPECT_EQ(world.lms.registrations(), 1);
}

// Moodle and Canvas fetch it later; others may look at once.
TEST(Registration, TheKeySetIsThereWhileTheLmsIsStillAnswering) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  const std::string path = "/lti/jwks/" + invited.registration + ".json";
  EXPECT_EQ(world.get(path).status, 404) << "an invitation alone has no key";
  ports::HttpResponse early;
  world.lms.before_answering = [&] { early = world.get(path); };

  world.lms.refuse_with = {400, R"({"error":"no room"})"};
  EXPECT_EQ(world.confirm(invited, page, {}).status, 502);
  ASSERT_EQ(early.status, 200) << early.body;
  EXPECT_EQ(header(early, "Cache-Control"), "no-store");
  const std::string of_the_failed = TestJson::parse(early.body)["keys"][0]["kid"];
  EXPECT_EQ(world.get(path).status, 404) << "refused: the key went with it";

  world.lms.refuse_with = {};
  EXPECT_EQ(world.confirm(invited, page, {}).status, 200);
  const auto stored = world.get(path);
  EXPECT_EQ(stored.status, 200);
  EXPECT_EQ(stored.body, early.body) << "what the LMS saw is what signs";
  EXPECT_NE(TestJson::parse(stored.body)["keys"][0]["kid"], of_the_failed);
}

TEST(Registration, AFormIsGoodForItsInvitationAndOneHour) {
  RegisteringWorld world;
  const auto mine = world.invite({}), other = world.invite({});
  const auto page = world.open(mine);
  EXPECT_EQ(world.confirm(other, page, {}).status, 403) << "a form of another invitation";
  EXPECT_EQ(world.post("/lti/register/" + mine.code, {}).status, 403);
  EXPECT_EQ(world.post("/lti/register/" + mine.code, {{"form", "x"}}).status, 403);
  world.clock->pass(std::chrono::minutes(61));
  EXPECT_EQ(world.confirm(mine, page, {}).status, 403);
  EXPECT_EQ(world.lms.registrations(), 0);
}

// The platform chooses the client id. One that names a stored registration changes nothing.
TEST(Registration, AnExistingRegistrationIsNeverOverwritten) {
  RegisteringWorld world;
  const auto first = world.invite({{"name", "First"}});
  ASSERT_EQ(world.confirm(first, world.open(first), {}).status, 200);
  world.lms.client_id = "client-1";
  const auto second = world.invite({{"name", "Second"}});
  const auto refused = world.confirm(second, world.open(second), {"names"});
  EXPECT_EQ(refused.status, 409);
  const auto stored = world.platforms();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0]["name"], "First");
  EXPECT_EQ(stored[0]["registration"], first.registration);
}

TEST(Registration, TheLmsUpdatesItsOwnRegistrationAndNothingElse) {
  RegisteringWorld world;
  const auto first = world.invite({{"name", "First"}});
  ASSERT_EQ(world.confirm(first, world.open(first), {"grades"}).status, 200);
  ASSERT_EQ(world.command("platform accept", {{"name", "First"}}).code, 0);
  world.lms.client_id = "client-1";
  world.lms.token = world.lms.update_token();
  const auto second = world.invite({{"name", "Renamed"}});
  const auto page = world.open(second);
  EXPECT_NE(page.body.find("First"), std::string::npos) << "it says what is updated";
  const auto done = world.confirm(second, page, {"roster"});
  ASSERT_EQ(done.status, 200) << done.body;
  const auto stored = world.platforms();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0]["name"], "Renamed");
  EXPECT_EQ(stored[0]["registration"], first.registration) << "its addresses stay";
  EXPECT_EQ(stored[0]["accepted"], true);
  EXPECT_EQ(stored[0]["scopes"].size(), 1u);
  EXPECT_EQ(world.lms.last_registration()["jwks_uri"], std::string(kToolUrl) + "/lti/jwks/" + first.registration + ".json");
  EXPECT_EQ(world.open(second).status, 404) << "used up";

  // An update token for one registration, an answer for another.
  world.lms.answer_client_id = "client-9";
  const auto third = world.invite({});
  EXPECT_EQ(world.confirm(third, world.open(third), {}).status, 409);
  world.lms.answer_client_id.clear();
  // Switched off by an administrator: the LMS cannot bring it back.
  ASSERT_EQ(world.command("platform remove", {{"name", "Renamed"}}).code, 0);
  EXPECT_EQ(world.open(third).status, 409);
}

TEST(Registration, ForeignHostsAndOddAddressesAreRefused) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  struct Case { std::string url; int status; };
  for (const Case& one : {Case{"javascript:alert(1)", 502}, Case{"file:///etc/passwd", 502}, Case{"http://10.0.0.1/c", 502}, Case{"http://169.254.169.254/latest", 502},
                          Case{"", 400}, Case{world.lms.url("/moved"), 502}, Case{world.lms.url("/huge"), 502}, Case{world.lms.url("/page"), 502},
                          Case{world.lms.url("/foreign-issuer"), 403}, Case{world.lms.url("/foreign-endpoint"), 403}}) {
    const auto page = world.get("/lti/register/" + invited.code, base::format_form({{"openid_configuration", one.url}, {"registration_token", "t"}}));
    EXPECT_EQ(page.status, one.status) << one.url << "\n" << page.body;
  }
  EXPECT_EQ(world.lms.visits("/config"), 0) << "a redirect is not followed";
  EXPECT_EQ(world.get("/lti/register/" + invited.code, "").status, 400);
  EXPECT_EQ(world.open(invited).status, 200) << "the invitation is still good";
}

TEST(Registration, NothingInsideIsCalledUnlessAllowed) {
  RegisteringWorld world(false);
  const auto invited = world.invite({});
  EXPECT_EQ(world.open(invited).status, 502);
  EXPECT_EQ(world.lms.requests(), 0);
}

TEST(Registration, TheLmssOwnWordsAreShownAsText) {
  RegisteringWorld world;
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  world.lms.refuse_with = {422, R"({"errors":["<script>alert(1)</script> domain is taken"]})"};
  const auto refused = world.confirm(invited, page, {});
  EXPECT_EQ(refused.status, 502);
  EXPECT_EQ(refused.body.find("<script>alert"), std::string::npos);
  EXPECT_NE(refused.body.find("&lt;script&gt;alert(1)&lt;/script&gt; domain is taken"), std::string::npos) << refused.body;
  world.lms.refuse_with = {};
  EXPECT_EQ(world.confirm(invited, page, {}).status, 200) << "a refusal uses nothing up";
}

TEST(Registration, TheTokenIsSeenByTheLmsAlone) {
  RegisteringWorld world;
  world.lms.token = "very-secret-registration-token";
  const auto invited = world.invite({});
  const auto page = world.open(invited);
  EXPECT_EQ(page.body.find(world.lms.token), std::string::npos);
  EXPECT_TRUE(world.lms.saw_bearer("/config"));
  world.lms.refuse_with = {401, "no such token: " + world.lms.token};
  EXPECT_EQ(world.confirm(invited, page, {}).body.find(world.lms.token), std::string::npos);
  world.lms.refuse_with = {};
  const auto done = world.confirm(invited, page, {});
  ASSERT_EQ(done.status, 200);
  EXPECT_EQ(done.body.find(world.lms.token), std::string::npos);
  EXPECT_TRUE(world.lms.saw_bearer("/register"));
  // An address that holds the token itself, as Canvas's does, and cannot be used.
  const auto other = world.invite({});
  for (const char* path : {"/foreign-issuer", "/moved", "/page", "/nothing"})
    world.get("/lti/register/" + other.code, base::format_form({{"openid_configuration", world.lms.url(path) + "?registration_token=" + world.lms.token},
                                                               {"registration_token", world.lms.token}}));
  const std::string seen = world.log->text() + world.command("check", {}).text;
  EXPECT_EQ(seen.find(world.lms.token), std::string::npos) << seen;
  EXPECT_EQ(seen.find(invited.code), std::string::npos) << "an invitation is a secret until it is used";
  EXPECT_EQ(seen.find(other.code), std::string::npos);
}

TEST(Registration, CanvasTakesItsConfigurationByInvitationOrRegistration) {
  RegisteringWorld world;
  const auto invited = world.invite({{"lms", "canvas"}});
  const auto json = world.get("/lti/canvas/" + invited.code + ".json");
  ASSERT_EQ(json.status, 200);
  EXPECT_EQ(TestJson::parse(json.body)["public_jwk_url"], std::string(kToolUrl) + "/lti/jwks/" + invited.registration + ".json");
  const auto added = world.command("platform add", {{"name", "Cloud"}, {"lms", "canvas"}, {"issuer", "https://canvas.instructure.com"}, {"client_id", "10000000000417"},
                                                    {"authorization_endpoint", "https://sso.canvaslms.com/api/lti/authorize_redirect"},
                                                    {"jwks_uri", "https://sso.canvaslms.com/api/lti/security/jwks"}, {"invitation", invited.code}});
  ASSERT_EQ(added.code, 0) << added.text;
  EXPECT_EQ(world.platforms().at(0)["registration"], invited.registration);
  EXPECT_EQ(world.get("/lti/canvas/" + invited.code + ".json").status, 404) << "used up";
  EXPECT_EQ(world.get("/lti/canvas/" + invited.registration + ".json").status, 200);
}

}  // namespace
}  // namespace preceptor::security
