// The thread that makes exports of statements: one slice after the other, of one export at a time, under a lease.
#pragma once
#include "plugin/app/leases.hpp"
#include "plugin/app/statement_exports.hpp"
#include "plugin/app/worker.hpp"

namespace preceptor::app {

class ExportWorker {
 public:
  ExportWorker(StatementExports& exports, Leases& leases, const ports::Clock& clock, ports::Log& log);
  ~ExportWorker();
  void start();
  void ask_stop();
  void stop();

 private:
  std::chrono::milliseconds turn();

  StatementExports& exports_;
  Leases& leases_;
  const ports::Clock& clock_;
  ports::Log& log_;
  base::Instant tidied_at_{};
  Worker worker_;
};

}  // namespace preceptor::app
