// What is different for an operator whose record lies in PostgreSQL: what the commands say, and the key that every node has to hold.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;

class PostgresqlSite : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  void SetUp() override {
    config_ = {{"public_url", "http://127.0.0.1:" + std::to_string(port_)}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true}};
    store_.into(config_);
    write();
  }
  void write() { fakes::write_file(path("preceptor.json"), config_.dump()); }
  int run(std::vector<std::string> words) const { return program_.run(std::move(words)); }
  bool says(const std::string& part) const { return program_.said().find(part) != std::string::npos; }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore store_{folder_.path()};
  fakes::Program program_{PRECEPTOR_BUILD_DIR, folder_.path()};
  int port_ = fakes::free_port();
  Json config_;
};

TEST_F(PostgresqlSite, CommandsSayWhatIsTrueThere) {
  EXPECT_EQ(run({"check"}), 0) << program_.said();
  EXPECT_TRUE(says("in PostgreSQL, which checks its own pages")) << program_.said();
  EXPECT_TRUE(says("site.key.texts is the record's folder, and can be written")) << program_.said();
  EXPECT_TRUE(says("site.key.exports is the folder of the server that looked first")) << program_.said();
  EXPECT_FALSE(says("postgresql://")) << "an address may hold a password: " << program_.said();
  EXPECT_EQ(run({"store", "check"}), 0) << program_.said();
  EXPECT_TRUE(says("PostgreSQL: 0 events, every one as it was sealed. Good.")) << program_.said();
  EXPECT_NE(run({"store", "backup", path("copy.db")}), 0);
  EXPECT_TRUE(says("pg_dump")) << program_.said();
  EXPECT_FALSE(std::filesystem::exists(path("copy.db")));
  EXPECT_NE(store_.rows("SELECT value FROM site WHERE key = 'site_key_digest'").at(0).at(0), "");
}

TEST_F(PostgresqlSite, BackupsThatOtherToolsMadeAreSpokenOfOnceTheyWereNoted) {
  const auto days_ago = [](int days) { return base::format_rfc3339(std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()) - std::chrono::hours(24 * days)); };
  EXPECT_EQ(run({"check"}), 0) << program_.said();
  EXPECT_TRUE(says("warning backups: none was noted")) << program_.said();
  ASSERT_EQ(run({"store", "backup", path("old.dump"), "--made-elsewhere", days_ago(10)}), 0) << program_.said();
  EXPECT_EQ(run({"check"}), 0) << program_.said();
  EXPECT_TRUE(says("warning backups: the last was made")) << program_.said();
  EXPECT_TRUE(says("See why pg_dump")) << program_.said();
  ASSERT_EQ(run({"store", "backup", path("new.dump"), "--made-elsewhere", days_ago(0)}), 0) << program_.said();
  EXPECT_EQ(run({"check"}), 0) << program_.said();
  EXPECT_TRUE(says("good    backups: the last was made")) << program_.said();
}

TEST_F(PostgresqlSite, ANodeNeedsTheKeyOfTheOthers) {
  ASSERT_EQ(run({"staff", "list"}), 0) << program_.said();
  fakes::write_file(path("other.key"), std::string(64, 'a') + "\n");
  std::filesystem::permissions(path("other.key"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  config_["vault"]["key_file"] = path("other.key");
  write();
  EXPECT_NE(run({"staff", "list"}), 0);
  EXPECT_TRUE(says("is not the key this record was begun with")) << program_.said();
  config_["vault"]["key_file"] = path("nowhere.key");
  write();
  EXPECT_NE(run({"staff", "list"}), 0);
  EXPECT_TRUE(says("vault.key_file names a file that is there")) << program_.said();
  EXPECT_FALSE(std::filesystem::exists(path("nowhere.key"))) << "and none is made";
}

// What people write is sealed under keys in a folder that all nodes share. One that sees another folder, or none, would take every text for lost.
TEST_F(PostgresqlSite, ANodeNeedsTheFolderOfTextKeysThatTheOthersHave) {
  ASSERT_EQ(run({"staff", "list"}), 0) << program_.said();
  ASSERT_TRUE(std::filesystem::exists(path("site.key.texts/mark")));
  config_["vault"]["text_keys"] = path("mounted");
  write();
  EXPECT_NE(run({"staff", "list"}), 0);
  EXPECT_TRUE(says("vault.text_keys names one folder")) << program_.said();
  EXPECT_FALSE(std::filesystem::exists(path("mounted"))) << "and none is made";
  std::filesystem::create_directory(path("mounted"));
  EXPECT_NE(run({"check"}), 0) << "an empty folder, as where nothing is mounted";
  std::filesystem::remove(path("mounted"));
  std::filesystem::rename(path("site.key.texts"), path("mounted"));
  EXPECT_EQ(run({"staff", "list"}), 0) << program_.said();
}

TEST_F(PostgresqlSite, AFolderOfExportsOfItsOwnIsToldAsSuch) {
  ASSERT_EQ(run({"check"}), 0) << program_.said();
  config_["exports"]["folder"] = path("own");
  write();
  EXPECT_EQ(run({"check"}), 0) << program_.said();
  EXPECT_TRUE(says("own is another folder than that of the server that looked first")) << program_.said();
  EXPECT_TRUE(says("exports.folder")) << program_.said();
}

// The vault's keys are further lines of that file, so a node that has the new ones is no stranger.
TEST_F(PostgresqlSite, ANewVaultKeyLeavesTheSiteItsKey) {
  ASSERT_EQ(run({"keys", "rotate", "--vault"}), 0) << program_.said();
  EXPECT_EQ(run({"staff", "list"}), 0) << program_.said();
}

}  // namespace
}  // namespace preceptor::flow
