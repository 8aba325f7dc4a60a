#include "plugin/app/deliveries.hpp"

#include <algorithm>

#include "adapters/lrs/delivery.hpp"

namespace preceptor::app {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds kNotOurs{1000};
constexpr milliseconds kIdle{1000};
}  // namespace

struct Deliveries::Lane {
  xapi::LrsRow row;
  std::unique_ptr<lrs::LrsDelivery> delivery;
  std::unique_ptr<Worker> worker;
  mutable std::mutex mutex;
  std::string last_error;
};

namespace {
bool same(const xapi::LrsRow& a, const xapi::LrsRow& b) {
  return a.endpoint == b.endpoint && a.username == b.username && a.password == b.password && a.version == b.version && a.store_id == b.store_id;
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
    auto lane = std::make_unique<Lane>();
    lane->row = row;
    lane->delivery = std::make_unique<lrs::LrsDelivery>(site_.store(), xapi::Destination{"lrs", row.store_id}, row, site_.http(), site_.clock(), site_.log());
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
  const auto waiting = site_.store().anything_waiting({"lrs", lane.row.store_id});
  if (waiting && !*waiting) return kIdle;   // a failure is met, and told, below
  const Leases::Held held = leases_.take("lrs:" + lane.row.store_id);
  if (!held) return kNotOurs;
  if (!places_.try_acquire_for(kIdle)) return milliseconds{0};   // all places taken: look again, and notice a stop
  lrs::StepResult result;
  try {
    result = lane.delivery->step(held.lease());
  } catch (...) {
    places_.release();
    throw;   // the worker's wall logs it
  }
  places_.release();
  {
    const std::lock_guard lock(lane.mutex);
    lane.last_error = result.last_error ? describe(*result.last_error) : "";
  }
  switch (result.what) {
    case lrs::StepResult::What::progressed:
      return milliseconds{0};
    case lrs::StepResult::What::wait:
      lane.worker->hold_until(std::chrono::steady_clock::now() + result.wait);
      return result.wait;
    case lrs::StepResult::What::idle:
      break;
  }
  return kIdle;
}

void Deliveries::wake() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, lane] : lanes_) lane->worker->wake();
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
