#include "adapters/store/writer.hpp"

#include <algorithm>
#include <chrono>

namespace preceptor::store {
namespace {
constexpr std::size_t kLargestGroup = 256;
constexpr auto kPatience = std::chrono::seconds(10);
constexpr auto kBetweenLooks = std::chrono::milliseconds(200);
}

struct Writer::Job {  // lies on the caller's stack until it is done
  Job(const Writer::Work& w, bool events) : work(w), adds_events(events) {}
  const Writer::Work& work;
  bool adds_events;
  base::Status answer;
  std::mutex mutex;
  std::condition_variable done;
  bool finished = false;
};

Writer::Writer(std::unique_ptr<Connection> connection, Open open, ports::Log& log)
    : connection_(std::move(connection)), open_(std::move(open)), log_(log), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Writer::on_commit(std::function<void()> callback) {
  const std::lock_guard lock(mutex_);
  on_commit_ = std::move(callback);
}

void Writer::check_first(Check check) {
  const std::lock_guard lock(mutex_);
  check_ = std::move(check);
}

base::Status Writer::run(const Work& work, bool adds_events) {
  Job job(work, adds_events);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return base::fail(base::Code::store_failed, "the store is closing");
    queue_.push_back(&job);
  }
  wake_.notify_one();
  std::unique_lock lock(job.mutex);
  job.done.wait(lock, [&] { return job.finished; });
  return std::move(job.answer);
}

void Writer::loop() {
  std::vector<Job*> group;
  while (true) {
    std::function<void()> tell;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), kLargestGroup);
      group.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      tell = on_commit_;
    }
    run_group(group);
    const bool events = std::any_of(group.begin(), group.end(), [](Job* job) { return job->adds_events && job->answer; });
    for (Job* job : group) {
      // Told under the lock: the job is gone as soon as its caller can take it.
      const std::lock_guard lock(job->mutex);
      job->finished = true;
      job->done.notify_one();
    }
    if (events && tell) tell();
  }
}

void Writer::run_group(const std::vector<Job*>& group) {
  base::Error error;
  bool committing = false;
  try {
    if (const base::Status good = check_ ? check_() : base::Status{}; !good) throw SqlFailure(good.error());
    begin();
    if (!run_together(group)) {
      connection_->rollback();
      connection_->begin();
      run_apart(group);
    }
    committing = true;
    connection_->commit();
    return;
  } catch (const SqlFailure& failure) {
    // The answer to a commit may be lost on its way although the commit stands.
    if (committing && connection_->lost() && committed_after_all(connection_->transaction())) return;
    error = failure.error();
    if (error.code == base::Code::store_conflict) error.code = base::Code::store_failed;  // not this caller's conflict
  } catch (const std::exception& broken) {
    error = {base::Code::internal, "the writer thread met an unexpected exception", {}, {}};
  }
  // Nothing of the group is kept, so an answer given within it ("exists already") may not hold either: all get the error.
  for (Job* job : group) job->answer = base::fail(error);
  log_.write(ports::Level::error, "store.group_failed",
             {{"error", std::string(base::info(error.code).name)}, {"detail", error.detail}, {"units", std::to_string(group.size())}});
  recover();
}

// A connection that was lost while nothing ran is replaced: nothing has been done yet that could be done twice.
void Writer::begin() {
  if (connection_ && !connection_->alive()) connection_.reset();
  if (connection_) {
    try {
      return connection_->begin();
    } catch (const SqlFailure&) {
      if (!connection_->lost()) throw;
      connection_.reset();
    }
  }
  connection_ = open_();
  connection_->begin();
}

bool Writer::committed_after_all(const std::string& transaction) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  do {
    try {
      auto fresh = open_();
      if (const auto known = fresh->outcome(transaction)) {
        connection_ = std::move(fresh);
        return *known;
      }
    } catch (const SqlFailure&) {
      // not back yet: looked for again
    }
    std::this_thread::sleep_for(kBetweenLooks);
  } while (std::chrono::steady_clock::now() < until);
  log_.write(ports::Level::error, "store.outcome_unknown", {{"transaction", transaction}});
  return false;
}

// Without savepoints, which copy every page they touch. False when a unit failed after it had changed something, or spoiled the transaction:
// that cannot be undone alone here. Most that fail have changed nothing, such as a state used before.
bool Writer::run_together(const std::vector<Job*>& group) {
  for (Job* job : group) {
    const std::int64_t before = connection_->all_changed_rows();
    run_one(*job);
    if (job->answer) continue;
    check_in_transaction(*job);
    if (connection_->spoiled() || connection_->all_changed_rows() != before) return false;
  }
  return true;
}

void Writer::run_apart(const std::vector<Job*>& group) {
  for (Job* job : group) {
    connection_->savepoint();
    run_one(*job);
    if (!job->answer) {
      check_in_transaction(*job);
      connection_->rollback_to_savepoint();
    }
    connection_->release_savepoint();
  }
}

// On a full disk SQLite may have left the whole transaction, with every earlier unit of the group.
void Writer::check_in_transaction(const Job& failed) {
  if (!connection_->in_transaction()) throw SqlFailure(failed.answer.error());
}

void Writer::run_one(Job& job) {
  try {
    job.answer = job.work(*connection_);
  } catch (const SqlFailure& failure) {
    job.answer = base::fail(failure.error());
  } catch (const std::exception& broken) {
    log_.write(ports::Level::error, "store.work_broken", {});
    job.answer = base::fail(base::Code::internal, "a write met an unexpected exception");
  }
}

void Writer::recover() {
  if (!connection_) return;
  try {
    if (connection_->lost()) connection_.reset();
    else if (connection_->in_transaction()) connection_->rollback();
  } catch (const std::exception&) {
    connection_.reset();  // the next group opens a new one
  }
}

}  // namespace preceptor::store
