// A database that goes away under an open store: its file is moved, replaced or deleted, or another process holds its lock. Nothing is taken into a
// file that nobody would find, the error has a name, and what goes on again goes on without a restart.
#include <sqlite3.h>

#include <filesystem>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

namespace fs = std::filesystem;

struct SqliteAway : testing::Test {
  void SetUp() override {
    auto opened = store::Store::open(engine.options(), clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store = std::move(*opened);
    ASSERT_TRUE(store->commit(work({event("r", uuid("before"), 1)})));
    ASSERT_TRUE(store->load_events(base::RegistrationId("r"), uuid("before"))) << "a connection that reads is open from here on";
  }
  void expect_events(const std::string& count) { EXPECT_EQ(engine.rows("SELECT COUNT(*) FROM event")[0][0], count); }

  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> store;
};

TEST_F(SqliteAway, AMovedFileTakesNothingUntilItIsBack) {
  const fs::path away = engine.folder() / "away.db";
  fs::rename(engine.file(), away);
  EXPECT_CODE(store->commit(work({event("r", uuid("meanwhile"), 1)})), Code::store_failed);
  EXPECT_CODE(store->schema_version(), Code::store_failed);
  EXPECT_FALSE(fs::exists(engine.file())) << "no other store was begun in its place";
  const auto before = store->load_events(base::RegistrationId("r"), uuid("before"));
  ASSERT_TRUE(before) << "what is open can still be read: " << base::describe(before.error());
  EXPECT_EQ(before->size(), 1u);
  EXPECT_NE(log.all().find("is no longer there"), std::string::npos) << log.all();

  fs::rename(away, engine.file());
  EXPECT_TRUE(store->schema_version());
  EXPECT_TRUE(store->commit(work({event("r", uuid("meanwhile"), 1)})));
  expect_events("2");
}

TEST_F(SqliteAway, AnotherFileInItsPlaceIsNotTheStore) {
  const fs::path away = engine.folder() / "away.db";
  fs::rename(engine.file(), away);
  fs::copy_file(away, engine.file());
  EXPECT_CODE(store->commit(work({event("r", uuid("meanwhile"), 1)})), Code::store_failed);
  EXPECT_CODE(store->schema_version(), Code::store_failed);
  fs::remove(engine.file());
  EXPECT_CODE(store->commit(work({event("r", uuid("meanwhile"), 1)})), Code::store_failed);
  fs::rename(away, engine.file());
  EXPECT_TRUE(store->commit(work({event("r", uuid("meanwhile"), 1)})));
  expect_events("2");
}

// Takes the ten seconds that a writer waits for the lock.
TEST_F(SqliteAway, ALockHeldByAnotherProcessIsNamedAndPasses) {
  sqlite3* other = nullptr;   // another connection stands for another process: the lock is the same
  ASSERT_EQ(sqlite3_open(engine.file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_CODE(store->commit(work({event("r", uuid("meanwhile"), 1)})), Code::store_failed);
  EXPECT_NE(log.all().find("another process held the write lock"), std::string::npos) << log.all();
  EXPECT_TRUE(store->load_events(base::RegistrationId("r"), uuid("before"))) << "reading goes on";
  ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_close(other), SQLITE_OK);
  EXPECT_TRUE(store->commit(work({event("r", uuid("meanwhile"), 1)})));
  expect_events("2");
}

}  // namespace
}  // namespace preceptor::contract
