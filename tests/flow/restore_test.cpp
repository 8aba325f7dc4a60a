// A backup is put back while a learner is in the middle of a unit: what she answers anew takes the places in her attempt that answers had which only the
// record store remembers. Both must be there at the end, each under an id of its own. SQLite only: PostgreSQL's own tools make and restore its backups, and
// the ids are made in the same place.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using std::chrono::milliseconds;

class RestoredSite : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return stage_.folder() + "/" + name; }
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), PRECEPTOR_BUILD_DIR "/preceptor");
    words.insert(words.end(), {"--config", path("preceptor.json")});
    fakes::Process process;
    process.start(words, path("said"), false);
    for (int i = 0; i < 2000 && process.running(); ++i) std::this_thread::sleep_for(milliseconds(10));
    return process.stop();
  }
  fakes::Page open(fakes::Browser& browser) { return browser.open(stage_.lms(), "link-1", "learner-1", "en", "in-the-middle"); }
  // As docs/operations/README.md says it.
  void restore(const std::string& backup) {
    ASSERT_EQ(stage_.stop_tool(), 0);
    std::filesystem::create_directory(path("aside"));
    for (const char* name : {"preceptor.db", "preceptor.db-wal", "preceptor.db-shm"})
      if (std::filesystem::exists(path(name))) std::filesystem::rename(path(name), path(std::string("aside/") + name));
    std::filesystem::copy_file(backup, path("preceptor.db"));
    ASSERT_EQ(run({"store", "check"}), 0) << fakes::read_file(path("said"));
    stage_.start_tool();
  }
  std::vector<Said> answers() {
    std::vector<Said> found;
    for (const auto& one : of_actor(read_statements(stage_.statements()), "in-the-middle"))
      if (verbs({one}).front() == "answered") found.push_back(one);
    return found;
  }
  std::size_t await_answers(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + milliseconds(10'000);
    while (answers().size() < count && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(50));
    return answers().size();
  }
  fakes::Stage stage_{PRECEPTOR_BUILD_DIR};
};

TEST_F(RestoredSite, WhatIsAnsweredAnewArrivesBesideWhatTheRecordStoreHadAlready) {
  fakes::Browser before;
  fakes::Page page = open(before);
  ASSERT_NE(page.form(), nullptr) << page.body;
  ASSERT_EQ(run({"store", "backup", path("copy.db")}), 0) << fakes::read_file(path("said"));
  page = before.answer(page, fakes::nth_option(0));
  ASSERT_GE(await_answers(1), 1u) << stage_.tool_log();
  const auto lost = answers();

  ASSERT_NO_FATAL_FAILURE(restore(path("copy.db")));
  fakes::Browser after;
  page = open(after);
  ASSERT_NE(page.form(), nullptr) << page.body;
  Accepted accepted;
  ASSERT_TRUE(walk(after, page, "in-the-middle", accepted, fakes::nth_option(1)).is_receipt());
  const Ends ends = await_settled(stage_, accepted, std::chrono::seconds(20));
  EXPECT_TRUE(ends.parked.empty()) << ends.parked.front().id << " " << ends.parked.front().code << " " << ends.parked.front().reason;
  std::set<std::string> ids;
  for (const Said& one : ends.held) EXPECT_TRUE(ids.insert(one.id).second);
  for (const Said& one : lost) EXPECT_TRUE(ids.contains(one.id)) << "what came before the backup was restored stays";
  for (const Said& one : ends.made) EXPECT_TRUE(ids.contains(one.id)) << one.text;
  for (const Said& one : ends.made) EXPECT_TRUE(std::ranges::none_of(lost, [&](const Said& old) { return old.id == one.id; })) << one.text;
}

}  // namespace
}  // namespace preceptor::flow
