// The workers that send grades: a few threads, at most one grade of a registration in flight, under one lease of the site.
#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "plugin/app/grade_sender.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/worker.hpp"

namespace preceptor::app {

class Grades {
 public:
  Grades(ports::GradeStore& store, GradeSender& sender, Leases& leases, const ports::Clock& clock, ports::Log& log);
  ~Grades();
  void start();
  void wake();   // an offer may have come
  void ask_stop();   // without waiting; stop() follows
  void stop();

 private:
  std::chrono::milliseconds turn();
  std::optional<ports::GradeRow> take();
  void give_back(const base::RegistrationId& registration);

  ports::GradeStore& store_;
  GradeSender& sender_;
  Leases& leases_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::mutex mutex_;
  std::vector<base::RegistrationId> busy_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace preceptor::app
