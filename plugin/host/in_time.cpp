#include "plugin/host/in_time.hpp"

#include <unistd.h>

#include "plugin/host/instance.hpp"

namespace host {
namespace {

constexpr std::chrono::milliseconds kToFinishStarting{3000};
constexpr std::chrono::milliseconds kListen{5};   // a start that ends waits for the end of a turn

void say_last(const std::string& problem) {
  const std::string line = "preceptor: " + problem + "\n";
  // Nothing can be done about a closed stderr any more.
  if (::write(2, line.data(), line.size()) < 0) return;
}

}  // namespace

InTime::InTime() : thread_([this] { watch(); }) {}

InTime::~InTime() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void InTime::end_within(std::chrono::milliseconds time, std::string problem) {
  {
    const std::lock_guard lock(mutex_);
    until_ = std::chrono::steady_clock::now() + time;
    problem_ = std::move(problem);
  }
  changed_.notify_one();
}

void InTime::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (!until_) {
      changed_.wait(lock);
    } else if (std::chrono::steady_clock::now() < *until_) {
      const auto until = *until_;   // may be moved meanwhile
      changed_.wait_until(lock, until);
    } else {
      say_last(problem_);
      ::_exit(Exit::failed);   // not exit(): what hangs would be waited for again
    }
  }
}

SignalsAtStart::SignalsAtStart(const Signals& signals, InTime& in_time) : signals_(signals), in_time_(in_time), thread_([this] { listen(); }) {}

SignalsAtStart::~SignalsAtStart() { over(); }

bool SignalsAtStart::over() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  if (thread_.joinable()) thread_.join();
  return asked_;
}

void SignalsAtStart::listen() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (over_ || asked_) return;
    }
    if (!signals_.asked_to_stop_within(kListen)) continue;
    in_time_.end_within(kToFinishStarting, "asked to stop while it started, and the start does not come to its end (does the database answer?); stopped as it was");
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
}

}  // namespace host
