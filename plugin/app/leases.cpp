#include "plugin/app/leases.hpp"

namespace preceptor::app {

using std::chrono::milliseconds;

namespace {
// Short, so that another machine takes over soon; three heartbeats fit into it.
constexpr milliseconds kLife{6000};
constexpr milliseconds kRenewAfter{2000};
constexpr milliseconds kBeat{1000};
}  // namespace

Leases::Leases(ports::SiteStore& store, const ports::Clock& clock, ports::Log& log)
    : store_(store), clock_(clock), log_(log), holder_(make_holder()), heartbeat_("leases", log, [this] { return beat(); }) {}

Leases::~Leases() { heartbeat_.stop(); }

Leases::Held Leases::take(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(name);
  const bool fresh = known != entries_.end() && base::is_young(known->second.renewed_at, clock_.now(), kRenewAfter);
  if (!fresh && !renew(name)) return {};
  Entry& entry = entries_[name];
  ++entry.in_use;
  return Held(this, entry.lease);
}

void Leases::put_down(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  if (entry != entries_.end()) --entry->second.in_use;
}

// With the mutex held. A lease that went to another is forgotten; whoever still works under it is stopped by its fence.
std::optional<ports::Lease> Leases::renew(const std::string& name) {
  const base::Instant now = clock_.now();
  const auto taken = store_.acquire_lease(name, holder_, now, kLife);
  if (!taken) {
    log_.write(ports::Level::warning, "lease.store_failed", {{"name", name}, {"error", describe(taken.error())}});
    return std::nullopt;
  }
  Entry& entry = entries_[name];
  if (!taken->has_value()) {
    entry.renewed_at = base::Instant{};
    return std::nullopt;
  }
  entry.lease = **taken;
  entry.renewed_at = now;
  return entry.lease;
}

milliseconds Leases::beat() {
  end_dead();
  const std::lock_guard lock(mutex_);
  for (auto& [name, entry] : entries_) {
    if (entry.in_use > 0 && !base::is_young(entry.renewed_at, clock_.now(), kRenewAfter)) renew(name);
  }
  return kBeat;
}

void Leases::end_dead() {
  const auto holders = store_.lease_holders(clock_.now());
  if (!holders) return;   // whoever needs a lease meets the same failure and says so
  for (const std::string& holder : *holders) {
    if (holder == holder_ || !is_dead_holder(holder)) continue;
    const base::Status ended = store_.end_leases(holder);
    log_.write(ended ? ports::Level::info : ports::Level::warning, ended ? "lease.holder_gone" : "lease.store_failed", {{"holder", holder}});
  }
}

void Leases::start() {
  end_dead();
  heartbeat_.start();
}

void Leases::stop() {
  heartbeat_.stop();
  const std::lock_guard lock(mutex_);
  for (const auto& [name, entry] : entries_) {
    if (entry.renewed_at == base::Instant{}) continue;
    const base::Status released = store_.release_lease(entry.lease);
    if (!released) log_.write(ports::Level::warning, "lease.store_failed", {{"name", name}, {"error", describe(released.error())}});
  }
  entries_.clear();
}

}  // namespace preceptor::app
