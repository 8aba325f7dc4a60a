#include "xapi/delivery_policy.hpp"

#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "tests/unit/xapi/rule_cases.hpp"
#include "xapi/same_statement.hpp"

namespace preceptor::xapi {
namespace {

using base::Code;
using base::Json;
using std::chrono::milliseconds;

const base::Instant kNow = base::parse_rfc3339("2026-11-22T07:00:00Z").value();

TEST(Policy, WhatEachStatusMeans) {
  struct Row { int status; Action action; };
  for (const Row& row : {Row{200, Action::check_ids}, Row{204, Action::check_ids}, Row{301, Action::blocked}, Row{400, Action::find_bad}, Row{401, Action::blocked},
                         Row{403, Action::blocked}, Row{404, Action::blocked}, Row{408, Action::retry_fewer}, Row{409, Action::compare}, Row{402, Action::blocked}, Row{407, Action::blocked}, Row{410, Action::blocked}, Row{412, Action::blocked}, Row{415, Action::blocked}, Row{451, Action::blocked},
                         Row{413, Action::retry_fewer}, Row{422, Action::find_bad}, Row{429, Action::retry}, Row{500, Action::retry}, Row{503, Action::retry},
                         Row{504, Action::retry_fewer}}) {
    EXPECT_EQ(decide(ports::OutboundResponse{row.status, {}, {}}, kNow).action, row.action) << row.status;
  }
  EXPECT_EQ(decide(base::fail(Code::outbound_timeout), kNow).action, Action::retry_fewer);
  EXPECT_EQ(decide(base::fail(Code::outbound_reset), kNow).action, Action::retry);
}

TEST(Policy, OnlyVerdictsOnStatementsBlameOne) {
  for (int status = 400; status < 500; ++status) {
    const Action action = decide(ports::OutboundResponse{status, {}, {}}, kNow).action;
    EXPECT_EQ(action == Action::find_bad, status == 400 || status == 422) << status;
  }
}

TEST(Policy, WhatMayBeOneStatementsDoing) {
  struct Row { int status; bool of_one; };
  for (const Row& row : {Row{500, true}, Row{501, true}, Row{502, true}, Row{503, false}, Row{504, true}, Row{507, true}, Row{408, true}, Row{413, false}, Row{425, false},
                         Row{429, false}, Row{401, false}, Row{402, false}, Row{409, false}, Row{200, false}}) {
    EXPECT_EQ(decide(ports::OutboundResponse{row.status, {}, {}}, kNow).of_one, row.of_one) << row.status;
    EXPECT_FALSE(decide(ports::OutboundResponse{row.status, {{"Retry-After", "5"}}, {}}, kNow).of_one) << row.status << " says itself that it passes";
  }
  EXPECT_TRUE(decide(base::fail(Code::outbound_timeout), kNow).of_one);
  for (const Code code : {Code::outbound_reset, Code::outbound_connect, Code::outbound_name, Code::outbound_tls}) EXPECT_FALSE(decide(base::fail(code), kNow).of_one);
}

TEST(Policy, RetryAfterInBothForms) {
  struct Row { const char* text; std::optional<milliseconds> wait; };
  for (const Row& row : {Row{"60", milliseconds{60000}}, Row{" 5 ", milliseconds{5000}}, Row{"0", milliseconds{0}}, Row{"86400", milliseconds{3600000}},
                         Row{"99999999999999999999", milliseconds{3600000}}, Row{"Sun, 22 Nov 2026 07:01:30 GMT", milliseconds{90000}},
                         Row{"Sun, 22 Nov 2026 06:00:00 GMT", milliseconds{0}}, Row{"soon", std::nullopt}, Row{"-5", std::nullopt}, Row{"", std::nullopt},
                         Row{"Sun, 99 Nov 2026 06:00:00 GMT", std::nullopt}, Row{"1.5", std::nullopt}}) {
    EXPECT_EQ(parse_retry_after(row.text, kNow), row.wait) << row.text;
  }
}

TEST(Policy, BackOffGrowsToFiveMinutesAndJitters) {
  EXPECT_EQ(back_off(1, 0), milliseconds{250});
  EXPECT_EQ(back_off(1, 1), milliseconds{125});
  EXPECT_EQ(back_off(4, 0), milliseconds{2000});
  EXPECT_EQ(back_off(1000, 0), milliseconds{300000});
}

TEST(Policy, IdsMustBeAnArrayOfStrings) {
  EXPECT_EQ(read_ids(R"(["7F3C2F64-8f0a-4f8e-9b35-0a4a0a3c5d11"])"), std::vector<std::string>{"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"});
  for (const char* body : {"", "[\"a\"", "{}", "[1]", "<html>"}) EXPECT_FALSE(read_ids(body)) << body;
}

TEST(Policy, Versions) {
  EXPECT_EQ(choose_version(R"({"version":["1.0.3","2.0.0"]})", "auto").value(), "2.0.0");
  EXPECT_EQ(choose_version(R"({"version":["1.0.3","2.0.0"]})", "1.0.3").value(), "1.0.3");
  EXPECT_EQ(choose_version(R"({"version":["1.0"]})", "auto").value(), "1.0.3");
  EXPECT_EQ(choose_version(R"({"version":["0.95"]})", "auto").value(), std::nullopt);
  for (const char* body : {"", "[]", "{}", R"({"version":"1.0.3"})"}) EXPECT_FALSE(choose_version(body, "auto")) << body;
}

TEST(Policy, WordsAreBoundedAndReadable) {
  EXPECT_EQ(store_words({400, {}, "a\nb"}), "HTTP 400: a b");
  EXPECT_EQ(store_words({400, {}, "\x1b[2Jgone \xc2\x9b" "1m \xe2\x80\xae" "desrever"}), "HTTP 400: \\u001b[2Jgone \\u009b1m \\u202edesrever") << "a terminal acts on none of it";
  EXPECT_LE(store_words({400, {}, std::string(5000, '\x1b')}).size(), 2000u);
  EXPECT_EQ(store_words({400, {}, "\xff"}), "HTTP 400: (an answer that is not text)");
  EXPECT_LE(store_words({400, {}, std::string(5000, 'x')}).size(), 2000u);
}

TEST(SameStatement, ByMeaning) {
  struct Row { const char* patch; bool same; };
  const Row rows[] = {
      {"{}", true},
      {R"({"stored":"2026-11-22T07:00:01Z","version":"1.0.0","authority":{"mbox":"mailto:a@example.org"}})", true},
      {R"({"timestamp":"2026-11-22T10:00:00+03:00"})", true},
      {R"({"timestamp":"2026-11-22T07:00:00.001Z"})", false},
      {R"({"id":"7F3C2F64-8F0A-4F8E-9B35-0A4A0A3C5D11"})", true},
      {R"({"actor":{"objectType":null},"object":{"objectType":null}})", true},
      {R"({"result":{"duration":"PT2M0.004S"}})", true},
      {R"({"result":{"duration":"PT120.01S"}})", false},
      {R"({"context":{"contextActivities":{"parent":{"id":"http://example.org/a","objectType":"Activity"}}}})", true},
      {R"({"context":{"contextActivities":{"parent":[{"id":"http://example.org/b"}]}}})", false},
      {R"({"attachments":[]})", true},
      {R"({"result":{"success":false}})", false},
      {R"({"actor":{"account":{"name":"u-2"}}})", false},
      {R"({"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"}})", false},
  };
  Json ours = Json::parse(testing::kClean);
  ours["result"]["duration"] = "PT120S";
  ours["context"]["contextActivities"] = Json::parse(R"({"parent":[{"id":"http://example.org/a"}]})");
  for (const Row& row : rows) {
    Json theirs = ours;
    theirs.merge_patch(Json::parse(row.patch));
    EXPECT_EQ(same_statement(ours.dump(), theirs.dump()).value(), row.same) << row.patch;
    EXPECT_EQ(same_statement(theirs.dump(), ours.dump()).value(), row.same) << row.patch;
  }
}

TEST(SameStatement, GroupMembersHaveNoOrder) {
  const char* a = R"({"actor":{"objectType":"Group","member":[{"mbox":"mailto:a@example.org"},{"mbox":"mailto:b@example.org"}]}})";
  const char* b = R"({"actor":{"objectType":"Group","member":[{"mbox":"mailto:b@example.org"},{"mbox":"mailto:a@example.org","objectType":"Agent"}]}})";
  EXPECT_TRUE(same_statement(a, b).value());
}

TEST(SameStatement, WhatIsNoObjectIsAnError) {
  for (const char* text : {"[]", "", "1", "{"}) EXPECT_FALSE(same_statement("{}", text)) << text;
}

}  // namespace
}  // namespace preceptor::xapi
