// What /readyz says while the store says nothing.
#include "plugin/app/readiness.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace preceptor::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kShortPatience{100}, kMuchLonger{5000};

// A store that answers only while it is there.
class SlowStore {
 public:
  base::Status look() {
    std::unique_lock lock(mutex_);
    ++looks;
    changed_.wait(lock, [this] { return there_; });
    return works_ ? base::Status() : base::fail(base::Code::store_failed, "it is damaged");
  }
  void be_there(bool there, bool works = true) {
    const std::lock_guard lock(mutex_);
    there_ = there;
    works_ = works;
    changed_.notify_all();
  }
  std::atomic<int> looks{0};

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool there_ = true, works_ = true;
};

TEST(Readiness, SaysWhatALookFinds) {
  SlowStore store;
  Readiness ready([&] { return store.look(); }, kMuchLonger);
  EXPECT_TRUE(ready.ask()) << "not started: it looks itself";
  ready.start();
  EXPECT_TRUE(ready.ask());
  store.be_there(true, false);
  const auto damaged = ready.ask();
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().detail, "it is damaged");
  store.be_there(true);
  EXPECT_TRUE(ready.ask());
  ready.stop();
  EXPECT_TRUE(ready.ask()) << "stopped: it looks itself";
  EXPECT_EQ(store.looks, 5);
}

TEST(Readiness, AStoreThatSaysNothingIsNotReadyAndIsLookedAtOnce) {
  SlowStore store;
  Readiness ready([&] { return store.look(); }, kShortPatience);
  ready.start();
  store.be_there(false);
  const auto begin = steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    const auto answer = ready.ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::Code::store_failed);
  }
  EXPECT_LT(steady_clock::now() - begin, kMuchLonger);
  EXPECT_EQ(store.looks, 1) << "nobody stands in a queue before it";
  store.be_there(true);
  const auto end = steady_clock::now() + kMuchLonger;
  bool there = false;
  while (!(there = static_cast<bool>(ready.ask())) && steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(there);
}

TEST(Readiness, ALookThatThrowsIsAnAnswer) {
  Readiness ready([]() -> base::Status { throw std::runtime_error("broken"); }, kMuchLonger);
  ready.start();
  const auto answer = ready.ask();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::Code::internal);
}

}  // namespace
}  // namespace preceptor::app
