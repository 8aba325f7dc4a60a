// Each function used as it should be, and as it should not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <thread>

#include "tests/abi/support.hpp"

extern "C" unsigned preceptor_header_version_in_c(void);

namespace {

// Opened on a private store, without a listener; closed at the end.
class Opened : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(preceptor_open(config_without_listener().c_str(), nullptr, &p), 0) << preceptor_last_error(p); }
  void TearDown() override { preceptor_close(p); }
  std::string error() const { return preceptor_last_error(p); }
  preceptor* p = nullptr;
};

int collect(void* user, int stream, const char* bytes, size_t size) {
  if (stream == 1) static_cast<std::string*>(user)->append(bytes, size);
  return 0;
}
int never_called(void*, const char*) { return 1; }

TEST(Version, IsTheSameEverywhere) {
  EXPECT_EQ(preceptor_abi_version(), PRECEPTOR_ABI_VERSION);
  EXPECT_EQ(preceptor_header_version_in_c(), preceptor_abi_version());
}

TEST(Null, IsAnsweredNotCrashed) {
  EXPECT_LT(preceptor_open("{}", nullptr, nullptr), 0);
  EXPECT_LT(preceptor_start(nullptr), 0);
  EXPECT_LT(preceptor_handle(nullptr, nullptr, nullptr, nullptr), 0);
  EXPECT_LT(preceptor_subscribe(nullptr, "n", "statements", "now", never_called, nullptr), 0);
  EXPECT_LT(preceptor_unsubscribe(nullptr, "n"), 0);
  EXPECT_LT(preceptor_command(nullptr, "check", "{}", collect, nullptr, nullptr), 0);
  EXPECT_LT(preceptor_status(nullptr, nullptr), 0);
  EXPECT_LT(preceptor_reload(nullptr, "{}"), 0);
  EXPECT_LT(preceptor_stop(nullptr, 0), 0);
  EXPECT_STREQ(preceptor_last_error(nullptr), "");
  preceptor_close(nullptr);
  preceptor_free(nullptr);
}

struct BadConfig {
  const char* json;
  const char* code;
};
class OpenFails : public testing::TestWithParam<BadConfig> {};

TEST_P(OpenFails, SaysWhyAndOnlyThat) {
  preceptor* p = nullptr;
  EXPECT_LT(preceptor_open(GetParam().json, nullptr, &p), 0);
  ASSERT_NE(p, nullptr);
  const std::string why = preceptor_last_error(p);
  EXPECT_NE(why.find(std::string("\"code\":\"") + GetParam().code + '"'), std::string::npos) << why;
  EXPECT_NE(why.find("\"fix\":\""), std::string::npos) << why;
  // A failed instance answers nothing else, and its reason is not covered up by trying.
  EXPECT_LT(preceptor_start(p), 0);
  char* status = nullptr;
  EXPECT_LT(preceptor_status(p, &status), 0);
  EXPECT_EQ(status, nullptr);
  EXPECT_EQ(preceptor_last_error(p), why);
  preceptor_close(p);
}

INSTANTIATE_TEST_SUITE_P(Configurations, OpenFails,
                         testing::Values(BadConfig{nullptr, "abi.misuse"}, BadConfig{"", "config.syntax"}, BadConfig{"{", "config.syntax"},
                                         BadConfig{R"({"public_url": "https://a.example", "stor": "memory:"})", "config.unknown_key"},
                                         BadConfig{R"({"store": "memory:"})", "config.value"},
                                         BadConfig{R"({"public_url": "http://cme.example.org", "store": "memory:"})", "config.insecure"}));


TEST(Callbacks, OfOlderAndNewerHostsAreAccepted) {
  // A newer header has more members; we must not touch what we do not know.
  struct Newer {
    preceptor_callbacks known;
    void* unknown[4];
  };
  std::mutex mutex;
  std::vector<std::string> lines;
  std::pair<std::mutex*, std::vector<std::string>*> target{&mutex, &lines};
  Newer newer{};
  newer.known.user = &target;
  newer.known.log = [](void* user, preceptor_log_level, const char* line) {
    auto* where = static_cast<std::pair<std::mutex*, std::vector<std::string>*>*>(user);
    const std::lock_guard lock(*where->first);
    where->second->emplace_back(line);
  };
  newer.known.now_ms = [](void*) -> int64_t { return 1'700'000'000'123; };
  struct Size {
    size_t bytes;
    bool ok, logs, clock;
  };
  for (const Size& size : {Size{sizeof(Newer), true, true, true}, Size{sizeof(preceptor_callbacks), true, true, true},
                           Size{offsetof(preceptor_callbacks, now_ms), true, true, false}, Size{offsetof(preceptor_callbacks, log), true, false, false},
                           Size{sizeof(size_t), true, false, false}, Size{0, false, false, false}, Size{7, false, false, false}}) {
    lines.clear();
    newer.known.struct_size = size.bytes;
    preceptor* p = nullptr;
    EXPECT_EQ(preceptor_open(config_without_listener().c_str(), &newer.known, &p) == 0, size.ok) << size.bytes << preceptor_last_error(p);
    EXPECT_EQ(preceptor_start(p) == 0, size.ok) << size.bytes << preceptor_last_error(p);
    preceptor_close(p);
    EXPECT_EQ(!lines.empty(), size.logs) << size.bytes;
    for (const auto& line : lines) {
      EXPECT_EQ(line.find("{\"at\":\""), 0u) << line;
      EXPECT_EQ(line.find("\"at\":\"2023-11-14T22:13:20.123Z\"") != std::string::npos, size.clock) << line;
    }
  }
}

TEST_F(Opened, StartsOnceAndStopsAsOftenAsAsked) {
  EXPECT_EQ(preceptor_stop(p, 100), 0) << "nothing runs, which is what was asked for";
  EXPECT_EQ(preceptor_start(p), 0) << error();
  EXPECT_LT(preceptor_start(p), 0);
  EXPECT_NE(error().find("abi.misuse"), std::string::npos) << error();
  EXPECT_EQ(preceptor_stop(p, 1000), 0) << error();
  EXPECT_EQ(preceptor_stop(p, 1000), 0) << error();
  EXPECT_LT(preceptor_start(p), 0) << "once per instance";
  Answer answer;
  const auto request = get_request("/healthz");
  EXPECT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0) << "still answers after stop";
  EXPECT_EQ(answer.calls, 1);
}

TEST(Start, OnATakenPortFailsByNameAndLeavesTheInstanceUsable) {
  const TempFolder first, second;
  preceptor *a = nullptr, *b = nullptr;
  ASSERT_EQ(preceptor_open(config_with_listener(first.path()).c_str(), nullptr, &a), 0) << preceptor_last_error(a);
  ASSERT_EQ(preceptor_start(a), 0) << preceptor_last_error(a);
  char* status = nullptr;
  ASSERT_EQ(preceptor_status(a, &status), 0);
  const std::string text = status;
  preceptor_free(status);
  const auto at = text.find("\"port\":");
  ASSERT_NE(at, std::string::npos) << text;
  const std::string port = std::to_string(std::atoi(text.c_str() + at + 7));
  std::string config = config_with_listener(second.path());
  config.replace(config.find("127.0.0.1:0\""), 12, "127.0.0.1:" + port + "\"");
  ASSERT_EQ(preceptor_open(config.c_str(), nullptr, &b), 0) << preceptor_last_error(b);
  EXPECT_LT(preceptor_start(b), 0);
  EXPECT_NE(std::string(preceptor_last_error(b)).find("listen.failed"), std::string::npos) << preceptor_last_error(b);
  preceptor_close(a);
  EXPECT_EQ(preceptor_start(b), 0) << "the port is free now: " << preceptor_last_error(b);
  preceptor_close(b);
}

TEST_F(Opened, HandlesARequestBeforeStart) {
  Answer answer;
  const auto request = get_request("/healthz");
  ASSERT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0) << error();
  EXPECT_EQ(answer.calls, 1);
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(Opened, HandlesRequestsFromManyThreads) {
  std::vector<std::thread> threads;
  std::vector<Answer> answers(8);
  for (auto& answer : answers)
    threads.emplace_back([this, &answer] {
      const auto request = get_request("/healthz");
      for (int i = 0; i < 20; ++i) preceptor_handle(p, &request, take_answer, &answer);
    });
  for (auto& thread : threads) thread.join();
  for (const auto& answer : answers) {
    EXPECT_EQ(answer.calls, 20);
    EXPECT_EQ(answer.status, 200);
  }
}

TEST_F(Opened, AnswersWhatABrowserSentWrong) {
  struct Case {
    const char* target;
    int status;
  };
  for (const Case& c : {Case{"/no/such/page", 404}, Case{"http://other.example/healthz", 400}, Case{"*", 400}, Case{"", 400}, Case{"/a b", 400},
                        Case{"/a\r\nX: y", 400}, Case{"/a#b", 400}, Case{"/\xc3\xa9", 400}}) {
    Answer answer;
    const auto request = get_request(c.target);
    EXPECT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0) << c.target;
    EXPECT_EQ(answer.status, c.status) << c.target;
    EXPECT_FALSE(answer.body.empty()) << c.target;
  }
  Answer answer;
  const std::string large((1 << 20) + 1, 'x');
  auto request = get_request("/lti/launch");
  request.method = "POST";
  request.body = large.data();
  request.body_size = large.size();
  EXPECT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0);
  EXPECT_EQ(answer.status, 413);
}

TEST_F(Opened, SaysWhichMethodsHealthTakes) {
  struct Case {
    const char* method;
    int status;
  };
  const std::pair<std::string, std::string> allow{"Allow", "GET, HEAD"};
  for (const char* target : {"/healthz", "/readyz"})
    for (const Case& c : {Case{"GET", 200}, Case{"HEAD", 200}, Case{"POST", 405}, Case{"DELETE", 405}, Case{"CONNECT", 405}, Case{"TRACE", 405}, Case{"", 400},
                          Case{"G ET", 400}, Case{"GET\r\n", 400}, Case{"G\xc3\x89T", 400}}) {
      Answer answer;
      auto request = get_request(target);
      request.method = c.method;
      EXPECT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0) << c.method;
      EXPECT_EQ(answer.status, c.status) << target << " " << c.method;
      EXPECT_EQ(std::count(answer.headers.begin(), answer.headers.end(), allow), c.status == 405 ? 1 : 0) << target << " " << c.method;
    }
}

TEST_F(Opened, RefusesMisusedRequests) {
  Answer answer;
  auto request = get_request("/healthz");
  EXPECT_LT(preceptor_handle(p, nullptr, take_answer, &answer), 0);
  EXPECT_LT(preceptor_handle(p, &request, nullptr, nullptr), 0);
  const auto refused = [&](auto&& spoil) {
    preceptor_request bad = get_request("/healthz");
    spoil(bad);
    const bool refused = preceptor_handle(p, &bad, take_answer, &answer) < 0;
    return refused && error().find("abi.misuse") != std::string::npos;
  };
  EXPECT_TRUE(refused([](preceptor_request& r) { r.struct_size = sizeof(size_t); }));
  EXPECT_TRUE(refused([](preceptor_request& r) { r.method = nullptr; }));
  EXPECT_TRUE(refused([](preceptor_request& r) { r.target = nullptr; }));
  EXPECT_TRUE(refused([](preceptor_request& r) { r.header_count = 1; }));
  EXPECT_TRUE(refused([](preceptor_request& r) { r.body_size = 1; }));
  const preceptor_header broken{"Cookie", nullptr};
  EXPECT_TRUE(refused([&](preceptor_request& r) { r.headers = &broken; r.header_count = 1; }));
  EXPECT_EQ(answer.calls, 0);
  // A host of the first version may not know client_address.
  request.struct_size = offsetof(preceptor_request, client_address);
  EXPECT_EQ(preceptor_handle(p, &request, take_answer, &answer), 0) << error();
}

TEST_F(Opened, RefusesMisusedSubscriptionsAndCommands) {
  EXPECT_LT(preceptor_subscribe(p, nullptr, "statements", "now", never_called, nullptr), 0);
  EXPECT_LT(preceptor_subscribe(p, "", "statements", "now", never_called, nullptr), 0);
  EXPECT_LT(preceptor_subscribe(p, "n", "statements", "now", nullptr, nullptr), 0);
  EXPECT_NE(error().find("abi.misuse"), std::string::npos) << error();
  EXPECT_LT(preceptor_subscribe(p, "n", "weather", "now", never_called, nullptr), 0);
  EXPECT_NE(error().find("subscribe.topic_unknown"), std::string::npos) << error();
  EXPECT_LT(preceptor_unsubscribe(p, "nobody"), 0);
  EXPECT_NE(error().find("subscribe.unknown"), std::string::npos) << error();
  std::string output;
  EXPECT_LT(preceptor_command(p, "dance", "{}", collect, nullptr, &output), 0);
  EXPECT_NE(error().find("command.unknown"), std::string::npos) << error();
  EXPECT_LT(preceptor_command(p, "check", "{}", nullptr, nullptr, nullptr), 0);
  EXPECT_NE(error().find("abi.misuse"), std::string::npos) << error();
  EXPECT_LT(preceptor_reload(p, nullptr), 0);
  EXPECT_LT(preceptor_reload(p, "{"), 0);
  EXPECT_NE(error().find("config.syntax"), std::string::npos) << error();
  EXPECT_LT(preceptor_status(p, nullptr), 0);
}

TEST_F(Opened, RunsACommandAndGivesItsOutput) {
  std::string output;
  EXPECT_GE(preceptor_command(p, "platform list", R"({"json":true})", collect, nullptr, &output), 0) << error();
  EXPECT_FALSE(output.empty());
}

TEST_F(Opened, RefusesACommandsWrongArgumentsByName) {
  struct Case {
    const char *name, *args;
  };
  for (const Case& c : {Case{"platform list", R"({"json": 1})"}, Case{"xapi check", R"({"file": "/nonexistent", "house": "yes"})"},
                        Case{"lrs add", R"({"name": "a", "endpoint": "https://l.example.org/", "username": "u", "password": "p", "same_store": "no"})"},
                        Case{"platform add", R"({"name": []})"}, Case{"content lint", R"({"paths": "x"})"}}) {
    std::string told;
    const auto tell = [](void* user, int stream, const char* bytes, size_t size) {
      if (stream == 2) static_cast<std::string*>(user)->append(bytes, size);
      return 0;
    };
    EXPECT_EQ(preceptor_command(p, c.name, c.args, tell, nullptr, &told), 2) << c.name << error();
    EXPECT_NE(told.find("must"), std::string::npos) << c.name << ": " << told;
  }
}

// The slip would do what it was to prevent.
TEST_F(Opened, DoesNothingWhenAnArgumentsNameIsNone) {
  const auto tell = [](void* user, int, const char* bytes, size_t size) {
    static_cast<std::string*>(user)->append(bytes, size);
    return 0;
  };
  std::string told;
  const char* const slip = R"({"name": "a", "endpoint": "https://l.example.org/", "username": "u", "password": "p", "pseudonymized": true})";
  EXPECT_EQ(preceptor_command(p, "lrs add", slip, tell, nullptr, &told), 2) << error();
  EXPECT_NE(told.find("did you mean pseudonymised?"), std::string::npos) << told;
  told.clear();
  EXPECT_EQ(preceptor_command(p, "lrs list", R"({"json": true})", tell, nullptr, &told), 0) << error();
  EXPECT_EQ(told, "[]\n");
  told.clear();
  EXPECT_EQ(preceptor_command(p, "person erase", R"({"person": "00000000-0000-4000-8000-000000000000", "dry-run": true})", tell, nullptr, &told), 2) << error();
  EXPECT_NE(told.find("dry-run: did you mean dry_run?"), std::string::npos) << told;
}

TEST_F(Opened, TellsItsStatus) {
  char* status = nullptr;
  ASSERT_EQ(preceptor_status(p, &status), 0) << error();
  EXPECT_NE(std::string(status).find("\"version\":\""), std::string::npos) << status;
  preceptor_free(status);
}

}  // namespace
