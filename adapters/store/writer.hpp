// The one writer: a thread that owns the writing connection and lets waiting callers share one sync (group commit).
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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

  using Clock = std::chrono::steady_clock;

  // `open` is called again when the connection cannot be brought back to a clean state. `longest`: see run.
  Writer(std::unique_ptr<Connection> connection, Open open, ports::Log& log, std::chrono::milliseconds longest);
  // Finishes what is queued. A commit that nobody waits for any more and that does not end is left to its server.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Durable when it answers success; when it fails nothing of this work was written. One exception, store_unanswered: the work may be kept, now or later,
  // whole or not at all. The server went away while it committed and did not come back within kPatience (logged as store.outcome_unknown), or has not
  // ended the commit after `longest` (store.write_given_up with commit "unknown").
  // Blocks for `longest` at most until the work is begun, for as long as the work of its group runs, and for `longest` again while that is
  // committed; answers at once while an earlier group is late already. The work does not run any more once this has returned. Any thread.
  base::Status run(const Work& work, bool adds_events = false);
  // An error while a group of writes is late. Any thread.
  base::Status answering() const;
  // From now on nobody waits long, as the site is closing; or, again, as ever. Any thread.
  void hurry(bool on);
  void on_commit(std::function<void()> callback);
  // Asked before each group: where it fails, its error is every unit's answer and nothing is written. Set before use.
  void check_first(Check check);

 private:
  struct Job;
  // Of the group that was taken last. Its callers may take their jobs out while the writer thread does not look at them: in beginning (the work has not
  // run) and in committing and settling (it has run and is not run again).
  enum class Phase { idle, beginning, running, committing, settling, telling };

  void loop();
  bool take_group(std::function<void()>& tell);
  bool run_group();
  bool enter(Phase phase);
  void tell_group();
  void begin();
  std::optional<bool> committed_after_all(const std::string& transaction);
  void run_works();
  bool run_together();
  void run_apart();
  void run_one(Job& job);
  void check_in_transaction(const Job& failed);
  void recover();
  std::optional<base::Error> give_up(Job& job, Clock::time_point& until);
  Clock::time_point limit(Clock::time_point since) const;   // these two: under mutex_
  bool late(Clock::time_point now) const;
  bool closing() const;

  std::unique_ptr<Connection> connection_;
  Open open_;
  Check check_;
  ports::Log& log_;
  const std::chrono::milliseconds longest_;
  std::function<void()> on_commit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_, ended_;
  std::deque<Job*> queue_;
  std::vector<Job*> group_;      // changed under mutex_; read without it by the writer thread, in running and telling
  Phase phase_ = Phase::idle;
  Clock::time_point group_since_{}, committing_since_{};
  std::optional<Clock::time_point> hurried_;
  Connection* cuttable_ = nullptr;   // the connection while its thread may wait for the server's answer
  bool stopping_ = false, over_ = false;
  std::thread thread_;  // last: starts when everything is there
};

}  // namespace preceptor::store
