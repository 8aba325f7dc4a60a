// A full disk, by way of the process's file-size limit: what was acknowledged stays, what was refused is not there, and the store goes on.
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uintmax_t bytes) {
    signal(SIGXFSZ, SIG_IGN);  // the write then answers EFBIG
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit tight = before_;
    tight.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(SqliteFullDisk, LosesNothingAcknowledgedAndKeepsNothingRefused) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  auto store = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(store);
  std::mutex mutex;
  std::set<std::string> kept, refused;
  std::atomic<int> other_errors{0};
  const auto commit_some = [&](const std::string& round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&, i] {
        for (int j = 0; j < 60; ++j) {
          const std::string stream = round + "-" + std::to_string(i) + "-" + std::to_string(j);
          auto made = event("r", stream, 1);
          made.renderings[0].body = std::string(4000, 'x');
          const auto done = (*store)->commit(work({made}));
          const std::lock_guard lock(mutex);
          (done ? kept : refused).insert(stream);
          if (!done && done.error().code != Code::store_full) ++other_errors;
        }
      });
    for (auto& thread : threads) thread.join();
  };
  commit_some("before");
  EXPECT_TRUE(refused.empty());
  {
    const FileSizeLimit limit(std::filesystem::file_size(engine.file().string() + "-wal") + 200'000);
    commit_some("full");
    EXPECT_FALSE(refused.empty()) << "the limit was not reached";
    EXPECT_EQ(other_errors, 0) << log.all();
    EXPECT_TRUE((*store)->load_attempt(base::RegistrationId("r"), base::AttemptId("none"))) << "reading goes on";
  }
  commit_some("after");
  for (const auto& stream : refused) EXPECT_TRUE(stream.starts_with("full")) << stream << " was refused after there was room again";
  const auto check = [&] {
    std::set<std::string> there;
    for (const auto& row : engine.rows("SELECT e.stream_id FROM event e JOIN rendering_body b ON b.stream_id = e.stream_id")) there.insert(row[0]);
    EXPECT_EQ(there, kept);
    EXPECT_EQ(engine.rows("SELECT COUNT(*) FROM event")[0][0], std::to_string(kept.size()));
    EXPECT_EQ(engine.rows("PRAGMA integrity_check")[0][0], "ok");
  };
  check();
  store->reset();
  store = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(store);
  check();
}

TEST(SqliteFullDisk, IsNamedWhenItIsMetAtOpening) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  const FileSizeLimit limit(4096);
  EXPECT_CODE(store::Store::open(engine.options(), clock, log), Code::store_full);
}

}  // namespace
}  // namespace preceptor::contract
