#include "lti/platform_keys.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lti/cache_control.hpp"
#include "tests/unit/lti/lti_world.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using std::chrono::hours;
using std::chrono::seconds;

// Answers from a script; can hold a call until it is let go.
class ScriptedClient : public ports::HttpClient {
 public:
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    std::unique_lock lock(mutex);
    ++calls;
    last = request;
    arrived.notify_all();
    released.wait(lock, [&] { return !hold; });
    if (failure) return base::fail(*failure);
    ports::OutboundResponse response;
    response.status = status;
    response.body = body;
    if (!cache_control.empty()) response.headers = {{"cache-control", cache_control}};
    if (!date.empty()) response.headers.emplace_back("Date", date);
    return response;
  }
  void wait_for_calls(int count) {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return calls >= count; });
  }
  void let_go() {
    const std::lock_guard lock(mutex);
    hold = false;
    released.notify_all();
  }

  std::mutex mutex;
  std::condition_variable arrived, released;
  bool hold = false;
  int calls = 0;
  int status = 200;
  std::string body, cache_control, date;
  std::optional<Code> failure;
  ports::OutboundRequest last;
};

struct Keys : testing::Test {
  Keys() {
    client.body = shared_platform().jwks();
    registration.jwks_uri = "https://lms.example.org/jwks";
    other.jwks_uri = "https://other.example.org/jwks";
  }
  std::optional<Code> refusal(const Registration& of, std::string_view kid) {
    const auto key = keys.key(of, kid);
    return key ? std::nullopt : std::optional(key.error().code);
  }
  ScriptedClient client;
  SetClock clock;
  PlatformKeys keys{client, clock};
  Registration registration, other;
};

TEST_F(Keys, AreFetchedOnceAndKept) {
  const auto key = keys.key(registration, "key-1");
  ASSERT_TRUE(key) << base::describe(key.error());
  EXPECT_EQ((*key)->kid(), "key-1");
  EXPECT_EQ(client.last.url, registration.jwks_uri);
  EXPECT_EQ(client.last.max_response_bytes, 64U * 1024U);
  EXPECT_LE(client.last.timeout, seconds(10));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 1);
}

TEST_F(Keys, OfTwoPlatformsAreNeverMixed) {
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.body = R"({"keys":[]})";
  EXPECT_EQ(refusal(other, "key-1"), Code::launch_key_unknown);
  EXPECT_TRUE(keys.key(registration, "key-1"));
}

TEST_F(Keys, AnUnknownKidIsAskedForOnceInThirtySeconds) {
  ASSERT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(refusal(registration, "new"), Code::launch_key_unknown);  // within 30 s of the first fetch
  EXPECT_EQ(client.calls, 1);
  clock.pass(seconds(30));
  EXPECT_EQ(refusal(registration, "new"), Code::launch_key_unknown);
  EXPECT_EQ(client.calls, 2);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(refusal(registration, "new" + std::to_string(i)), Code::launch_key_unknown);
  EXPECT_EQ(client.calls, 2);
}

TEST_F(Keys, ARotatedKeyIsFound) {
  const TestKey next("key-2");
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.body = TestJson{{"keys", {shared_platform().key.jwk(), next.jwk()}}}.dump();
  clock.pass(seconds(31));
  EXPECT_TRUE(keys.key(registration, "key-2"));
  EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 2);
}

TEST_F(Keys, FailuresAreToldAndNotRepeatedAtOnce) {
  client.failure = Code::outbound_connect;
  const auto key = keys.key(registration, "key-1");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Code::launch_keys_unreachable);
  EXPECT_NE(key.error().detail.find("outbound.connect"), std::string::npos) << key.error().detail;
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_keys_unreachable);
  EXPECT_EQ(client.calls, 1);
  client.failure.reset();
  clock.pass(seconds(30));
  EXPECT_TRUE(keys.key(registration, "key-1"));
}

TEST_F(Keys, UnusableAnswersAreFailures) {
  const std::pair<int, std::string> answers[] = {{404, "{}"},
                                                 {302, shared_platform().jwks()},
                                                 {200, "<html>"},
                                                 {200, "{}"},
                                                 {200, "{\"keys\":[]," + std::string(70000, ' ') + "}"}};
  for (const auto& [status, body] : answers) {
    clock.pass(seconds(30));
    client.status = status;
    client.body = body;
    EXPECT_EQ(refusal(registration, "key-1"), Code::launch_keys_unreachable) << status << " " << body.substr(0, 20);
  }
}

TEST_F(Keys, ARefusedKeyIsNamed) {
  client.body = TestJson{{"keys", {TestKey("small", 1024).jwk()}}}.dump();
  const auto key = keys.key(registration, "small");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Code::launch_key_refused);
  EXPECT_NE(key.error().detail.find("2048"), std::string::npos);
}

TEST_F(Keys, AStaleSetServesWhileTheUpkeepAsksAgain) {
  client.cache_control = "max-age=120";
  ASSERT_TRUE(keys.key(registration, "key-1"));
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 1);
  clock.pass(seconds(121));
  EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 1);  // no request waited
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 2);
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 2);
}

TEST_F(Keys, WhoeverIsToldToStopFetchesNoFurtherSet) {
  keys.expect(registration);
  keys.expect(other);
  keys.refresh_stale([] { return false; });
  EXPECT_EQ(client.calls, 0);
  keys.refresh_stale([&] { return client.calls == 0; });
  EXPECT_EQ(client.calls, 1);
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 2) << "what was left waits for the next turn";
}

TEST_F(Keys, ADeadPlatformsSetServesADayAndNoLonger) {
  client.cache_control = "max-age=60";
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.failure = Code::outbound_timeout;
  clock.pass(hours(23));
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 2);
  EXPECT_TRUE(keys.key(registration, "key-1"));
  clock.pass(hours(2));
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_keys_unreachable);
}

TEST_F(Keys, AClockThatIsSetBackKeepsNoKeyFromBeingFound) {
  const TestKey next("key-2");
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.body = TestJson{{"keys", {next.jwk()}}}.dump();
  clock.pass(-hours(24));
  EXPECT_TRUE(keys.key(registration, "key-2")) << "the last fetch lies ahead: it says nothing of how long ago it was";
  EXPECT_EQ(client.calls, 2);
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_key_unknown);
  EXPECT_EQ(client.calls, 2) << "asked a moment ago, by the clock as it is now";
}

TEST_F(Keys, ASetOfUnknownAgeIsFetchedAnew) {
  client.cache_control = "max-age=86400";
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.body = R"({"keys":[]})";
  clock.pass(-hours(24));
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 2);
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_key_unknown) << "withdrawn keys do not live on by a clock that was set back";
}

TEST_F(Keys, AWithdrawnKeyIsGoneAfterTheRefresh) {
  ASSERT_TRUE(keys.key(registration, "key-1"));
  client.body = R"({"keys":[]})";
  clock.pass(hours(25));
  keys.refresh_stale();
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_key_unknown);
}

TEST_F(Keys, OneHandlerWaitsAndTheOthersDoNot) {
  client.hold = true;
  std::optional<Code> first = Code::internal;
  std::thread waiting([&] { first = refusal(registration, "key-1"); });
  client.wait_for_calls(1);
  EXPECT_EQ(refusal(registration, "key-1"), Code::launch_keys_unreachable);  // same platform
  EXPECT_EQ(refusal(other, "key-1"), Code::launch_keys_unreachable);         // another one
  EXPECT_EQ(client.calls, 1);
  client.let_go();
  waiting.join();
  EXPECT_EQ(first, std::nullopt);
  EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 1);
  keys.refresh_stale();  // fetches for the one that was turned away
  EXPECT_EQ(client.calls, 2);
  EXPECT_EQ(client.last.url, other.jwks_uri);
  EXPECT_TRUE(keys.key(other, "key-1"));
}

TEST_F(Keys, ExpectedKeysAreThereBeforeTheFirstLaunch) {
  keys.expect(registration);
  keys.refresh_stale();
  EXPECT_EQ(client.calls, 1);
  keys.expect(registration);
  keys.refresh_stale();
  EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 1) << "expected once, fetched once";
}

TEST_F(Keys, AHandlerWaitsForTheUpkeepsFetchInsteadOfRefusing) {
  client.hold = true;
  keys.expect(registration);
  std::thread upkeep([&] { keys.refresh_stale(); });
  client.wait_for_calls(1);
  std::optional<Code> answer = Code::internal;
  std::thread handler([&] { answer = refusal(registration, "key-1"); });
  client.let_go();
  upkeep.join();
  handler.join();
  EXPECT_EQ(answer, std::nullopt);
  EXPECT_EQ(client.calls, 1);
}

TEST_F(Keys, KnownKeysAreServedWhileAFetchHangs) {
  ASSERT_TRUE(keys.key(registration, "key-1"));
  clock.pass(seconds(31));
  client.hold = true;
  std::thread waiting([&] { EXPECT_EQ(refusal(registration, "new"), Code::launch_key_unknown); });
  client.wait_for_calls(2);
  EXPECT_TRUE(keys.key(registration, "key-1"));
  client.let_go();
  waiting.join();
}

TEST_F(Keys, ManyThreadsFetchOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> served = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) served += keys.key(registration, "key-1").has_value() ? 1 : 0;
    });
  }
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(client.calls, 1);
  EXPECT_GT(served, 0);
}

TEST_F(Keys, ProbeAsksNowAndSaysWhy) {
  auto found = keys.probe(registration);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kids, std::vector<std::string>{"key-1"});
  EXPECT_FALSE(found->clock_ahead) << "no Date came";
  client.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  found = keys.probe(registration);
  ASSERT_TRUE(found && found->clock_ahead);
  EXPECT_EQ(*found->clock_ahead, *base::parse_rfc3339("1994-11-06T08:49:37.500Z") - clock.now());
  EXPECT_EQ(client.calls, 2);
  EXPECT_TRUE(keys.key(registration, "key-1"));
  EXPECT_EQ(client.calls, 2);
  client.failure = Code::outbound_tls;
  found = keys.probe(registration);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Code::outbound_tls);
}

TEST(Freshness, IsBounded) {
  const std::pair<const char*, int> cases[] = {{"max-age=120", 120},
                                               {"public, Max-Age = 300", 300},
                                               {"max-age=5", 60},
                                               {"max-age=0", 60},
                                               {"max-age=999999", 86400},
                                               {"max-age=99999999999999999999", 86400},
                                               {"max-age=\"90\"", 90},
                                               {"no-store", 60},
                                               {"no-cache, max-age=600", 60},
                                               {"max-age=", 3600},
                                               {"max-age=-1", 3600},
                                               {"max-age=x", 3600},
                                               {"", 3600},
                                               {"s-maxage=9999", 3600}};
  for (const auto& [value, expected] : cases)
    EXPECT_EQ(freshness({{"Cache-Control", value}}), seconds(expected)) << value;
  EXPECT_EQ(freshness({}), seconds(3600));
}

}  // namespace
}  // namespace preceptor::lti
