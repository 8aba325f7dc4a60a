#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/encoding.hpp"
#include "tests/unit/lrs/fakes.hpp"

namespace preceptor::lrs::testing {
namespace {

using base::Code;
using What = StepResult::What;

std::vector<std::string> parked_ids(const Bench& bench) {
  std::vector<std::string> out;
  for (const auto& row : bench.queue.parked) out.push_back(row.id.str());
  return out;
}

TEST(Delivery, SendsInOrderInBatchesOfOneHundred) {
  Bench bench;
  bench.fill(250);
  bench.run();
  EXPECT_EQ(bench.store.batch_sizes, (std::vector<std::size_t>{100, 100, 50}));
  ASSERT_EQ(bench.store.order.size(), 250u);
  EXPECT_TRUE(std::is_sorted(bench.store.order.begin(), bench.store.order.end()));
  EXPECT_EQ(bench.queue.cursors["1"], 250);
  ASSERT_EQ(bench.queue.receipts.size(), 3u);
  EXPECT_EQ(bench.queue.receipts[2].from, 201);
  EXPECT_EQ(bench.queue.receipts[2].count, 50);
}

TEST(Delivery, HeadersOfARequest) {
  Bench bench("auto");
  bench.fill(1);
  bench.run();
  ASSERT_EQ(bench.store.requests.size(), 2u);
  const auto& about = bench.store.requests[0];
  EXPECT_EQ(about.url, "https://lrs.example.org/xAPI/about");
  EXPECT_EQ(ports::header(about.headers, "X-Experience-API-Version"), nullptr);
  const auto& post = bench.store.requests[1];
  EXPECT_EQ(post.method, "POST");
  EXPECT_EQ(post.url, "https://lrs.example.org/xAPI/statements");
  EXPECT_EQ(*ports::header(post.headers, "X-Experience-API-Version"), "2.0.0");
  EXPECT_EQ(*ports::header(post.headers, "Content-Type"), "application/json");
  EXPECT_EQ(*ports::header(post.headers, "Authorization"), "Basic " + base::base64_encode("user:secret-word"));
  EXPECT_EQ(post.body, "[" + statement(100001) + "]");
}

TEST(Delivery, VersionIsTheHighestBothKnowOrTheConfiguredOne) {
  struct Row { const char* configured; const char* about; const char* spoken; };
  for (const Row& row : {Row{"auto", R"({"version":["1.0.0","1.0.3"]})", "1.0.3"}, Row{"1.0.3", R"({"version":["2.0.0"]})", "1.0.3"},
                         Row{"2.0", R"({"version":["1.0.3","2.0.0"]})", "2.0.0"}}) {
    Bench bench(row.configured);
    bench.store.about = row.about;
    bench.fill(1);
    bench.run();
    EXPECT_EQ(*ports::header(bench.store.requests.back().headers, "X-Experience-API-Version"), row.spoken);
  }
}

TEST(Delivery, NoCommonVersionBlocksAndParksNothing) {
  Bench bench("auto");
  bench.store.about = R"({"version":["0.95"]})";
  bench.fill(2);
  const StepResult result = bench.delivery.step(bench.lease);
  EXPECT_EQ(result.what, What::wait);
  EXPECT_EQ(result.last_error->code, Code::lrs_version);
  EXPECT_TRUE(bench.queue.parked.empty());
  bench.store.about = R"({"version":["1.0.3"]})";
  bench.run();
  EXPECT_EQ(bench.store.held.size(), 2u);
}

// Whatever passes: the same bytes again after a pause, nothing parked, all delivered.
TEST(Delivery, PassingErrorsAreRetried) {
  const std::vector<Answer> answers = {status(500), status(502), status(503), status(429), status(408), status(401), status(403), status(404), status(302),
                                       status(200), status(200, "[\"half"), status(200, "<html>Log in</html>"), status(204), lost(Code::outbound_reset),
                                       lost(Code::outbound_timeout), lost(Code::outbound_connect), lost(Code::outbound_name), lost(Code::outbound_tls),
                                       lost(Code::outbound_refused), lost(Code::outbound_malformed), lost(Code::outbound_too_large)};
  for (const Answer& answer : answers) {
    for (const bool stored_first : {false, true}) {
      SCOPED_TRACE(answer ? std::to_string(answer->status) : base::describe(answer.error()));
      Bench bench;
      bench.fill(5);
      int left = 2;
      (stored_first ? bench.store.after : bench.store.before) = [&](const auto&, const auto&) -> std::optional<Answer> {
        if (left-- > 0) return answer;
        return std::nullopt;
      };
      const StepResult first = bench.delivery.step(bench.lease);
      EXPECT_EQ(first.what, What::wait);
      EXPECT_TRUE(first.last_error.has_value());
      bench.run();
      EXPECT_EQ(bench.store.order.size(), 5u);
      EXPECT_TRUE(bench.queue.parked.empty());
      EXPECT_EQ(bench.queue.cursors["1"], 5);
      for (const auto& [id, texts] : bench.store.bytes_seen) EXPECT_EQ(texts.size(), 1u);
    }
  }
}

TEST(Delivery, BlockedIsNamedAndSlow) {
  struct Row { int status; Code code; };
  for (const Row& row : {Row{401, Code::lrs_credentials}, Row{403, Code::lrs_credentials}, Row{404, Code::lrs_path}, Row{301, Code::lrs_path}}) {
    Bench bench;
    bench.fill(1);
    bench.store.before = [&](const auto&, const auto&) { return std::optional(status(row.status)); };
    const StepResult result = bench.delivery.step(bench.lease);
    EXPECT_EQ(result.last_error->code, row.code);
    EXPECT_GE(result.wait, std::chrono::seconds(30));
    EXPECT_EQ(base::describe(*result.last_error).find("secret-word"), std::string::npos);
  }
}

TEST(Delivery, AClockThatIsSetBackDoesNotProlongTheWait) {
  Bench bench;
  bench.fill(1);
  bench.store.before = [](const auto&, const auto&) { return std::optional(status(429, "", {{"Retry-After", "60"}})); };
  EXPECT_TRUE(bench.delivery.step(bench.lease).failed_now);
  bench.store.before = nullptr;
  bench.clock.advance(-std::chrono::hours(24));
  EXPECT_FALSE(bench.delivery.step(bench.lease).failed_now) << "it only waits";
  EXPECT_LE(bench.delivery.step(bench.lease).wait, std::chrono::seconds(60));
  bench.clock.advance(std::chrono::seconds(60));
  bench.run();
  EXPECT_EQ(bench.store.held.size(), 1u);
}

TEST(Delivery, RetryAfterIsObeyed) {
  Bench bench;
  bench.fill(1);
  bench.store.before = [](const auto&, const auto&) { return std::optional(status(429, "", {{"Retry-After", "60"}})); };
  EXPECT_EQ(bench.delivery.step(bench.lease).wait, std::chrono::seconds(60));
  bench.clock.advance(std::chrono::seconds(59));
  const std::size_t sent = bench.store.requests.size();
  EXPECT_EQ(bench.delivery.step(bench.lease).wait, std::chrono::seconds(1));
  EXPECT_EQ(bench.store.requests.size(), sent) << "asked too early";
}

TEST(Delivery, TooLargeHalvesThenGrowsBack) {
  Bench bench;
  bench.fill(3000);
  bool small = true;
  bench.store.before = [&](const auto& ids, const auto&) -> std::optional<Answer> {
    if (small && ids.size() > 20) return status(413);
    return std::nullopt;
  };
  for (int i = 0; i < 8; ++i) bench.delivery.step(bench.lease);
  EXPECT_EQ((std::vector<std::size_t>(bench.store.batch_sizes.begin(), bench.store.batch_sizes.begin() + 4)), (std::vector<std::size_t>{100, 50, 25, 12}));
  small = false;
  bench.run();
  EXPECT_EQ(bench.store.order.size(), 3000u);
  EXPECT_TRUE(bench.queue.parked.empty());
  EXPECT_EQ(*std::max_element(bench.store.batch_sizes.begin() + 4, bench.store.batch_sizes.end()), 100u);
}

// A store that runs out of time may be slow with so many at once: half as much the next time, the same bytes, nothing parked.
TEST(Delivery, ATimeOutHalvesTheNextRequest) {
  const Answer timed_out[] = {lost(Code::outbound_timeout), status(408), status(504)};
  for (const Answer& answer : timed_out) {
    for (const bool stored_first : {false, true}) {
      SCOPED_TRACE((answer ? std::to_string(answer->status) : base::describe(answer.error())) + (stored_first ? ", stored before" : ""));
      Bench bench;
      bench.fill(100);
      int left = 2;
      (stored_first ? bench.store.after : bench.store.before) = [&](const auto&, const auto&) -> std::optional<Answer> {
        if (left-- > 0) return answer;
        return std::nullopt;
      };
      bench.run();
      EXPECT_EQ(bench.store.batch_sizes, (std::vector<std::size_t>{100, 50, 25, 25, 25, 25}));
      EXPECT_EQ(bench.store.order.size(), 100u);
      EXPECT_TRUE(bench.queue.parked.empty());
      for (const auto& [id, texts] : bench.store.bytes_seen) EXPECT_EQ(texts.size(), 1u);
    }
  }
}

TEST(Delivery, TooLargeAloneIsParked) {
  Bench bench;
  bench.fill(8);
  bench.store.before = [](const auto& ids, const auto&) -> std::optional<Answer> {
    for (const auto& id : ids) {
      if (id == id_of(100003)) return status(413, "too big");
    }
    return std::nullopt;
  };
  bench.run();
  EXPECT_EQ(parked_ids(bench), std::vector<std::string>{id_of(100003)});
  EXPECT_EQ(bench.queue.parked[0].code, "lrs.refused");
  EXPECT_EQ(bench.store.order.size(), 7u);
}

TEST(Delivery, TheOneBadStatementIsFoundAndParkedWithTheStoresWords) {
  for (const int bad : {1, 37, 100}) {
    Bench bench;
    bench.fill(100);
    bench.store.refuses = {id_of(100000 + bad)};
    bench.run();
    EXPECT_EQ(parked_ids(bench), std::vector<std::string>{id_of(100000 + bad)});
    EXPECT_EQ(bench.queue.parked[0].code, "lrs.refused");
    EXPECT_EQ(bench.queue.parked[0].reason, "HTTP 400: {\"error\":\"verb is not wanted here\"}");
    EXPECT_EQ(bench.store.order.size(), 99u);
    EXPECT_LT(bench.store.batch_sizes.size(), 20u) << "halving, not one by one";
    EXPECT_EQ(bench.queue.cursors["1"], 100);
  }
}

bool names(const std::vector<std::string>& ids, int number) { return std::ranges::find(ids, id_of(number)) != ids.end(); }

// xapi.md 7: what one statement does to the store must not keep all others away from it for ever.
TEST(Delivery, OneStatementThatAStoreFailsOnIsParkedAndTheOthersArrive) {
  const std::vector<Answer> answers = {status(500, "key may not contain ."), status(502), status(504), lost(Code::outbound_timeout)};
  for (const Answer& answer : answers)
    for (const int bad : {1, 37, 99}) {
      SCOPED_TRACE(answer ? std::to_string(answer->status) : base::describe(answer.error()));
      Bench bench;
      bench.fill(100);
      bench.store.before = [&](const std::vector<std::string>& ids, const auto&) { return names(ids, 100000 + bad) ? std::optional(answer) : std::nullopt; };
      bench.run();
      ASSERT_EQ(parked_ids(bench), std::vector<std::string>{id_of(100000 + bad)});
      EXPECT_EQ(bench.queue.parked[0].code, "lrs.refused");
      const std::string words = !answer ? "no answer in time" : answer->status == 500 ? ": key may not contain ." : "HTTP " + std::to_string(answer->status);
      EXPECT_NE(bench.queue.parked[0].reason.find(words), std::string::npos) << bench.queue.parked[0].reason;
      EXPECT_EQ(bench.store.order.size(), 99u);
      EXPECT_EQ(bench.queue.cursors["1"], 100);
      for (const auto& [id, texts] : bench.store.bytes_seen) EXPECT_EQ(texts.size(), 1u);
    }
}

TEST(Delivery, AStoreThatFailsOnEverythingParksNothing) {
  for (const Answer& answer : {status(500), status(504), lost(Code::outbound_timeout)}) {
    Bench bench;
    bench.fill(20);
    int left = 60;
    bench.store.before = [&](const auto&, const auto&) { return left-- > 0 ? std::optional(answer) : std::nullopt; };
    bench.run();
    EXPECT_TRUE(bench.queue.parked.empty());
    EXPECT_EQ(bench.store.order.size(), 20u);
    std::map<std::string, std::string> last;
    for (const auto& id : bench.store.order) EXPECT_LT(std::exchange(last[attempt_of(id)], id), id) << "in the order of its attempt";
  }
}

// Nobody can tell whether it is the statement or the store while there is no other.
TEST(Delivery, TheOnlyOneThatWaitsIsParkedWhenAnotherIsTaken) {
  Bench bench;
  bench.fill(1);
  bench.store.before = [&](const std::vector<std::string>& ids, const auto&) { return names(ids, 100001) ? std::optional(status(500)) : std::nullopt; };
  for (int i = 0; i < 30; ++i) {
    const StepResult result = bench.delivery.step(bench.lease);
    if (result.what == What::wait) bench.clock.advance(result.wait);
  }
  EXPECT_TRUE(bench.queue.parked.empty());
  bench.queue.add(1, id_of(100002), statement(100002), 2);
  bench.run();
  EXPECT_EQ(parked_ids(bench), std::vector<std::string>{id_of(100001)});
  EXPECT_EQ(bench.store.order, std::vector<std::string>{id_of(100002)});
}

// A quota, a proxy, a tenant that moved: no statement is to blame.
TEST(Delivery, ARefusalOfEverythingParksNothing) {
  for (const int code : {402, 406, 407, 410, 415, 421, 426, 451}) {
    Bench bench;
    bench.fill(3);
    int left = 4;
    bench.store.before = [&](const auto&, const auto&) { return left-- > 0 ? std::optional(status(code, "not now")) : std::nullopt; };
    const StepResult first = bench.delivery.step(bench.lease);
    EXPECT_EQ(first.what, What::wait) << code;
    EXPECT_GE(first.wait, std::chrono::seconds(30)) << code;
    bench.run();
    EXPECT_TRUE(bench.queue.parked.empty()) << code;
    EXPECT_EQ(bench.store.order.size(), 3u) << code;
  }
}

TEST(Delivery, AConflictThatIsAnsweredByAListIsParked) {
  Bench bench;
  bench.fill(3);
  bench.store.before = [&](const std::vector<std::string>& ids, const auto&) { return names(ids, 100002) ? std::optional(status(409)) : std::nullopt; };
  bench.store.on_get = [](const std::string& url) { return url.find("tatementId=") == std::string::npos ? std::nullopt : std::optional(status(200, R"({"statements":[],"more":""})")); };
  bench.run();
  EXPECT_EQ(parked_ids(bench), std::vector<std::string>{id_of(100002)});
  EXPECT_EQ(bench.queue.parked[0].code, "lrs.conflict");
  EXPECT_EQ(bench.store.order.size(), 2u);
}

TEST(Delivery, AStoreThatDroppedOurVersionParksNothing) {
  Bench bench("2.0");
  bench.fill(3);
  bench.store.about = R"({"version":["1.0.3"]})";
  bench.store.before = [](const auto&, const auto&) { return std::optional(status(400, "unknown version")); };
  for (int i = 0; i < 6; ++i) {
    const StepResult result = bench.delivery.step(bench.lease);
    if (result.what == What::wait) {
      EXPECT_EQ(result.last_error->code, Code::lrs_version);
      break;
    }
  }
  EXPECT_TRUE(bench.queue.parked.empty());
  EXPECT_EQ(bench.queue.cursors["1"], 0);
}

TEST(Delivery, StatementsOfOnePositionSettleTogether) {
  Bench bench;
  for (int i = 1; i <= 6; ++i) bench.queue.add(1, id_of(i), statement(i), (i + 1) / 2);
  bench.store.refuses = {id_of(3)};
  bench.queue.fail_settles = 1;
  bench.run();
  EXPECT_EQ(parked_ids(bench), std::vector<std::string>{id_of(3)});
  EXPECT_EQ(bench.store.order.size(), 5u);
  EXPECT_EQ(bench.queue.cursors["1"], 3);
}

TEST(Delivery, AnOldFenceDropsTheWork) {
  Bench bench;
  bench.fill(3);
  bench.queue.fence = 2;
  EXPECT_EQ(bench.delivery.step(bench.lease).last_error->code, Code::store_conflict);
  EXPECT_EQ(bench.queue.cursors["1"], 0);
  bench.lease.fence = 2;
  bench.run();
  EXPECT_EQ(bench.store.order.size(), 3u);
  EXPECT_EQ(bench.queue.cursors["1"], 3);
}

}  // namespace
}  // namespace preceptor::lrs::testing
