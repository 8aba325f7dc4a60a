// One statement that a store fails on, and a store that fails: nothing is parked for an error that may pass, and nothing stops the others for ever.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "tests/unit/lrs/fakes.hpp"

namespace preceptor::lrs::testing {
namespace {

using base::Code;

std::set<std::string> parked_of(const Bench& bench) {
  std::set<std::string> out;
  for (const auto& row : bench.queue.parked) out.insert(row.id.str());
  return out;
}

std::set<std::string> ids_of(std::initializer_list<int> numbers) {
  std::set<std::string> out;
  for (const int number : numbers) out.insert(id_of(100000 + number));
  return out;
}

bool has_one_of(const std::vector<std::string>& ids, const std::set<std::string>& bad) {
  return std::ranges::any_of(ids, [&](const std::string& id) { return bad.contains(id); });
}

void expect_unchanged_bytes(const Bench& bench) {
  for (const auto& [id, texts] : bench.store.bytes_seen) EXPECT_EQ(texts.size(), 1u) << id;
}

void steps(Bench& bench, int count) {
  for (int i = 0; i < count; ++i) {
    const StepResult result = bench.delivery.step(bench.lease);
    if (result.what == StepResult::What::wait) bench.clock.advance(result.wait);
  }
}

// The moment it comes back may lie between a try of one statement and that of another.
TEST(Doubt, AStoreThatComesBackAtAnyMomentParksNothing) {
  for (const Answer& answer : {status(500), status(502), status(504), lost(Code::outbound_timeout)})
    for (const int size : {1, 2, 20})
      for (int outage = 1; outage <= 45; ++outage) {
        SCOPED_TRACE((answer ? std::to_string(answer->status) : "no answer") + ", " + std::to_string(size) + " statements, " + std::to_string(outage) + " failures");
        Bench bench;
        bench.fill(size);
        int left = outage;
        bench.store.before = [&](const auto&, const auto&) { return left-- > 0 ? std::optional(answer) : std::nullopt; };
        bench.run();
        EXPECT_TRUE(bench.queue.parked.empty());
        EXPECT_EQ(bench.store.order.size(), static_cast<std::size_t>(size));
        EXPECT_EQ(bench.queue.cursors["1"], size);
        expect_unchanged_bytes(bench);
      }
}

TEST(Doubt, SeveralThatItFailsOnStandBesideEachOther) {
  for (const std::set<std::string>& bad : {ids_of({1, 2}), ids_of({5, 6, 7, 8}), ids_of({1, 20}), ids_of({3, 5, 7})}) {
    Bench bench;
    bench.fill(21);
    bench.store.before = [&](const std::vector<std::string>& ids, const auto&) { return has_one_of(ids, bad) ? std::optional(status(500, "no dots")) : std::nullopt; };
    bench.run();
    EXPECT_EQ(parked_of(bench), bad);
    EXPECT_EQ(bench.store.order.size(), 21u - bad.size());
    EXPECT_EQ(bench.queue.cursors["1"], 21);
    int receipts = 0;
    for (const auto& receipt : bench.queue.receipts) receipts += receipt.count;
    EXPECT_EQ(receipts, 21 - static_cast<int>(bad.size())) << "what went ahead of its turn is counted once";
    expect_unchanged_bytes(bench);
  }
}

// A webhook behind the database: it is held, and only the answer is bad.
TEST(Doubt, WhatIsHeldThoughTheAnswerWasAnErrorIsDelivered) {
  Bench bench;
  bench.fill(6);
  bench.store.after = [&](const std::vector<std::string>& ids, const auto&) { return has_one_of(ids, ids_of({3})) ? std::optional(status(500)) : std::nullopt; };
  bench.run();
  EXPECT_TRUE(bench.queue.parked.empty());
  EXPECT_EQ(bench.store.order.size(), 6u);
  EXPECT_EQ(bench.queue.cursors["1"], 6);
}

TEST(Doubt, WhereItCannotBeReadBackTheReasonSaysSo) {
  for (const Answer& reading : {status(403, "not you"), status(500), status(200, R"({"statements":[]})")}) {
    Bench bench;
    bench.fill(6);
    bench.store.on_get = [&](const std::string& url) { return url.find("tatementId=") == std::string::npos ? std::nullopt : std::optional(reading); };
    bench.store.before = [&](const std::vector<std::string>& ids, const auto&) { return has_one_of(ids, ids_of({3})) ? std::optional(status(500, "no dots")) : std::nullopt; };
    bench.run();
    ASSERT_EQ(parked_of(bench), ids_of({3}));
    EXPECT_EQ(bench.queue.parked[0].code, "lrs.unreadable");
    EXPECT_NE(bench.queue.parked[0].reason.find("no dots"), std::string::npos) << bench.queue.parked[0].reason;
    EXPECT_NE(bench.queue.parked[0].reason.find("cannot be read back"), std::string::npos) << bench.queue.parked[0].reason;
  }
}

// It looks at statements before it looks for its database: that it refuses another shows nothing.
TEST(Doubt, ARefusalOfAnotherIsNoSignOfLife) {
  Bench bench;
  bench.fill(3);
  const auto bad = ids_of({2});
  bool down = true;
  bench.store.before = [&](const std::vector<std::string>& ids, const auto&) -> std::optional<Answer> {
    if (ids.size() == 1 && has_one_of(ids, bad)) return status(400, "no such verb");
    return down ? std::optional(status(500)) : has_one_of(ids, bad) ? std::optional(status(400)) : std::nullopt;
  };
  steps(bench, 60);
  EXPECT_TRUE(bench.queue.parked.empty());
  down = false;
  bench.run();
  EXPECT_EQ(parked_of(bench), bad);
  EXPECT_EQ(bench.store.order.size(), 2u);
}

TEST(Doubt, AStoreThatRefusesEverythingHasNotEverythingParked) {
  for (const int code : {400, 413, 422}) {
    Bench bench;
    bench.fill(40);
    bool refuses = true;
    bench.store.before = [&](const auto&, const auto&) { return refuses ? std::optional(status(code, "<html>firewall")) : std::nullopt; };
    steps(bench, 200);
    EXPECT_EQ(bench.queue.parked.size(), 5u) << code;
    refuses = false;
    bench.run();
    EXPECT_EQ(bench.queue.parked.size(), 5u) << code;
    EXPECT_EQ(bench.store.order.size(), 35u) << code;
  }
}

TEST(Doubt, ManyBadOnesInARowAreParkedWhereOthersAreTaken) {
  Bench bench;
  bench.fill(30);
  for (int i = 4; i <= 15; ++i) bench.store.refuses.insert(id_of(100000 + i));
  bench.run();
  EXPECT_EQ(parked_of(bench), bench.store.refuses);
  EXPECT_EQ(bench.store.order.size(), 18u);
  EXPECT_EQ(bench.queue.parked[11].reason, "HTTP 400: {\"error\":\"verb is not wanted here\"}");
}

// 409, and then the store goes down before it shows what it holds.
TEST(Doubt, AStoreThatGoesDownWhileItIsReadParksNothing) {
  for (const int code : {500, 502, 503}) {
    Bench bench;
    bench.fill(3);
    base::Json same = base::Json::parse(statement(100002));
    same["timestamp"] = "2026-11-22T10:00:00+03:00";   // the same instant in other words: the fake answers 409
    bench.store.held[id_of(100002)] = same.dump();
    bool down = false;
    bench.store.on_get = [&](const std::string&) -> std::optional<Answer> {
      down = down || bench.store.batch_sizes.size() > 1;
      return down ? std::optional(status(code)) : std::nullopt;
    };
    bench.store.before = [&](const auto&, const auto&) { return down ? std::optional(status(code)) : std::nullopt; };
    steps(bench, 80);
    EXPECT_TRUE(down);
    EXPECT_TRUE(bench.queue.parked.empty()) << code;
    bench.store.on_get = nullptr;
    bench.store.before = nullptr;
    bench.run();
    EXPECT_TRUE(bench.queue.parked.empty()) << code;
    EXPECT_EQ(bench.queue.cursors["1"], 3) << code;
  }
}

TEST(Doubt, AConflictThatTheLivingStoreCannotShowIsParked) {
  Bench bench;
  bench.fill(3);
  bench.store.held[id_of(100002)] = base::Json::parse(statement(100002, "passed")).dump();
  bench.store.on_get = [](const std::string& url) { return url.find("tatementId=") == std::string::npos ? std::nullopt : std::optional(status(500, "no reading")); };
  bench.run();
  ASSERT_EQ(parked_of(bench), ids_of({2}));
  EXPECT_EQ(bench.queue.parked[0].code, "lrs.conflict");
  EXPECT_NE(bench.queue.parked[0].reason.find("HTTP 500: no reading"), std::string::npos) << bench.queue.parked[0].reason;
  EXPECT_EQ(bench.store.order.size(), 2u);
}

// For staff: what went out and the store's words; the words in no error, because errors are logged.
TEST(Doubt, AFailedTryNamesWhatWentOutAndTheStoresWords) {
  for (const int code : {402, 429, 500, 503}) {
    Bench bench;
    bench.fill(3);
    bench.store.before = [&](const auto&, const auto&) { return std::optional(status(code, "monthly quota used up")); };
    const StepResult result = bench.delivery.step(bench.lease);
    ASSERT_TRUE(result.tried) << code;
    EXPECT_EQ(result.tried->statement, id_of(100001));
    EXPECT_EQ(result.tried->count, 3);
    EXPECT_EQ(result.tried->words, "HTTP " + std::to_string(code) + ": monthly quota used up");
    EXPECT_EQ(base::describe(*result.last_error).find("quota used up"), std::string::npos);
    EXPECT_FALSE(bench.delivery.step(bench.lease).tried) << "it only waits";
  }
}

}  // namespace
}  // namespace preceptor::lrs::testing
