#include "plugin/app/leases.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>

namespace preceptor::app {
namespace {

class HandClock : public ports::Clock {
 public:
  base::Instant now() const override { return base::from_unix_ms(ms); }
  std::atomic<std::int64_t> ms{1'000'000};
};

class SilentLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

// Leases as the contract of the port says; nothing else is asked of it here.
class MemoryLeases : public ports::SiteStore {
 public:
  struct Row { std::string holder; std::int64_t fence = 0; base::Instant expires{}; };
  base::Result<std::optional<ports::Lease>> acquire_lease(const std::string& name, const std::string& holder, base::Instant now, base::Milliseconds life) override {
    const std::lock_guard lock(mutex);
    ++acquired;
    Row& row = rows[name];
    if (row.holder != holder) {
      if (row.expires > now) return std::optional<ports::Lease>{};
      ++row.fence;
    }
    row.holder = holder;
    row.expires = now + life;
    return std::optional<ports::Lease>(ports::Lease{name, holder, row.fence});
  }
  base::Status release_lease(const ports::Lease& lease) override {
    const std::lock_guard lock(mutex);
    if (rows[lease.name].holder == lease.holder) rows[lease.name].expires = {};
    return {};
  }
  base::Result<std::vector<std::string>> lease_holders(base::Instant now) override {
    const std::lock_guard lock(mutex);
    std::vector<std::string> holders;
    for (const auto& [name, row] : rows) {
      if (row.expires > now) holders.push_back(row.holder);
    }
    return holders;
  }
  base::Status end_leases(const std::string& holder) override {
    const std::lock_guard lock(mutex);
    for (auto& [name, row] : rows) {
      if (row.holder == holder) row.expires = {};
    }
    return {};
  }
  base::Result<std::optional<std::string>> site_value(const std::string&) override { return std::optional<std::string>{}; }
  base::Result<std::string> site_value_once(const std::string&, const std::string& value) override { return value; }
  base::Result<int> seal_events(const ports::Lease&, int) override { return 0; }
  base::Result<bool> anything_unsealed() override { return false; }

  base::Instant expires(const std::string& name) {
    const std::lock_guard lock(mutex);
    return rows[name].expires;
  }

  std::mutex mutex;   // the heartbeat is a thread of its own
  std::map<std::string, Row> rows;
  std::atomic<int> acquired{0};
};

struct LeasesTest : testing::Test {
  MemoryLeases store;
  HandClock clock;
  SilentLog log;
};

TEST_F(LeasesTest, AFreshLeaseIsNotWrittenAgain) {
  Leases leases(store, clock, log);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(leases.take("sealer"));
  EXPECT_EQ(store.acquired, 1);
  clock.ms += 2000;
  EXPECT_TRUE(leases.take("sealer"));
  EXPECT_EQ(store.acquired, 2);
}

TEST_F(LeasesTest, AnotherProcessGetsItOnlyAfterItRanOut) {
  Leases ours(store, clock, log), theirs(store, clock, log);
  ASSERT_TRUE(ours.take("sealer"));
  EXPECT_FALSE(theirs.take("sealer"));
  clock.ms += 6001;
  const auto taken = theirs.take("sealer");
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken.lease().fence, 2);
  EXPECT_FALSE(ours.take("sealer"));
}

TEST_F(LeasesTest, TheHeartbeatRenewsWhatIsInUseOnly) {
  Leases leases(store, clock, log);
  leases.start();
  const auto held = leases.take("in use");
  { const auto idle = leases.take("idle"); ASSERT_TRUE(idle); }
  ASSERT_TRUE(held);
  clock.ms += 3000;
  for (int i = 0; i < 300 && store.expires("in use") < base::from_unix_ms(clock.ms + 6000); ++i) usleep(10000);
  EXPECT_EQ(store.expires("in use"), base::from_unix_ms(clock.ms + 6000));
  EXPECT_LT(store.expires("idle"), base::from_unix_ms(clock.ms + 6000));
  leases.stop();
}

TEST_F(LeasesTest, AClockThatIsSetBackDoesNotStopTheHeartbeat) {
  Leases leases(store, clock, log);
  leases.start();
  const auto held = leases.take("in use");
  ASSERT_TRUE(held);
  clock.ms -= 86'400'000;
  for (int i = 0; i < 300 && store.expires("in use") != base::from_unix_ms(clock.ms + 6000); ++i) usleep(10000);
  EXPECT_EQ(store.expires("in use"), base::from_unix_ms(clock.ms + 6000)) << "it would run out a day late for everybody else";
  leases.stop();
}

TEST_F(LeasesTest, StopGivesThemBack) {
  Leases ours(store, clock, log), theirs(store, clock, log);
  ASSERT_TRUE(ours.take("sealer"));
  ours.stop();
  EXPECT_TRUE(theirs.take("sealer"));
}

TEST_F(LeasesTest, AProcessThatDiedIsNotWaitedFor) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string holder = make_holder();
    _exit(write(pipe_ends[1], holder.data(), holder.size()) == static_cast<ssize_t>(holder.size()) ? 0 : 1);
  }
  char text[512];
  const ssize_t size = read(pipe_ends[0], text, sizeof text);
  ASSERT_GT(size, 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  store.rows["sealer"] = {std::string(text, static_cast<std::size_t>(size)), 7, base::from_unix_ms(clock.ms + 6000)};
  store.rows["other"] = {"another machine 1 2 3", 1, base::from_unix_ms(clock.ms + 6000)};
  Leases leases(store, clock, log);
  leases.start();
  const auto held = leases.take("sealer");
  ASSERT_TRUE(held);
  EXPECT_EQ(held.lease().fence, 8);
  EXPECT_FALSE(leases.take("other")) << "what cannot be known to be dead is waited for";
  leases.stop();
}

TEST(Holder, IsAliveWhileItsProcessIs) {
  EXPECT_FALSE(is_dead_holder(make_holder()));
  EXPECT_FALSE(is_dead_holder(""));
  EXPECT_FALSE(is_dead_holder("elsewhere/pid:[1] 1 1 x"));
  EXPECT_NE(make_holder(), make_holder()) << "two instances of one process are two holders";
}

}  // namespace
}  // namespace preceptor::app
