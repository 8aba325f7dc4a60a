// The one writer: a thread that owns the writing connection and lets waiting callers share one sync (group commit).
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/store/connection.hpp"
#include "core/ports/log.hpp"

namespace preceptor::store {

class Writer {
 public:
  // Runs on the writer thread inside a transaction, twice where a neighbour of its group had to be undone: the last run counts. A failed
  // Status undoes this work and no other of the group.
  using Work = std::function<base::Status(Connection&)>;
  using Open = std::function<std::unique_ptr<Connection>()>;
  using Check = std::function<base::Status()>;

  // `open` is called again when the connection cannot be brought back to a clean state.
  Writer(std::unique_ptr<Connection> connection, Open open, ports::Log& log);
  ~Writer();  // finishes what is queued
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Durable when it answers success; when it fails nothing of this work was written. One exception, logged as store.outcome_unknown: a server
  // that went away while it committed and did not come back within kPatience. Any thread; blocks.
  base::Status run(const Work& work, bool adds_events = false);
  void on_commit(std::function<void()> callback);
  // Asked before each group: where it fails, its error is every unit's answer and nothing is written. Set before use.
  void check_first(Check check);

 private:
  struct Job;
  void loop();
  void run_group(const std::vector<Job*>& group);
  void begin();
  bool committed_after_all(const std::string& transaction);
  bool run_together(const std::vector<Job*>& group);
  void run_apart(const std::vector<Job*>& group);
  void run_one(Job& job);
  void check_in_transaction(const Job& failed);
  void recover();

  std::unique_ptr<Connection> connection_;
  Open open_;
  Check check_;
  ports::Log& log_;
  std::function<void()> on_commit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when everything is there
};

}  // namespace preceptor::store
