// One worker per record store that is switched on: takes the lease, lets adapters/lrs settle batch after batch, sleeps when there is nothing.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <vector>

#include "plugin/app/leases.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/worker.hpp"

namespace preceptor::app {

class Deliveries {
 public:
  Deliveries(Site& site, Leases& leases);
  ~Deliveries();
  // Starts workers for stores that appeared, stops those that went or changed. Also picks up what another process added.
  base::Status reconcile();
  void wake();
  void stop();

  struct State { std::string name, last_error; };
  std::vector<State> states() const;

 private:
  struct Lane;
  std::chrono::milliseconds turn(Lane& lane);
  Site& site_;
  Leases& leases_;
  // Outbound work at most four at a time, so that many slow stores do not take many threads' worth of connections.
  std::counting_semaphore<4> places_{4};
  mutable std::mutex mutex_;
  bool stopped_ = false;
  std::map<std::string, std::unique_ptr<Lane>> lanes_;
};

}  // namespace preceptor::app
