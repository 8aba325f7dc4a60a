#include "plugin/app/worker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace preceptor::app {
namespace {

using namespace std::chrono_literals;

class CountingLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field>) override {
    if (event == "worker.exception") ++exceptions;
  }
  std::atomic<int> exceptions{0};
};

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 400 && !condition(); ++i) std::this_thread::sleep_for(5ms);
  return condition();
}

TEST(Worker, WakesBeforeItsPauseIsOver) {
  CountingLog log;
  std::atomic<int> turns{0};
  Worker worker("test", log, [&] { ++turns; return 60000ms; });
  worker.start();
  ASSERT_TRUE(soon([&] { return turns == 1; }));
  worker.wake();
  EXPECT_TRUE(soon([&] { return turns == 2; }));
}

TEST(Worker, AWakeDuringATurnIsNotLost) {
  CountingLog log;
  std::atomic<int> turns{0};
  std::atomic<bool> inside{false}, leave{false};
  Worker worker("test", log, [&] {
    ++turns;
    inside = true;
    while (!leave) std::this_thread::sleep_for(1ms);
    return 60000ms;
  });
  worker.start();
  ASSERT_TRUE(soon([&] { return inside.load(); }));
  worker.wake();
  leave = true;
  EXPECT_TRUE(soon([&] { return turns >= 2; }));
}

TEST(Worker, HoldIsNotShortenedByWakeButByStop) {
  CountingLog log;
  std::atomic<int> turns{0};
  Worker* self = nullptr;
  Worker worker("test", log, [&] {
    ++turns;
    self->hold_until(std::chrono::steady_clock::now() + 60s);
    return 60000ms;
  });
  self = &worker;
  worker.start();
  ASSERT_TRUE(soon([&] { return turns == 1; }));
  worker.wake();
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(turns, 1);
  const auto before = std::chrono::steady_clock::now();
  worker.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

TEST(Worker, AWakeDuringTheHoldCountsWhenItIsOver) {
  CountingLog log;
  std::atomic<int> turns{0};
  Worker* self = nullptr;
  Worker worker("test", log, [&] {
    if (++turns == 1) self->hold_until(std::chrono::steady_clock::now() + 100ms);
    return 60000ms;
  });
  self = &worker;
  worker.start();
  ASSERT_TRUE(soon([&] { return turns == 1; }));
  worker.wake();
  EXPECT_TRUE(soon([&] { return turns == 2; })) << "what came during the hold waits for the whole pause";
}

TEST(Worker, AHostsOwnExceptionDoesNotEndTheThread) {
  CountingLog log;
  std::atomic<int> turns{0};
  Worker worker("test", log, [&]() -> std::chrono::milliseconds {
    if (++turns == 1) throw 42;
    return 60000ms;
  });
  worker.start();
  ASSERT_TRUE(soon([&] { return log.exceptions == 1; }));
  worker.wake();
  EXPECT_TRUE(soon([&] { return turns >= 2; }));
}

TEST(Worker, AnExceptionIsLoggedAndTheNextTurnComes) {
  CountingLog log;
  std::atomic<int> turns{0};
  Worker worker("test", log, [&]() -> std::chrono::milliseconds {
    if (++turns == 1) throw std::runtime_error("broken");
    return 60000ms;
  });
  worker.start();
  ASSERT_TRUE(soon([&] { return log.exceptions == 1; }));
  worker.wake();
  EXPECT_TRUE(soon([&] { return turns >= 2; }));
}

}  // namespace
}  // namespace preceptor::app
