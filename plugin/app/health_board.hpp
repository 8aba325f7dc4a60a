// The last run of the health checks, and one under way. A page reads the board and never waits for a platform that does not answer.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/log.hpp"
#include "web/admin/admin_site.hpp"

namespace preceptor::app {

class HealthBoard {
 public:
  // Asked between the parts of a run: false ends it early.
  using GoOn = std::function<bool()>;
  using Run = std::function<std::vector<web::HealthLine>(const GoOn&)>;

  HealthBoard(Run run, const ports::Clock& clock, ports::Log& log) : run_(std::move(run)), clock_(clock), log_(log) {}
  ~HealthBoard();
  HealthBoard(const HealthBoard&) = delete;
  HealthBoard& operator=(const HealthBoard&) = delete;

  // Starts a run when there is none under way and the last one is older than `max_age`; waits for its end, but not longer than `patience`.
  web::Health look(base::Milliseconds max_age, std::chrono::milliseconds patience);

 private:
  void run_once();

  const Run run_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::mutex mutex_;
  std::condition_variable finished_;
  web::Health health_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace preceptor::app
