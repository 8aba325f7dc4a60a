// A site moves from SQLite to PostgreSQL as an administrator moves it: a server in the way, kills at any moment, learners who came in between, and at the
// end the same learner goes on in the same page.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <stdexcept>
#include <thread>

#include "core/base/json.hpp"
#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/fakes/program.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

constexpr int kRows = 250'000;              // of the longest table: some seconds to be killed in
constexpr int kMostKilobytes = 96 * 1024;   // resident; the table alone has as much in its rows, so that a copy which held it would stand out

void execute_in_file(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  const std::string why = code == SQLITE_OK ? "" : sqlite3_errmsg(db);
  sqlite3_close(db);
  if (!why.empty()) throw std::runtime_error(why);
}

// Most memory it ever had; 0 when it is gone.
int peak_kilobytes(pid_t pid) {
  const std::string status = fakes::read_file("/proc/" + std::to_string(pid) + "/status");
  const std::size_t at = status.find("VmHWM:");
  return at == std::string::npos ? 0 : std::atoi(status.c_str() + at + 6);
}

class MovingSite : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why = fakes::PostgresqlCluster::shared().why_not();
    if (!why.empty()) GTEST_SKIP() << "not run: " << why;
    stage_ = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR);
    fakes::PostgresqlCluster& cluster = fakes::PostgresqlCluster::shared();
    url_ = cluster.schema_url(cluster.make_schema());
    config_ = Json::parse(fakes::read_file(path("preceptor.json")));
    config_["store"] = url_;
    config_["vault"] = {{"key_file", path("preceptor.db.key")}};
    std::filesystem::create_directory(path("moved"));
    fakes::write_file(path("moved/preceptor.json"), config_.dump(2));
  }
  std::string path(const std::string& name) const { return stage_->folder() + "/" + name; }
  std::string said() const { return fakes::read_file(path("copy.log")); }

  // Runs the command until it ends, or kills it when `now` says so, asked again and again; the exit code, -1 when killed.
  int copy(const std::function<bool()>& now, const std::vector<std::string>& more = {}) {
    fakes::write_file(path("copy.log"), "");
    std::vector<std::string> command{std::string(PRECEPTOR_BUILD_DIR) + "/preceptor", "store", "copy", "--to", url_, "--config", path("preceptor.json")};
    command.insert(command.end(), more.begin(), more.end());
    fakes::Process process;
    process.start(command, path("copy.log"), false);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(150);
    while (process.running() && std::chrono::steady_clock::now() < end) {
      peak_ = std::max(peak_, peak_kilobytes(process.pid()));
      if (now()) {
        process.kill_now();
        return -1;
      }
      std::this_thread::sleep_for(milliseconds(2));
    }
    return process.stop();
  }
  int copy() {
    return copy([] { return false; });
  }
  // A table that nothing is ever taken out of, long before most others have their turn.
  void fill() {
    execute_in_file(path("preceptor.db"), "INSERT INTO copy_made (id, kind, file, made_at, from_time, to_time) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                                              std::to_string(kRows) + ") SELECT printf('%08d', i), 'backup', 'it''s \xC3\xA9 \\ ' || printf('%.250c', 'x'), i, 0, 0 FROM n");
  }
  // Rows of the longest table that the target says it has; -1 before there is anything of a copy.
  int brought() {
    fakes::PostgresqlSession session(url_);
    try {
      if (session.rows("SELECT 1 FROM site WHERE key = 'store.copy'").empty()) return -1;
      const auto marks = session.rows("SELECT value FROM site WHERE key = 'store.copy.copy_made'");
      return marks.empty() ? 0 : std::stoi(marks.at(0).at(0));
    } catch (const std::runtime_error&) {
      return -1;   // no table site yet
    }
  }
  void expect_refused_as_unfinished() {
    EXPECT_EQ(moved().run({"staff", "list"}), 3) << moved().said();
    EXPECT_NE(moved().said().find("preceptor store copy"), std::string::npos) << moved().said();
  }
  fakes::Program moved() const { return {PRECEPTOR_BUILD_DIR, path("moved")}; }

  std::unique_ptr<fakes::Stage> stage_;
  std::string url_;
  Json config_;
  int peak_ = 0;
};

TEST_F(MovingSite, KilledAnywhereItGoesOnAndTheLearnerDoesToo) {
  Browser learner, other;
  ASSERT_TRUE(finish(other, other.open(stage_->lms(), "link-2", "learner-1", "en", "before")).is_receipt());
  Page page = learner.open(stage_->lms(), "link-1", "learner-1", "en", "mover");
  page = learner.answer(page, fakes::first_option());
  ASSERT_NE(page.form(), nullptr) << page.body;

  EXPECT_EQ(copy(), 3) << said();
  EXPECT_NE(said().find("process " + std::to_string(stage_->tool_pid()) + " (preceptor)"), std::string::npos) << said();
  ASSERT_EQ(stage_->stop_tool(), 0);
  fill();

  ASSERT_EQ(copy([&] { return brought() >= 0; }), -1) << said();
  expect_refused_as_unfinished();
  ASSERT_EQ(copy([&] { return brought() > 1'000; }), -1) << said();

  // Somebody starts the old server once more, and a learner answers there.
  stage_->start_tool();
  Browser late;
  ASSERT_TRUE(finish(late, late.open(stage_->lms(), "link-2", "learner-1", "en", "late")).is_receipt());
  // What is new would come along; the mover's attempt is there already, and is another now.
  ASSERT_NE(Browser().open(stage_->lms(), "link-1", "learner-1", "en", "mover").form(), nullptr);
  ASSERT_EQ(stage_->stop_tool(), 0);
  EXPECT_EQ(copy(), 3) << said();
  EXPECT_NE(said().find("--afresh"), std::string::npos) << said();
  expect_refused_as_unfinished();

  ASSERT_EQ(copy([&] { return said().find("copying copy_made: 100000 of") != std::string::npos; }, {"--afresh"}), -1) << said();
  for (const int part : {2, 3}) ASSERT_EQ(copy([&] { return brought() > kRows * part / 4; }), -1) << said();
  ASSERT_EQ(copy([&] { return said().find("comparing attempt") != std::string::npos; }), -1) << said();
  expect_refused_as_unfinished();
  ASSERT_EQ(copy(), 0) << said();
  EXPECT_NE(said().find("copy_made: " + std::to_string(kRows)), std::string::npos) << said();
  EXPECT_NE(said().find("rows were there from before"), std::string::npos) << said();
  for (const std::string beside : {"preceptor.db.key:", "preceptor.db.key.texts:", "preceptor.db.exports:"})
    EXPECT_NE(said().find(path(beside)), std::string::npos) << said();
  EXPECT_EQ(said().find("postgresql://"), std::string::npos) << "an address may hold a password: " << said();
  EXPECT_LT(peak_, kMostKilobytes);

  EXPECT_EQ(moved().run({"store", "check"}), 0) << moved().said();
  fakes::write_file(path("preceptor.json"), config_.dump(2));
  stage_->start_tool();
  ASSERT_TRUE(finish(learner, learner.answer(page, fakes::first_option())).is_receipt()) << stage_->tool_log();
  std::vector<Said> mine;
  for (int tries = 0; tries < 400 && (mine.empty() || mine.back().verb != "terminated"); ++tries) {
    mine = of_actor(read_statements(stage_->statements()), "mover");
    std::this_thread::sleep_for(milliseconds(50));
  }
  const auto seen = verbs(mine);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "initialized"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1) << stage_->tool_log();
  std::set<std::string> ids;
  for (const auto& one : read_statements(stage_->statements())) EXPECT_TRUE(ids.insert(one.id).second) << "sent again after the move";
  EXPECT_EQ(moved().run({"store", "check"}), 0) << moved().said();
}

TEST_F(MovingSite, ATamperedRowIsFoundAndForeignDataIsLeftAlone) {
  Browser learner;
  ASSERT_TRUE(finish(learner, learner.open(stage_->lms(), "link-1", "learner-1", "en", "mover")).is_receipt());
  ASSERT_EQ(stage_->stop_tool(), 0);
  fill();
  ASSERT_EQ(copy([&] { return said().find("comparing attempt") != std::string::npos; }), -1) << said();
  fakes::PostgresqlSession session(url_);
  session.rows("UPDATE rendering_body SET body = body || ' '");
  EXPECT_EQ(copy(), 3) << said();
  EXPECT_NE(said().find("table rendering_body, row 1 in key order"), std::string::npos) << said();
  expect_refused_as_unfinished();
  EXPECT_EQ(copy([] { return false; }, {"--afresh"}), 0) << said();
  EXPECT_EQ(copy(), 0) << said();
  EXPECT_NE(said().find("Nothing was done"), std::string::npos) << said();

  fakes::PostgresqlCluster& cluster = fakes::PostgresqlCluster::shared();
  url_ = cluster.schema_url(cluster.make_schema());
  config_["store"] = url_;
  fakes::write_file(path("moved/preceptor.json"), config_.dump(2));
  ASSERT_EQ(moved().run({"staff", "list"}), 0) << "a site of its own now: " << moved().said();
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, std::vector<std::string>{"--afresh"}}) {
    EXPECT_EQ(copy([] { return false; }, more), 3) << said();
    EXPECT_NE(said().find("Name a new, empty database"), std::string::npos) << said();
  }
  EXPECT_EQ(moved().run({"staff", "list"}), 0) << moved().said();
  EXPECT_EQ(copy([] { return false; }, {"--afresh", "--json"}), 3);
  url_ = "elsewhere";
  EXPECT_EQ(copy(), 2) << said();
}

}  // namespace
}  // namespace preceptor::flow
