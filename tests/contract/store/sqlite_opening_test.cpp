// What only a database file can get wrong.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "adapters/store/connection.hpp"
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

namespace fs = std::filesystem;

class SqliteOpening : public testing::Test {
 protected:
  base::Result<std::unique_ptr<store::Store>> open(const std::string& url) { return store::Store::open({url, 2}, clock, log); }
  base::Result<std::unique_ptr<store::Store>> open() { return open(engine.options().url); }
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
};

TEST_F(SqliteOpening, MakesAnEmptyFileForItsOwnerAloneAndSetsWhatDurabilityRestsOn) {
  const auto store = open();
  ASSERT_TRUE(store) << base::describe(store.error());
  EXPECT_GE(*(*store)->schema_version(), 1);
  EXPECT_EQ((*store)->path(), engine.file());
  ASSERT_TRUE((*store)->site_value_once("a", "b"));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat facts {};
    ASSERT_EQ(stat((engine.file().string() + suffix).c_str(), &facts), 0) << suffix;
    EXPECT_EQ(facts.st_mode & 0777, 0600u) << suffix;
  }
  EXPECT_EQ(engine.rows("PRAGMA journal_mode")[0][0], "wal");
}

TEST_F(SqliteOpening, AnExistingEmptyFileIsMigratedOnceAndOpeningAgainChangesNothing) {
  std::ofstream(engine.file()).close();
  std::vector<std::vector<std::string>> first;
  for (int i = 0; i < 2; ++i) {
    const auto store = open();
    ASSERT_TRUE(store) << base::describe(store.error());
    const auto applied = engine.rows("SELECT version, applied_at FROM schema_version ORDER BY version");
    ASSERT_FALSE(applied.empty());
    EXPECT_EQ(applied.back()[0], std::to_string(*(*store)->schema_version()));
    if (i == 0) first = applied;
    EXPECT_EQ(applied, first) << "numbers may have gaps, but none is applied twice";
  }
}

// A file of the first version: attempts had no deployment.
TEST_F(SqliteOpening, AnOldAttemptGoesOnWhereItsRegistrationHasOneDeployment) {
  engine.rows(store::sql_text("schema/create"));
  engine.rows(store::sql_text("migrations/0001_first"));
  engine.rows("INSERT INTO schema_version VALUES (1, 0)");
  engine.rows("INSERT INTO platform VALUES ('pl', 'https://lms', 'https://lms/jwks')");
  for (const char* id : {"one", "two"}) {
    const std::string r = id;
    engine.rows("INSERT INTO registration VALUES ('" + r + "','pl','n','moodle','https://lms','c-" + r + "','a','t','j','','[]','config',1)");
    engine.rows("INSERT INTO deployment VALUES ('" + r + "', 0, 'd1')");
    engine.rows("INSERT INTO attempt VALUES ('" + r + "','a-" + r + "','p1','unit-a','en','h','course','link',1,'open',0,0,0,1,5,0,'{}',0)");
  }
  engine.rows("INSERT INTO deployment VALUES ('two', 1, 'd2')");
  auto opened = open();
  ASSERT_TRUE(opened) << base::describe(opened.error());
  auto& store = **opened;
  EXPECT_EQ((*store.find_latest_attempt(link("one"), base::PersonId("p1"), "unit-a"))->id.str(), "a-one");
  EXPECT_FALSE(*store.find_latest_attempt(link("two", "d1"), base::PersonId("p1"), "unit-a")) << "nobody knows whose it was";
  EXPECT_FALSE(*store.find_latest_attempt(link("two", "d2"), base::PersonId("p1"), "unit-a"));
  EXPECT_EQ((*store.load_attempt(base::RegistrationId("two"), base::AttemptId("a-two")))->deployment_id, "") << "the record keeps it";
}

TEST_F(SqliteOpening, FourOpenersAtOnceMigrateOnce) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  int opened = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto store = open();
      const std::lock_guard lock(mutex);
      if (store) ++opened;
      else ADD_FAILURE() << base::describe(store.error());
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
}

TEST_F(SqliteOpening, RefusesANewerSchemaAndLeavesItAsItIs) {
  { ASSERT_TRUE(open()); }
  engine.rows("INSERT INTO schema_version VALUES (9999, 0)");
  EXPECT_CODE(open(), Code::store_newer_schema);
  EXPECT_EQ(engine.rows("SELECT MAX(version) FROM schema_version")[0][0], "9999");
}

TEST_F(SqliteOpening, NamesTheFolderAndWhatToDo) {
  const std::string folder = (engine.folder() / "not there").string();
  const auto missing = open("sqlite:" + folder + "/record.db");
  EXPECT_CODE(missing, Code::store_unopened);
  EXPECT_NE(missing.error().detail.find(folder), std::string::npos) << missing.error().detail;
  EXPECT_NE(missing.error().detail.find("mkdir"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder));
  std::ofstream(engine.folder() / "plain").put('x');
  EXPECT_CODE(open("sqlite:" + (engine.folder() / "plain" / "record.db").string()), Code::store_unopened);
  EXPECT_CODE(open("sqlite:" + engine.folder().string()), Code::store_unopened);
  EXPECT_CODE(open("sqlite:"), Code::store_unopened);
  EXPECT_CODE(open("mysql:x"), Code::store_unopened);
  EXPECT_CODE(open("sqlite:" + engine.folder().string() + "/a\"b.db"), Code::store_unopened);
}

TEST_F(SqliteOpening, AFolderOrFileThatCannotBeWrittenIsNamed) {
  fs::permissions(engine.folder(), fs::perms(0755));
  const fs::path closed = engine.folder() / "closed";
  fs::create_directory(closed);
  fs::permissions(closed, fs::perms(0555));
  { ASSERT_TRUE(open()); }
  fs::permissions(engine.file(), fs::perms(0444));
  const bool root = geteuid() == 0;
  constexpr uid_t kNobody = 65534;
  ASSERT_TRUE(!root || seteuid(kNobody) == 0);  // root may write anywhere
  const auto folder = open("sqlite:" + (closed / "record.db").string());
  const auto file = open();
  ASSERT_TRUE(!root || seteuid(0) == 0);
  EXPECT_CODE(folder, Code::store_unopened);
  EXPECT_NE(folder.error().detail.find(closed.string()), std::string::npos) << folder.error().detail;
  EXPECT_CODE(file, Code::store_unopened);
}

TEST_F(SqliteOpening, AFileThatIsNoDatabaseIsNamedAndNotTouched) {
  const std::string garbage(10'000, 'g');
  std::ofstream(engine.file()) << garbage;
  const auto opened = open();
  EXPECT_CODE(opened, Code::store_unopened);
  EXPECT_NE(opened.error().detail.find("not a SQLite database"), std::string::npos) << opened.error().detail;
  std::ifstream file(engine.file());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), garbage);
}

TEST_F(SqliteOpening, ADamagedFileIsNamed) {
  { ASSERT_TRUE(open()); }
  ASSERT_GT(fs::file_size(engine.file()), 8192u);
  std::fstream file(engine.file(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(100);  // the schema's first page, behind the header
  file << std::string(3900, '\x7f');
  file.close();
  const auto opened = open();
  EXPECT_CODE(opened, Code::store_unopened);
  EXPECT_NE(opened.error().detail.find("damaged"), std::string::npos) << opened.error().detail;
}

TEST_F(SqliteOpening, AnErrorNeverRepeatsWhatWasBound) {
  auto store = open();
  ASSERT_TRUE(store);
  engine.rows("CREATE TRIGGER refuse BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'no'); END");
  ports::UnitOfWork unit;
  unit.persons = {{base::PlatformId("pl"), "very private subject", base::PersonId("p")}};
  const auto done = (*store)->commit(unit);
  EXPECT_CODE(done, Code::store_failed);
  EXPECT_EQ(base::describe(done.error()).find("private"), std::string::npos) << base::describe(done.error());
  EXPECT_NE(done.error().detail.find("record/insert_person"), std::string::npos) << done.error().detail;
  EXPECT_EQ(log.all().find("private"), std::string::npos);
}

}  // namespace
}  // namespace preceptor::contract
