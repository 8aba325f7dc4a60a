#include "plugin/app/worker.hpp"

#include <cxxabi.h>

#include <exception>
#include <typeinfo>

namespace preceptor::app {

Worker::Worker(std::string name, ports::Log& log, Turn turn) : name_(std::move(name)), log_(log), turn_(std::move(turn)) {}

Worker::~Worker() { stop(); }

void Worker::start() {
  const std::lock_guard lock(mutex_);
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Worker::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Worker::hold_until(std::chrono::steady_clock::time_point until) {
  const std::lock_guard lock(mutex_);
  hold_until_ = until;
}

bool Worker::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Worker::ask_stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Worker::stop() {
  ask_stop();
  const std::lock_guard joining(join_mutex_);   // two may stop at once; both wait
  if (thread_.joinable()) thread_.join();
}

void Worker::run() {
  using std::chrono::steady_clock;
  while (!stopping()) {
    std::chrono::milliseconds pause{1000};
    try {
      pause = turn_();
    } catch (const std::exception& broken) {
      // The worker wall: one failed turn must not end the thread, nor pass unseen.
      log_.write(ports::Level::error, "worker.exception", {{"worker", name_}, {"type", typeid(broken).name()}});
    } catch (const ::abi::__forced_unwind&) {
      throw;   // a host cancels the thread: not ours to stop
    } catch (...) {
      log_.write(ports::Level::error, "worker.exception", {{"worker", name_}, {"type", "unknown"}});   // of a host's callback
    }
    std::unique_lock lock(mutex_);
    const auto until = steady_clock::now() + pause;
    // The hold first: a wake that comes during it counts as soon as it is over.
    changed_.wait_until(lock, hold_until_, [this] { return stopping_; });
    changed_.wait_until(lock, until, [this] { return stopping_ || woken_; });
    woken_ = false;
  }
}

}  // namespace preceptor::app
