// One worker per record store that is switched on: takes the lease, lets adapters/lrs settle batch after batch of what is new, of what staff want
// sent again and of a back-fill, one request of each in turn, and sleeps when there is nothing.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
  // Starts workers for stores that appeared, stops those that went or changed; a changed one starts anew once the old has ended, so that no store
  // has two. Also picks up what another process added.
  base::Status reconcile();
  void wake();
  void ask_stop();   // without waiting; stop() follows
  void stop();

  struct State { std::string name, last_error; };
  std::vector<State> states() const;

 private:
  struct Lane;
  using Lanes = std::map<std::string, std::unique_ptr<Lane>>;
  std::chrono::milliseconds turn(Lane& lane);
  std::chrono::milliseconds work(Lane& lane, const ports::Lease& lease, const xapi::DeliveryStore::Todo& todo);
  void note_for_console(const Lane& lane, const base::Error& error, const std::optional<xapi::FailedTry>& tried);
  static void note(Lane& lane, const std::optional<base::Error>& error);
  Lanes take_gone(const std::vector<xapi::LrsRow>& rows);
  void open_missing(const std::vector<xapi::LrsRow>& rows);
  static void end(const Lanes& lanes);
  Site& site_;
  Leases& leases_;
  // Outbound work at most four at a time, so that many slow stores do not take many threads' worth of connections.
  std::counting_semaphore<4> places_{4};
  std::mutex reconcile_mutex_;   // one at a time; workers are joined under it
  mutable std::mutex mutex_;
  bool stopped_ = false;
  Lanes lanes_;
};

}  // namespace preceptor::app
