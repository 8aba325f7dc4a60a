#include "plugin/app/deliveries.hpp"

#include <algorithm>
#include <optional>

#include "adapters/lrs/delivery.hpp"
#include "adapters/lrs/queues.hpp"
#include "web/pipelines/delivery_history.hpp"

namespace preceptor::app {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds kNotOurs{1000};
constexpr milliseconds kIdle{1000};
constexpr unsigned kKinds = 3;   // what is new, what is sent again, a back-fill
}  // namespace

struct Deliveries::Lane {
  Lane(Site& site, const xapi::LrsRow& of)
      : row(of), again_queue(site.store()), backfill_queue(site.store()),
        fresh(site.store(), {"lrs", of.store_id}, of, site.http(), site.clock(), site.log()),
        again(again_queue, {"lrs", of.store_id}, of, site.http(), site.clock(), site.log()),
        backfill(backfill_queue, {"lrs", of.store_id}, of, site.http(), site.clock(), site.log()), filter(of.filter) {}
  xapi::LrsRow row;
  lrs::AgainQueue again_queue;
  lrs::BackfillQueue backfill_queue;
  lrs::LrsDelivery fresh, again, backfill;
  xapi::LrsFilter filter;   // under which the last batch was taken
  unsigned next_kind = 0;        // whose turn it is
  mutable std::mutex mutex;
  std::string last_error;
  std::unique_ptr<Worker> worker;   // last: it ends before what it uses
};

namespace {
bool same(const xapi::LrsRow& a, const xapi::LrsRow& b) {
  return a.endpoint == b.endpoint && a.username == b.username && a.password == b.password && a.version == b.version && a.store_id == b.store_id &&
         a.audience == b.audience;
}
}  // namespace

Deliveries::Deliveries(Site& site, Leases& leases) : site_(site), leases_(leases) {}

Deliveries::~Deliveries() { stop(); }

base::Status Deliveries::reconcile() {
  const std::lock_guard one_at_a_time(reconcile_mutex_);
  const auto rows = site_.active_lrs();
  if (!rows) return base::fail(rows.error());
  end(take_gone(*rows));
  open_missing(*rows);
  return {};
}

Deliveries::Lanes Deliveries::take_gone(const std::vector<xapi::LrsRow>& rows) {
  Lanes gone;
  const std::lock_guard lock(mutex_);
  for (auto entry = lanes_.begin(); entry != lanes_.end();) {
    const bool keep = std::any_of(rows.begin(), rows.end(), [&](const xapi::LrsRow& row) { return row.name == entry->first && same(row, entry->second->row); });
    const auto here = entry++;
    if (!keep) gone.insert(lanes_.extract(here));
  }
  return gone;
}

void Deliveries::open_missing(const std::vector<xapi::LrsRow>& rows) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  for (const xapi::LrsRow& row : rows) {
    if (lanes_.contains(row.name)) continue;
    auto lane = std::make_unique<Lane>(site_, row);
    Lane* raw = lane.get();
    lane->worker = std::make_unique<Worker>("lrs:" + row.name, site_.log(), [this, raw] { return turn(*raw); });
    lane->worker->start();
    lanes_.emplace(row.name, std::move(lane));
  }
}

// Waits for the turns that run: each may take as long as a request.
void Deliveries::end(const Lanes& lanes) {
  for (const auto& [name, lane] : lanes) lane->worker->ask_stop();
  for (const auto& [name, lane] : lanes) lane->worker->stop();
}

milliseconds Deliveries::turn(Lane& lane) {
  const auto todo = site_.store().todo({"lrs", lane.row.store_id});
  if (!todo) {
    site_.log().write(ports::Level::warning, "lrs.store_failed", {{"name", lane.row.name}, {"error", describe(todo.error())}});
    note(lane, todo.error());
    return kIdle;
  }
  if (!todo->fresh && !todo->again && !todo->backfill) return kIdle;
  const Leases::Held held = leases_.take("lrs:" + lane.row.store_id);
  if (!held) return kNotOurs;
  if (!places_.try_acquire_for(kIdle)) return milliseconds{0};   // all places taken: look again, and notice a stop
  try {
    const milliseconds pause = work(lane, held.lease(), *todo);
    places_.release();
    return pause;
  } catch (...) {
    places_.release();
    throw;   // the worker's wall logs it
  }
}

milliseconds Deliveries::work(Lane& lane, const ports::Lease& lease, const xapi::DeliveryStore::Todo& todo) {
  if (todo.filter != lane.filter) {   // it holds from now on, for what was taken and not sent as well
    lane.fresh.take_anew();
    lane.backfill.take_anew();
    lane.filter = todo.filter;
  }
  // One request a turn, of each kind in its turn. What waits is passed over, so that a store that stumbles over one of them still gets the others.
  std::optional<base::Error> error;
  std::optional<milliseconds> fresh_waits;
  bool again_at_once = false;
  for (unsigned tried = 0; tried < kKinds && !again_at_once; ++tried) {
    const unsigned kind = lane.next_kind++ % kKinds;
    if (!(kind == 0 ? todo.fresh : kind == 1 ? todo.again : todo.backfill)) continue;
    const auto begun = std::chrono::steady_clock::now();
    const lrs::StepResult result = (kind == 0 ? lane.fresh : kind == 1 ? lane.again : lane.backfill).step(lease);
    if (result.last_error && !error) error = result.last_error;
    if (result.failed_now && result.last_error) note_for_console(lane, *result.last_error, result.tried);
    if (result.what == lrs::StepResult::What::wait && kind == 0) fresh_waits = result.wait;
    if (result.what == lrs::StepResult::What::idle && kind == 2) {
      if (auto done = site_.store().finish_backfill({"lrs", lane.row.store_id}, site_.clock().now()); !done && !error) error = done.error();
    }
    // A slow answer is a turn of its own: a stop must not wait for three of them.
    again_at_once = result.what == lrs::StepResult::What::progressed || std::chrono::steady_clock::now() - begun > kIdle;
  }
  note(lane, error);
  if (again_at_once) return milliseconds{0};
  if (!fresh_waits) return kIdle;
  lane.worker->hold_until(std::chrono::steady_clock::now() + *fresh_waits);
  return *fresh_waits;
}

// Under the store's lease, so that nobody else counts at the same time.
void Deliveries::note_for_console(const Lane& lane, const base::Error& error, const std::optional<xapi::FailedTry>& tried) {
  if (const auto noted = site_.delivery_history().note_failed(lane.row.store_id, error, tried); !noted)
    site_.log().write(ports::Level::warning, "lrs.try_not_noted", {{"name", lane.row.name}, {"error", describe(noted.error())}});
}

void Deliveries::note(Lane& lane, const std::optional<base::Error>& error) {
  const std::lock_guard lock(lane.mutex);
  lane.last_error = error ? describe(*error) : "";
}

void Deliveries::wake() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, lane] : lanes_) lane->worker->wake();
}

void Deliveries::ask_stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const auto& [name, lane] : lanes_) lane->worker->ask_stop();
}

void Deliveries::stop() {
  Lanes running;   // joined outside the lock, so that status and the sealer do not wait with us
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    running.swap(lanes_);
  }
  end(running);
}

std::vector<Deliveries::State> Deliveries::states() const {
  const std::lock_guard lock(mutex_);
  std::vector<State> states;
  for (const auto& [name, lane] : lanes_) {
    const std::lock_guard lane_lock(lane->mutex);
    states.push_back({name, lane->last_error});
  }
  return states;
}

}  // namespace preceptor::app
