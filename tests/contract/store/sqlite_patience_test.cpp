// Another process keeps the file's lock: who wants to write waits for a bounded time, and what was refused is not written afterwards either.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kSqliteLongestWrite{1500}, kSqliteFarTooLong{8000};   // SQLite itself would wait 10 s

class SqlitePatience : public testing::Test {
 protected:
  void SetUp() override {
    auto options = engine.options();
    options.longest_write = kSqliteLongestWrite;
    auto opened = store::Store::open(options, clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store = std::move(*opened);
    ASSERT_TRUE(store->commit(work({event("r", uuid("before"), 1)})));
    ASSERT_EQ(sqlite3_open(engine.file().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  void TearDown() override { let_go(); }
  void let_go() {
    if (!other) return;
    EXPECT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_close(other), SQLITE_OK);
    other = nullptr;
  }
  // The lock is free a moment after it was given back, and the writer thread still has a group without jobs then.
  bool writes_again() {
    const auto end = steady_clock::now() + std::chrono::seconds(20);
    while (steady_clock::now() < end) {
      if (store->commit(work({event("r", uuid("after"), 1)}))) return true;
      // One that took too long was kept all the same: its repetition is a conflict for ever.
      if (const auto there = store->load_events(base::RegistrationId("r"), uuid("after")); there && !there->empty()) return true;
    }
    return false;
  }
  std::vector<std::string> streams() {
    std::vector<std::string> names;
    for (const auto& row : engine.rows("SELECT stream_id FROM event ORDER BY stream_id")) names.push_back(row[0]);
    return names;
  }
  std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
  }

  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> store;
  sqlite3* other = nullptr;   // another connection stands for another process: the lock is the same
};

TEST_F(SqlitePatience, WhatCouldNotBeBegunIsRefusedInTimeAndNeverWritten) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&, i] {
      const auto begin = steady_clock::now();
      EXPECT_CODE(store->commit(work({event("r", uuid("refused-" + std::to_string(i)), 1)})), Code::store_failed);
      EXPECT_LT(steady_clock::now() - begin, kSqliteFarTooLong);
    });
  for (auto& writer : writers) writer.join();
  EXPECT_NE(log.all().find(" commit=not begun"), std::string::npos) << log.all();
  EXPECT_EQ(log.all().find("commit=unknown"), std::string::npos) << log.all();

  // One group is late already: nobody waits behind it, and the site says that it is not ready; reading goes on.
  EXPECT_CODE(store->commit(work({event("r", uuid("not-tried"), 1)})), Code::store_failed);
  EXPECT_CODE(store->schema_version(), Code::store_failed);
  EXPECT_TRUE(store->load_events(base::RegistrationId("r"), uuid("before")));

  let_go();
  ASSERT_TRUE(writes_again()) << log.all();
  EXPECT_TRUE(store->schema_version());
  EXPECT_EQ(streams(), sorted({uuid("before"), uuid("after")}));
}

TEST_F(SqlitePatience, AClosingStoreSendsEveryoneAway) {
  store->hurry(true);
  const auto begin = steady_clock::now();
  EXPECT_CODE(store->commit(work({event("r", uuid("refused"), 1)})), Code::store_failed);
  EXPECT_LT(steady_clock::now() - begin, kSqliteFarTooLong);
  let_go();
  store.reset();
  EXPECT_EQ(streams(), sorted({uuid("before")}));
}

}  // namespace
}  // namespace preceptor::contract
