// Whether the store answers, said within a bounded time: who looks at it may wait for longer than who asks.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "core/base/result.hpp"

namespace preceptor::app {

class Readiness {
 public:
  using Look = std::function<base::Status()>;   // may wait without end

  Readiness(Look look, std::chrono::milliseconds patience);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  void start();
  void stop();   // waits for a look under way
  // What a look that ends from now on finds. Error store_failed also when none has ended within the patience; at once when the look under way has taken
  // longer already. Not started: looks itself. Any thread.
  base::Status ask();

 private:
  void run();
  const Look look_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable wanted_change_, looked_;
  bool started_ = false, stopping_ = false, wanted_ = false, looking_ = false;
  std::chrono::steady_clock::time_point looking_since_{};
  std::uint64_t looks_ = 0;
  base::Status found_;
  std::thread thread_;
};

}  // namespace preceptor::app
