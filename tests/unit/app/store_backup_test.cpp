// store backup and store check --file as commands: what a damaged backup says, and what a restored store knows.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

bool backup_tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

int number_in(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  int number = -1;
  const auto each = [](void* into, int, char** values, char**) { return *static_cast<int*>(into) = std::stoi(values[0]), 0; };
  if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) sqlite3_exec(db, sql.c_str(), each, &number, nullptr);
  sqlite3_close(db);
  if (number < 0) throw std::runtime_error("cannot look into the file");
  return number;
}

class BackupCommands : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  void zero_root_of(const std::string& table, const std::string& file) {
    const int size = number_in(file, "PRAGMA page_size"), page = number_in(file, "SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'");
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(page - 1) * size);
    bytes << std::string(static_cast<std::size_t>(size), '\0');
  }
  QuietSite quiet;
  const fakes::TemporaryFolder folder;
};

TEST_F(BackupCommands, ADamagedBackupIsRedWhereverTheDamageLies) {
  ASSERT_TRUE(backup_tells(quiet.run("store backup", {{"file", path("b.db")}}), "read through and whole"));
  const std::string good = quiet.run("store check", {{"file", path("b.db")}});
  EXPECT_EQ(quiet.code, 0) << good;
  for (const char* table : {"person", "link", "event", "seal_head"}) {   // the check of the record reads the last two alone
    const std::string file = path(std::string(table) + ".db");
    std::filesystem::copy_file(path("b.db"), file);
    zero_root_of(table, file);
    const std::string said = quiet.run("store check", {{"file", file}});
    EXPECT_EQ(quiet.code, 1) << table << ": " << said;
    EXPECT_TRUE(backup_tells(said, "This backup is damaged: use another.")) << table << ": " << said;
    EXPECT_FALSE(backup_tells(said, ". Good.")) << table << ": " << said;
    const Json json = Json::parse(quiet.run("store check", {{"file", file}, {"json", true}}));
    EXPECT_EQ(json["good"], false);
    EXPECT_EQ(json["whole"], false);
  }
  EXPECT_TRUE(backup_tells(quiet.run("store check", {{"file", path("nowhere.db")}}), "there is no such file"));
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(BackupCommands, ARestoredStoreNamesItsBackupToWhoErases) {
  const std::string person = base::uuid_v4();
  ports::NewEvent moved;
  moved.event.stream_kind = "person";
  moved.event.stream_id = base::uuid_v4();
  moved.event.registration = base::RegistrationId(ports::kNoRegistration);
  moved.event.person = base::PersonId(person);
  moved.event.at = moved.event.recorded_at = quiet.clock->now();
  moved.event.payload = credit::payload_of(credit::CreditMoved{"c-1", credit::GrantState::issued, credit::GrantState::exported, {}, "command line", "x-1"});
  ports::UnitOfWork work;
  work.events.push_back(moved);
  ASSERT_TRUE(quiet.site->store().commit(work));
  ASSERT_TRUE(backup_tells(quiet.run("store backup", {{"file", path("b.db")}}), "read through and whole"));

  std::filesystem::copy_file(path("b.db"), path("restored.db"));
  QuietSite restored{Json{{"store", "sqlite:" + path("restored.db")}}};
  const std::string said = restored.run("person erase", {{"person", person}, {"dry_run", true}});
  EXPECT_EQ(restored.code, 0) << said;
  EXPECT_TRUE(backup_tells(said, path("b.db"))) << said;
  const std::string lines = restored.run("check");
  EXPECT_TRUE(backup_tells(lines, "good    backups: the last was made")) << lines;
  // The store that was kept aside is named once it was noted, and does not make the backup look older.
  ASSERT_TRUE(backup_tells(restored.run("store backup", {{"file", path("aside.db")}, {"made_elsewhere", "2001-01-01T00:00:00Z"}}), "is noted"));
  EXPECT_TRUE(backup_tells(restored.run("check"), "good    backups: the last was made")) << "the newest counts";
}

}  // namespace
}  // namespace preceptor::app
