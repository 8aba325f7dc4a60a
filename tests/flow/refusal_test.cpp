// Bad launches: each has its own reason, in the diary with what was expected and received; the learner gets one page with a code.
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

constexpr const char* kClaim = "https://purl.imsglobal.org/spec/lti/claim/";
std::string claim(const std::string& name, const std::string& value) { return "{\"claims\":{\"" + std::string(kClaim) + name + "\":" + value + "}}"; }

struct Case {
  std::string name, hook, reason;
  int status;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, HasItsReasonInTheDiary) {
  const auto& c = GetParam();
  Browser browser;
  stage().next_launch(c.hook);
  const Page page = browser.open(stage().lms(), "link-1", "learner-1", "en", "refused");
  EXPECT_EQ(page.status, c.status) << page.body;
  EXPECT_EQ(page.form(), nullptr);
  EXPECT_NE(page.body.find("<h1>"), std::string::npos) << "a page for people: " << page.body;
  ASSERT_FALSE(page.short_code().empty()) << page.body;
  bool found = false;
  for (const auto& line : stage().diary()) {
    if (line.code != page.short_code()) continue;
    found = true;
    EXPECT_EQ(line.reason, c.reason) << line.detail << " expected " << line.expected << " received " << line.received;
    EXPECT_EQ(line.step, "launch");
  }
  EXPECT_TRUE(found) << "no diary line for " << page.short_code();
  EXPECT_TRUE(of_actor(read_statements(stage().statements()), "refused").empty());
}

const Case kCases[] = {
    // The twelve bad payloads of the certification suite (lti.md section 8)
    {"NoKid", R"({"header":{"kid":null}})", "launch.kid_missing", 401},
    {"WrongKid", R"({"wrong_kid":true})", "launch.key_unknown", 401},
    {"WrongVersion", claim("version", "\"1.1.0\""), "launch.version", 400},
    {"NoVersion", claim("version", "null"), "launch.version", 400},
    {"Expired", R"({"expired":true})", "launch.expired", 401},
    {"NoMessageType", claim("message_type", "null"), "launch.message_type", 400},
    {"UnknownMessageType", claim("message_type", "\"LtiSomethingElse\""), "launch.message_type", 400},
    {"NoRoles", claim("roles", "null"), "launch.roles_missing", 400},
    {"NoDeployment", claim("deployment_id", "null"), "launch.deployment_missing", 400},
    {"NoResourceLinkId", claim("resource_link", "{}"), "launch.resource_link_missing", 400},
    {"NoSubject", R"({"claims":{"sub":null}})", "launch.subject_missing", 400},
    // Attacks and mistakes
    {"OtherDeployment", claim("deployment_id", "\"99\""), "launch.deployment_unknown", 403},
    {"NotSigned", R"({"unsigned":true})", "launch.algorithm", 401},
    {"HmacHeader", R"({"header":{"alg":"HS256"}})", "launch.algorithm", 401},
    {"CriticalHeader", R"({"header":{"crit":["b64"],"b64":false}})", "launch.critical_header", 401},
    {"ForeignKey", R"({"foreign_key":true})", "launch.signature", 401},
    {"CorruptSignature", R"({"corrupt":true})", "launch.signature", 401},
    {"OtherAudience", R"({"claims":{"aud":"someone-else"}})", "launch.audience", 401},
    {"SecondAudience", R"({"claims":{"aud":["preceptor-demo","someone-else"],"azp":"preceptor-demo"}})", "launch.audience", 401},
    {"OtherParty", R"({"claims":{"azp":"someone-else"}})", "launch.authorized_party", 401},
    {"OtherIssuer", R"({"claims":{"iss":"https://elsewhere.example.org"}})", "launch.issuer", 401},
    {"OtherNonce", R"({"claims":{"nonce":"not-the-one"}})", "launch.nonce", 401},
    {"NoNonce", R"({"claims":{"nonce":null}})", "launch.nonce", 401},
    {"IssuedInFuture", R"({"claims":{"iat":4102444800,"exp":4102444860}})", "launch.issued_at", 401},
    {"NoIssuedAt", R"({"claims":{"iat":null}})", "launch.issued_at", 401},
    {"OtherTarget", claim("target_link_uri", "\"https://elsewhere.example.org/\""), "launch.target", 400},
    {"RolesNotAList", claim("roles", "\"Learner\""), "launch.roles_missing", 400},
    {"NoUnit", claim("custom", "{}"), "launch.content_missing", 404},
    {"UnknownUnit", claim("custom", "{\"unit\":\"no-such-unit\"}"), "launch.content_missing", 404},
    {"NotAToken", R"({"id_token":"a.b.c"})", "launch.token_malformed", 400},
    {"NoToken", R"({"omit":["id_token"]})", "launch.token_missing", 400},
    {"NoState", R"({"omit":["state"]})", "launch.state_missing", 400},
    {"PlatformError", R"({"error":{"error":"launch_no_longer_valid","error_description":"The launch is no longer valid"}})", "launch.platform_error", 400},
};
INSTANTIATE_TEST_SUITE_P(Launches, Refused, testing::ValuesIn(kCases), [](const auto& info) { return info.param.name; });

// What looks odd but must be accepted.
class Accepted : public testing::TestWithParam<Case> {};

TEST_P(Accepted, OpensThePage) {
  Browser browser;
  stage().next_launch(GetParam().hook);
  const Page page = browser.open(stage().lms(), "link-1", "learner-1", "en", "accepted-" + GetParam().name);
  EXPECT_EQ(page.status, 200) << page.body;
}
const Case kGood[] = {
    {"EmptyRoles", claim("roles", "[]"), "", 200},
    {"ShortRole", claim("roles", "[\"Learner\"]"), "", 200},
    {"UnknownRole", claim("roles", "[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner\",\"http://example.org/unknown\"]"), "", 200},
    {"NoPersonalData", R"({"claims":{"name":null,"given_name":null,"family_name":null,"email":null}})", "", 200},
    {"MailOnly", R"({"claims":{"name":null,"given_name":null,"family_name":null}})", "", 200},
    {"NoContext", claim("context", "null"), "", 200},
    {"UnknownClaim", R"({"claims":{"https://example.org/anything":{"a":[1,2,3]}}})", "", 200},
    {"AudienceAsList", R"({"claims":{"aud":["preceptor-demo"]}})", "", 200},
};
INSTANTIATE_TEST_SUITE_P(Launches, Accepted, testing::ValuesIn(kGood), [](const auto& info) { return info.param.name; });

TEST(Refusal, UnknownIssuerAndClientAtLogin) {
  Browser browser;
  const Page unknown = browser.post(stage().tool() + "/lti/login", {{"iss", "https://nobody.example.org"}, {"login_hint", "x"}, {"target_link_uri", stage().tool() + "/lti/launch"}});
  EXPECT_EQ(unknown.status, 403) << unknown.body;
  std::string issuer = stage().lms();
  issuer.pop_back();
  const Page client = browser.post(stage().tool() + "/lti/login", {{"iss", issuer}, {"client_id", "nobody"}, {"login_hint", "x"}, {"target_link_uri", stage().tool() + "/lti/launch"}});
  EXPECT_EQ(client.status, 403) << client.body;
  const Page nothing = browser.post(stage().tool() + "/lti/login", {{"iss", issuer}});
  EXPECT_EQ(nothing.status, 400) << nothing.body;
  const auto diary = stage().diary();
  ASSERT_GE(diary.size(), 3u);
  EXPECT_EQ(diary[2].reason, "login.issuer_unknown");
  EXPECT_EQ(diary[1].reason, "login.client_unknown");
  EXPECT_EQ(diary[0].reason, "login.parameter_missing");
}

// A key set is fetched again at most every 30 s, so a launch right after a rotation may have to be opened once more.
TEST(Refusal, RotatedPlatformKeyIsFoundWithinHalfAMinute) {
  fakes::Stage own(PRECEPTOR_BUILD_DIR);
  Browser browser;
  ASSERT_NE(browser.open(own.lms(), "link-1").form(), nullptr);
  own.rotate_platform_key();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  Page page;
  while (!page.form() && std::chrono::steady_clock::now() < end) {
    page = browser.open(own.lms(), "link-1");
    if (!page.form()) {
      EXPECT_EQ(own.diary().at(0).reason, "launch.key_unknown");
      std::this_thread::sleep_for(std::chrono::seconds(2));
    }
  }
  EXPECT_NE(page.form(), nullptr) << page.body;
}

}  // namespace
}  // namespace preceptor::flow
