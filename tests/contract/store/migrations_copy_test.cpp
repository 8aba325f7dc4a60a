// What is made sure of before a schema changes: a copy where the store is a file, an operator's word where it is PostgreSQL.
#include <sys/stat.h>

#include <fstream>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/old_store.hpp"
#include "tests/contract/store/postgresql_engine.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

namespace fs = std::filesystem;

constexpr int kOld = 14;

class MigrationsOfFiles : public testing::Test {
 protected:
  void SetUp() override {
    make_old_store(engine.options().url, kOld);
    engine.rows("INSERT INTO person (platform, subject, id) VALUES ('pl', 'sub', 'p1')");
  }
  base::Result<std::unique_ptr<store::Store>> open(bool backup_made = false) {
    store::StoreOptions options = engine.options();
    options.backup_made = backup_made;
    return store::Store::open(options, clock, log);
  }
  // What lies beside the store.
  std::vector<std::string> copies() const {
    std::vector<std::string> names;
    for (const auto& one : fs::directory_iterator(engine.folder()))
      if (const std::string name = one.path().filename().string(); name.find(".schema-") != std::string::npos) names.push_back(name);
    return names;
  }
  std::string in_copy(const std::string& file, const std::string& sql) { return engine.rows("ATTACH '" + file + "' AS copy; " + sql).at(0).at(0); }
  std::string schema() { return engine.rows("SELECT MAX(version) FROM schema_version")[0][0]; }
  void put(const std::string& name) { std::ofstream(engine.folder() / name) << "of an earlier start"; }

  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
};

TEST_F(MigrationsOfFiles, ACopyIsMadeBesideTheStoreAndNoted) {
  auto opened = open();
  ASSERT_TRUE(opened) << base::describe(opened.error());
  const store::Migration done = (*opened)->migration();
  EXPECT_EQ(done.from, kOld);
  EXPECT_EQ(done.backup, engine.file().string() + ".schema-14-20231114T221320Z");
  ASSERT_TRUE(fs::exists(done.backup));
  EXPECT_EQ(static_cast<std::uintmax_t>(done.backup_bytes), fs::file_size(done.backup));
  struct stat facts {};
  ASSERT_EQ(::stat(done.backup.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ(in_copy(done.backup, "SELECT MAX(version) FROM copy.schema_version"), "14");
  EXPECT_EQ(in_copy(done.backup, "SELECT id FROM copy.person"), "p1");
  EXPECT_NE(log.all().find("store.migrated from=14"), std::string::npos) << log.all();

  const auto named = (*opened)->copies_holding(at(0), at(0));
  ASSERT_TRUE(named && named->size() == 1u);
  EXPECT_EQ(named->front().file, done.backup);
  EXPECT_EQ(**(*opened)->last_copy(ports::Copy::backup), at(0));
  opened->reset();
  const auto again = open();
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->migration().from, (*again)->migration().to);
  EXPECT_EQ(copies().size(), 1u) << "nothing was to be done";
}

TEST_F(MigrationsOfFiles, TheCopyIsTheWayBackAndIsNotOverwritten) {
  std::string first;
  {
    const auto opened = open();
    ASSERT_TRUE(opened);
    first = (*opened)->migration().backup;
  }
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(engine.file().string() + suffix);
  fs::copy_file(first, engine.file());
  const auto opened = open();
  ASSERT_TRUE(opened) << base::describe(opened.error());
  EXPECT_EQ((*opened)->migration().from, kOld);
  EXPECT_NE((*opened)->migration().backup, first);
  EXPECT_EQ(copies().size(), 2u);
  EXPECT_EQ((*opened)->copies_holding(at(0), at(0))->size(), 2u) << "the first one too, of which the restored store knew nothing";
}

TEST_F(MigrationsOfFiles, WhatAStartThatEndedEarlyLeftIsRemovedOrNoted) {
  const std::string name = engine.file().filename().string();
  put(name + ".schema-14-20200101T000000Z.part");
  put(name + ".schema-14-20200101T000001Z");
  put("other.db.schema-14-20200101T000000Z.part");
  const auto opened = open();
  ASSERT_TRUE(opened) << base::describe(opened.error());
  EXPECT_EQ(copies().size(), 3u) << "another store's is none of ours";
  EXPECT_EQ((*opened)->copies_holding(at(0), at(0))->size(), 2u);
}

TEST_F(MigrationsOfFiles, WhoSaysThatThereIsABackupGetsNone) {
  const auto opened = open(true);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  EXPECT_EQ((*opened)->migration().from, kOld);
  EXPECT_TRUE((*opened)->migration().backup.empty());
  EXPECT_TRUE(copies().empty());
  EXPECT_FALSE(*(*opened)->last_copy(ports::Copy::backup));
}

TEST_F(MigrationsOfFiles, WithoutRoomForTheCopyNothingBegins) {
  fs::resize_file(engine.file(), std::uintmax_t{4} << 40);   // a hole: SQLite reads what its header says
  const auto refused = open();
  EXPECT_CODE(refused, Code::store_backup_failed);
  EXPECT_NE(refused.error().detail.find(engine.folder().string()), std::string::npos) << refused.error().detail;
  EXPECT_NE(refused.error().detail.find("MiB free"), std::string::npos) << refused.error().detail;
  EXPECT_EQ(schema(), "14");
  EXPECT_TRUE(copies().empty());
  EXPECT_TRUE(open(true)) << "there is a backup elsewhere";
}

TEST_F(MigrationsOfFiles, ACopyThatCannotBeMadeStopsTheMigration) {
  fs::create_directories(engine.folder() / (engine.file().filename().string() + ".schema-14-x.part") / "in the way");
  const auto refused = open();
  EXPECT_CODE(refused, Code::store_backup_failed);
  EXPECT_EQ(schema(), "14");
}

TEST_F(MigrationsOfFiles, AMigrationThatFailsLeavesNoCopyOfWhatIsStillThere) {
  engine.rows("CREATE TABLE copy_made (id text NOT NULL)");   // in the way of 0015
  EXPECT_CODE(open(), Code::store_unopened);
  EXPECT_EQ(schema(), "14");
  EXPECT_TRUE(copies().empty()) << "a service that is started again and again would fill the disk";
}

TEST(MigrationsOfAServer, WaitForAnOperatorWhoHasABackup) {
  PostgresqlEngine engine;
  if (!engine.why_not().empty()) GTEST_SKIP() << "not run: " << engine.why_not();
  StandingClock clock;
  KeptLog log;
  make_old_store(engine.options().url, kOld);
  const auto refused = store::Store::open(engine.options(), clock, log);
  EXPECT_CODE(refused, Code::store_migration_waits);
  EXPECT_NE(refused.error().detail.find("schema 14"), std::string::npos) << refused.error().detail;
  EXPECT_EQ(engine.rows("SELECT MAX(version) FROM schema_version")[0][0], "14");
  store::StoreOptions options = engine.options();
  options.backup_made = true;
  {
    const auto opened = store::Store::open(options, clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    EXPECT_TRUE((*opened)->migration().backup.empty());
  }
  const auto opened = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  EXPECT_EQ((*opened)->migration().from, (*opened)->migration().to);
}

}  // namespace
}  // namespace preceptor::contract
