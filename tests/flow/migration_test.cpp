// A new version meets the store of the version before: by command, by starting, and twice at once. On both engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "core/base/json.hpp"
#include "tests/contract/store/old_store.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;

const std::string kProgram = PRECEPTOR_BUILD_DIR "/preceptor";

class Migrating : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  void SetUp() override {
    Json config = {{"public_url", "http://127.0.0.1:" + std::to_string(port_)}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true}};
    store_.into(config);
    fakes::write_file(path("preceptor.json"), config.dump());
    newest_ = contract::migration_names().rbegin()->first;
    contract::make_old_store(store_.url(), newest_ - 1);
  }
  bool in_a_file() const { return store_.url().starts_with("sqlite:"); }
  int run(std::vector<std::string> words) const { return program_.run(std::move(words)); }
  bool says(const std::string& part) const { return program_.said().find(part) != std::string::npos; }
  // What an administrator writes after looking for the backup.
  std::vector<std::string> migrate(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"store", "migrate"};
    if (!in_a_file()) words.push_back("--backup-made");
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  int copies() const {
    int found = 0;
    for (const auto& one : std::filesystem::directory_iterator(folder_.path()))
      if (one.path().filename().string().starts_with("preceptor.db.schema-" + std::to_string(newest_ - 1))) ++found;
    return found;
  }
  std::string schema() const { return store_.rows("SELECT MAX(version) FROM schema_version").at(0).at(0); }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore store_{folder_.path()};
  fakes::Program program_{PRECEPTOR_BUILD_DIR, folder_.path()};
  int port_ = fakes::free_port();
  int newest_ = 0;
};

TEST_F(Migrating, TheCommandSaysWhatItDid) {
  const std::string from = std::to_string(newest_ - 1), to = std::to_string(newest_);
  EXPECT_EQ(run(migrate()), 0) << program_.said();
  EXPECT_TRUE(says("schema " + from + " became " + to + ".\n")) << program_.said();
  EXPECT_TRUE(says(contract::migration_names().at(newest_).substr(std::string("migrations/").size()))) << program_.said();
  EXPECT_EQ(says("What it was before: " + path("preceptor.db.schema-" + from)), in_a_file()) << program_.said();
  EXPECT_FALSE(says("postgresql://")) << "an address may hold a password: " << program_.said();
  EXPECT_EQ(schema(), to);
  EXPECT_EQ(run(migrate({"--json"})), 0) << program_.said();
  const Json again = Json::parse(program_.said());
  EXPECT_EQ(again["from"], newest_);
  EXPECT_EQ(again["to"], newest_);
  EXPECT_TRUE(again["applied"].empty() && again["backup"].is_null()) << again;
  EXPECT_EQ(copies(), in_a_file() ? 1 : 0);
  EXPECT_EQ(store_.rows("SELECT subject FROM audit_log WHERE act = 'store migrate'"), (std::vector<std::vector<std::string>>{{"schema=" + from + "-" + to}}));
  EXPECT_EQ(run({"store", "check"}), 0) << program_.said();
}

TEST_F(Migrating, AStartMigratesAFileAndLeavesADatabaseOfSeveralNodesAlone) {
  fakes::Process serve;
  if (in_a_file()) {
    serve.start({kProgram, "serve", "--config", path("preceptor.json")}, path("log"), true);
    EXPECT_EQ(schema(), std::to_string(newest_));
    EXPECT_EQ(copies(), 1);
    EXPECT_NE(fakes::read_file(path("log")).find("store.migrated"), std::string::npos) << fakes::read_file(path("log"));
    EXPECT_EQ(serve.stop(), 0);
    return;
  }
  EXPECT_EQ(run({"serve"}), 3) << program_.said();
  EXPECT_TRUE(says("store migrate --backup-made")) << program_.said();
  EXPECT_EQ(run({"store", "migrate"}), 3) << "without a word about the backup: " << program_.said();
  EXPECT_EQ(schema(), std::to_string(newest_ - 1));
  EXPECT_EQ(run(migrate()), 0) << program_.said();
  serve.start({kProgram, "serve", "--config", path("preceptor.json")}, path("log"), true);
  EXPECT_EQ(serve.stop(), 0);
}

TEST_F(Migrating, OfTwoProcessesAtOnceOneMigratesAndTheOtherWaits) {
  const auto lock = contract::connect(store_.url());
  lock->begin();
  std::vector<std::string> words = migrate({"--json", "--config", path("preceptor.json")});
  words.insert(words.begin(), kProgram);
  fakes::Process one, other;
  one.start(words, path("one"), false);
  other.start(words, path("other"), false);
  if (!in_a_file()) {   // PostgreSQL says who waits
    const std::string waiting = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    for (int i = 0; i < 1000 && store_.rows(waiting)[0][0] != "2"; ++i) std::this_thread::sleep_for(milliseconds(10));
    EXPECT_EQ(store_.rows(waiting)[0][0], "2");
  }
  lock->commit();
  for (fakes::Process* process : {&one, &other}) {
    for (int i = 0; i < 1500 && process->running(); ++i) std::this_thread::sleep_for(milliseconds(10));
    EXPECT_EQ(process->stop(), 0) << fakes::read_file(path("one")) << fakes::read_file(path("other"));
  }
  std::vector<int> from = {Json::parse(fakes::read_file(path("one")))["from"].get<int>(), Json::parse(fakes::read_file(path("other")))["from"].get<int>()};
  std::sort(from.begin(), from.end());
  EXPECT_EQ(from, (std::vector<int>{newest_ - 1, newest_}));
  EXPECT_EQ(schema(), std::to_string(newest_));
  EXPECT_EQ(copies(), in_a_file() ? 1 : 0);
}

}  // namespace
}  // namespace preceptor::flow
