#include "plugin/app/health_board.hpp"

#include <cxxabi.h>

#include <exception>
#include <typeinfo>

namespace preceptor::app {

HealthBoard::~HealthBoard() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

web::Health HealthBoard::look(base::Milliseconds max_age, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const bool young = health_.at && base::is_young(*health_.at, clock_.now(), max_age);
  if (!health_.running && !young && !stopping_) {
    if (thread_.joinable()) thread_.join();   // a run that is over: its thread ends at once
    thread_ = std::thread([this] { run_once(); });   // it waits for the lock; where no thread can be made, the next look tries again
    health_.running = true;
  }
  finished_.wait_for(lock, patience, [this] { return !health_.running; });
  return health_;
}

void HealthBoard::run_once() {
  std::vector<web::HealthLine> lines;
  bool whole = false;
  try {
    lines = run_([this] {
      const std::lock_guard lock(mutex_);
      return !stopping_;
    });
    whole = true;
  } catch (const std::exception& broken) {
    // The wall of this thread: a check that breaks must not end the process, nor pass unseen.
    log_.write(ports::Level::error, "health.exception", {{"type", typeid(broken).name()}});
  } catch (const ::abi::__forced_unwind&) {
    throw;   // a host cancels the thread: not ours to stop
  } catch (...) {
    log_.write(ports::Level::error, "health.exception", {{"type", "unknown"}});
  }
  const std::lock_guard lock(mutex_);
  health_.running = false;
  if (whole) {
    health_.lines = std::move(lines);
  } else {
    const auto& broken = base::info(base::Code::internal);
    health_.lines = {{"checks", "red", std::string(broken.user), std::string(broken.fix)}};
  }
  health_.at = clock_.now();
  finished_.notify_all();
}

}  // namespace preceptor::app
