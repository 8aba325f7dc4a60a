// The demo servers themselves: they must be strict, or the flows against them prove little.
#include <gtest/gtest.h>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

// A good authentication request for a fresh click; each case breaks one parameter.
base::Fields request(Browser& browser) {
  const Page clicked = browser.click(stage().lms(), "link-1", "learner-1", "en");
  const auto* hint = clicked.forms.at(0).named("lti_message_hint");
  return {{"scope", "openid"}, {"response_type", "id_token"}, {"response_mode", "form_post"}, {"prompt", "none"}, {"client_id", "preceptor-demo"},
          {"redirect_uri", stage().tool() + "/lti/launch"}, {"login_hint", "learner-1"}, {"lti_message_hint", hint->value}, {"state", "s"}, {"nonce", "n"}};
}

TEST(DemoLms, GoodRequestGetsAToken) {
  Browser browser;
  const Page page = browser.post(stage().lms() + "auth", request(browser));
  ASSERT_EQ(page.forms.size(), 1u);
  EXPECT_NE(page.forms[0].named("id_token"), nullptr);
  EXPECT_EQ(page.forms[0].named("state")->value, "s");
  EXPECT_EQ(page.forms[0].action, stage().tool() + "/lti/launch");
}

TEST(DemoLms, ForeignClientOrRedirectIsNeverSentBack) {
  for (const char* name : {"client_id", "redirect_uri"}) {
    Browser browser;
    auto fields = request(browser);
    for (auto& [field, value] : fields)
      if (field == name) value += "x";
    const Page page = browser.post(stage().lms() + "auth", fields);
    EXPECT_EQ(page.status, 400) << name;
    EXPECT_TRUE(page.forms.empty()) << name;
  }
}

TEST(DemoLms, EachWrongParameterIsAnOidcError) {
  for (const char* name : {"scope", "response_type", "response_mode", "prompt", "login_hint", "lti_message_hint"}) {
    Browser browser;
    auto fields = request(browser);
    for (auto& [field, value] : fields)
      if (field == name) value += "x";
    const Page page = browser.post(stage().lms() + "auth", fields);
    ASSERT_EQ(page.forms.size(), 1u) << name;
    EXPECT_NE(page.forms[0].named("error"), nullptr) << name;
    EXPECT_EQ(page.forms[0].named("id_token"), nullptr) << name;
    EXPECT_EQ(page.forms[0].named("state")->value, "s") << name;
  }
}

TEST(DemoLms, RepeatedParameterIsRefused) {
  Browser browser;
  auto fields = request(browser);
  fields.emplace_back("nonce", "another");
  EXPECT_EQ(browser.post(stage().lms() + "auth", fields).status, 400);
}

std::string statement(const std::string& id, const std::string& unit, const std::string& more = "") {
  return R"({"id":")" + id + R"(","actor":{"account":{"homePage":"http://example.org","name":"demo-lrs-test"}},"verb":{"id":"http://example.org/verbs/did"},)" +
         R"("object":{"id":"http://example.org/)" + unit + R"("},"timestamp":"2026-11-22T10:00:00.000Z")" + more + "}";
}

constexpr const char* kA = "0a000000-0000-4000-8000-00000000000a";
constexpr const char* kB = "0b000000-0000-4000-8000-00000000000b";

TEST(DemoLrs, BatchesAreAllOrNothing) {
  auto& lrs = stage();
  const auto post = [&](const std::string& body) { return lrs.post_statements(body).status; };
  EXPECT_EQ(post("[" + statement(kA, "one") + "]"), 200);
  EXPECT_EQ(post("[" + statement(kA, "one") + "]"), 200) << "the same again changes nothing";
  EXPECT_EQ(post("[" + statement(kA, "two") + "," + statement(kB, "one") + "]"), 409);
  EXPECT_EQ(post("[" + statement(kB, "one") + "," + statement(kB, "one") + "]"), 400) << "one id twice";
  EXPECT_EQ(post("[" + statement(kB, "one") + R"(,{"actor":{}}])"), 400);
  for (const auto& one : read_statements(lrs.statements())) EXPECT_NE(one.id, kB) << "a refused batch stored something";
}

TEST(DemoLrs, MalformedStatementsAreRefused) {
  const std::string bad[] = {"", "{", "[1]", "{}", statement("not-a-uuid", "x"), statement(kB, "x", R"(,"surprise":1)"), statement(kB, "x", R"(,"result":{"success":"yes"})"),
                             statement(kB, "x", R"(,"result":{"duration":"5 minutes"})"), statement(kB, "x", R"(,"result":{"score":{"scaled":1.5}})"),
                             statement(kB, "x", R"(,"context":{"registration":"1"})"), statement(kB, "x", R"(,"context":{"language":"en_US"})")};
  for (const auto& body : bad) EXPECT_EQ(stage().post_statements(body).status, 400) << body;
}

TEST(DemoLrs, ResetAfterStoringStoresAndResetBeforeDoesNot) {
  constexpr const char* before = "0c000000-0000-4000-8000-00000000000c";
  constexpr const char* after = "0d000000-0000-4000-8000-00000000000d";
  stage().lrs_faults(R"({"next":[{"do":"reset_before"},{"do":"reset_after"}]})");
  EXPECT_EQ(stage().post_statements(statement(before, "x")).status, 0);
  EXPECT_EQ(stage().post_statements(statement(after, "x")).status, 0);
  bool has_before = false, has_after = false;
  for (const auto& one : read_statements(stage().statements())) has_before |= one.id == before, has_after |= one.id == after;
  EXPECT_FALSE(has_before);
  EXPECT_TRUE(has_after);
}

}  // namespace
}  // namespace preceptor::flow
