// A thread that does one thing again and again, sleeps when there is nothing to do, wakes when told, and stops when asked.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/ports/log.hpp"

namespace preceptor::app {

class Worker {
 public:
  // One turn; answers how long to sleep unless woken (zero: at once again). It should end within seconds: stop() waits for it.
  using Turn = std::function<std::chrono::milliseconds()>;

  Worker(std::string name, ports::Log& log, Turn turn);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void start();
  void wake();
  // For a turn that waits on purpose (back-off): wake() does not shorten it but counts as soon as it is over; stop() ends it.
  void hold_until(std::chrono::steady_clock::time_point until);
  bool stopping() const;
  // Asks to stop without waiting; stop() also joins. Any thread but the worker's own.
  void ask_stop();
  void stop();

 private:
  void run();
  std::string name_;
  ports::Log& log_;
  Turn turn_;
  std::mutex join_mutex_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::chrono::steady_clock::time_point hold_until_{};
  bool woken_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace preceptor::app
