// The leases this process holds: taken when there is work, renewed by a heartbeat while the work lasts, given back at stop. What a process that
// died left behind is ended at once where that can be known, else it runs out.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/ports/clock.hpp"
#include "core/ports/log.hpp"
#include "core/ports/site_store.hpp"
#include "plugin/app/worker.hpp"

namespace preceptor::app {

class Leases {
 public:
  Leases(ports::SiteStore& store, const ports::Clock& clock, ports::Log& log);
  ~Leases();

  // While it lives, the heartbeat renews the lease. Empty when another process has it or the store failed (which is logged).
  class Held {
   public:
    Held() = default;
    Held(Held&& other) noexcept : leases_(other.leases_), lease_(std::move(other.lease_)) { other.leases_ = nullptr; }
    Held& operator=(Held&&) = delete;
    ~Held() {
      if (leases_ != nullptr) leases_->put_down(lease_.name);
    }
    explicit operator bool() const { return leases_ != nullptr; }
    const ports::Lease& lease() const { return lease_; }

   private:
    friend class Leases;
    Held(Leases* leases, ports::Lease lease) : leases_(leases), lease_(std::move(lease)) {}
    Leases* leases_ = nullptr;
    ports::Lease lease_;
  };
  Held take(const std::string& name);

  // Ends the leases of processes of this machine that are gone; also done by the heartbeat.
  void end_dead();
  void start();
  void stop();   // gives back what is held

 private:
  struct Entry {
    ports::Lease lease;
    base::Instant renewed_at{};
    int in_use = 0;
  };
  void put_down(const std::string& name);
  std::chrono::milliseconds beat();
  std::optional<ports::Lease> renew(const std::string& name);

  ports::SiteStore& store_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::string holder_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  Worker heartbeat_;
};

// Who we are to other processes: machine start, pid name space, pid and its start, and a random part. And whether such a holder of this machine is
// gone for certain; false when that cannot be known (another machine, another container, an unreadable /proc).
std::string make_holder();
bool is_dead_holder(const std::string& holder);

}  // namespace preceptor::app
