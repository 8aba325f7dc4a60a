#include "adapters/store/writer.hpp"

#include <algorithm>
#include <chrono>

namespace preceptor::store {
namespace {
constexpr std::size_t kLargestGroup = 256;
constexpr auto kPatience = std::chrono::seconds(10);
constexpr auto kBetweenLooks = std::chrono::milliseconds(200);
constexpr auto kAtTheEnd = std::chrono::milliseconds(2000);    // for each step of a write, and for the last commit, when the site closes
constexpr auto kNextLook = std::chrono::milliseconds(1000);    // of a caller whose time is over while its work runs

std::string in_seconds(std::chrono::milliseconds time) { return std::to_string(time.count() / 1000) + " s"; }
}

struct Writer::Job {  // lies on its caller's stack until the caller is told or has taken it out (give_up)
  Job(const Writer::Work& w, bool events) : work(w), adds_events(events) {}
  const Writer::Work& work;
  const bool adds_events;
  const Clock::time_point asked = Clock::now();
  base::Status answer;
  std::mutex mutex;
  std::condition_variable done;
  bool finished = false, look = false;   // look: the time that is left has changed
};

Writer::Writer(std::unique_ptr<Connection> connection, Open open, ports::Log& log, std::chrono::milliseconds longest)
    : connection_(std::move(connection)), open_(std::move(open)), log_(log), longest_(longest), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
    // Whoever asked for what is being committed has been told that its outcome is unknown. The server ends it as that of a node that was killed.
    if (!ended_.wait_for(lock, kAtTheEnd, [this] { return over_; }) && cuttable_) cuttable_->cut();
  }
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
    if (late(job.asked)) return base::fail(base::Code::store_failed, "the database has not answered an earlier write yet; this one was not tried");
    queue_.push_back(&job);
  }
  wake_.notify_one();
  Clock::time_point until = job.asked + longest_;
  while (true) {
    {
      std::unique_lock lock(job.mutex);
      job.done.wait_until(lock, until, [&] { return job.finished || job.look; });
      if (job.finished) return std::move(job.answer);
      job.look = false;
    }
    if (auto error = give_up(job, until)) return base::fail(std::move(*error));
  }
}

// Nothing: the caller waits on, until `until` has come. Else the writer thread does not touch the job any more.
std::optional<base::Error> Writer::give_up(Job& job, Clock::time_point& until) {
  bool begun = false;
  std::string waited;
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    const auto waits = std::find(queue_.begin(), queue_.end(), &job);
    const auto place = waits != queue_.end() ? group_.end() : std::find(group_.begin(), group_.end(), &job);
    begun = waits == queue_.end() && phase_ != Phase::beginning;
    if (waits == queue_.end() && (phase_ == Phase::running || phase_ == Phase::telling || place == group_.end())) {
      until = now + std::min<Clock::duration>(longest_, kNextLook);   // its work refers to what the caller has, or its answer is on the way
      return std::nullopt;
    }
    const auto since = begun ? committing_since_ : job.asked;
    until = limit(since);
    if (now < until) return std::nullopt;
    waited = in_seconds(std::chrono::duration_cast<std::chrono::milliseconds>(now - since));
    if (waits != queue_.end()) queue_.erase(waits);
    else *place = nullptr;
  }
  log_.write(ports::Level::warning, "store.write_given_up", {{"after", waited}, {"commit", begun ? "unknown" : "not begun"}});
  std::string detail = begun ? "the database has not answered a commit for " + waited + "; whether it is kept shows when the database answers again"
                             : "the database took no write for " + waited + "; nothing of this one was written";
  return base::Error{begun ? base::Code::store_unanswered : base::Code::store_failed, std::move(detail), {}, {}};
}

Writer::Clock::time_point Writer::limit(Clock::time_point since) const {
  if (!hurried_) return since + longest_;
  return std::max(since, *hurried_) + std::min<Clock::duration>(longest_, kAtTheEnd);
}

bool Writer::late(Clock::time_point now) const { return phase_ != Phase::idle && now > limit(group_since_); }

base::Status Writer::answering() const {
  const std::lock_guard lock(mutex_);
  if (!late(Clock::now())) return {};
  return base::fail(base::Code::store_failed, "the database has not answered a write for " + in_seconds(longest_));
}

void Writer::hurry(bool on) {
  const std::lock_guard lock(mutex_);
  if (!on) hurried_.reset();
  if (!on || hurried_) return;
  hurried_ = Clock::now();
  const auto look_again = [](Job* job) {
    if (!job) return;
    const std::lock_guard look(job->mutex);
    job->look = true;
    job->done.notify_one();
  };
  std::for_each(queue_.begin(), queue_.end(), look_again);
  if (phase_ != Phase::idle && phase_ != Phase::telling) std::for_each(group_.begin(), group_.end(), look_again);
}

bool Writer::closing() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Writer::loop() {
  std::function<void()> tell;
  while (take_group(tell)) {
    const bool events = run_group();
    tell_group();
    if (events && tell) tell();
  }
}

// Waits for work; false when there will be none any more.
bool Writer::take_group(std::function<void()>& tell) {
  std::unique_lock lock(mutex_);
  phase_ = Phase::idle;
  group_.clear();
  wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  if (queue_.empty()) {
    over_ = true;
    ended_.notify_one();
    return false;
  }
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kLargestGroup));
  group_.assign(queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  tell = on_commit_;
  phase_ = Phase::beginning;
  group_since_ = Clock::now();
  return true;
}

// Jobs that were taken out are gone from the group then. False when none is left.
bool Writer::enter(Phase phase) {
  const std::lock_guard lock(mutex_);
  phase_ = phase;
  if (phase == Phase::committing) committing_since_ = Clock::now();
  cuttable_ = phase == Phase::running || phase == Phase::committing ? connection_.get() : nullptr;
  std::erase(group_, nullptr);
  return !group_.empty();
}

void Writer::tell_group() {
  for (Job* job : group_) {
    // Told under the lock: the job is gone as soon as its caller can take it.
    const std::lock_guard lock(job->mutex);
    job->finished = true;
    job->done.notify_one();
  }
}

// True when events were committed. It leaves the phase in which answers are told.
bool Writer::run_group() {
  base::Error error;
  bool committing = false, events = false;
  const std::size_t units = group_.size();
  try {
    if (const base::Status good = check_ ? check_() : base::Status{}; !good) throw SqlFailure(good.error());
    begin();
    if (enter(Phase::running)) {
      run_works();
      events = std::any_of(group_.begin(), group_.end(), [](Job* job) { return job->adds_events && job->answer; });
      enter(Phase::committing);
      committing = true;
      connection_->commit();
    } else {
      connection_->rollback();   // nobody waits for it any more
    }
    enter(Phase::telling);
    return events;
  } catch (const SqlFailure& failure) {
    enter(committing ? Phase::settling : Phase::telling);
    // The answer to a commit may be lost on its way although the commit stands.
    const std::optional<bool> stands = committing && connection_->lost() ? committed_after_all(connection_->transaction()) : false;
    if (committing) enter(Phase::telling);
    if (stands.value_or(false)) return events;
    error = failure.error();
    if (!stands) error.code = base::Code::store_unanswered;
    if (error.code == base::Code::store_conflict) error.code = base::Code::store_failed;  // not this caller's conflict
  } catch (const std::exception& broken) {
    enter(Phase::telling);
    error = {base::Code::internal, "the writer thread met an unexpected exception", {}, {}};
  }
  // Nothing of the group is kept, or nobody can tell, so an answer given within it ("exists already") may not hold either: all get the error.
  for (Job* job : group_) job->answer = base::fail(error);
  log_.write(ports::Level::error, "store.group_failed",
             {{"error", std::string(base::info(error.code).name)}, {"detail", error.detail}, {"units", std::to_string(units)}});
  recover();
  return false;
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

// Nothing: it cannot be told.
std::optional<bool> Writer::committed_after_all(const std::string& transaction) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  do {
    try {
      auto fresh = open_();
      if (const auto known = fresh->outcome(transaction)) {
        connection_ = std::move(fresh);
        return known;
      }
    } catch (const SqlFailure&) {
      // not back yet: looked for again
    }
    std::this_thread::sleep_for(kBetweenLooks);
  } while (std::chrono::steady_clock::now() < until && !closing());
  log_.write(ports::Level::error, "store.outcome_unknown", {{"transaction", transaction}});
  return std::nullopt;
}

void Writer::run_works() {
  if (run_together()) return;
  connection_->rollback();
  connection_->begin();
  run_apart();
}

// Without savepoints, which copy every page they touch. False when a unit failed after it had changed something, or spoiled the transaction:
// that cannot be undone alone here. Most that fail have changed nothing, such as a state used before.
bool Writer::run_together() {
  for (Job* job : group_) {
    const std::int64_t before = connection_->all_changed_rows();
    run_one(*job);
    if (job->answer) continue;
    check_in_transaction(*job);
    if (connection_->spoiled() || connection_->all_changed_rows() != before) return false;
  }
  return true;
}

void Writer::run_apart() {
  for (Job* job : group_) {
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
