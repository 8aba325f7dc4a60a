// Hosts' subscriptions: a durable cursor per name, at least once, in order per attempt; 0 acknowledges, anything else is retried. Every topic is read
// off the sealed order: "statements" as they were stored, "grades" as finished attempts imply them, "credit" as it was claimed, granted and reported.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/log.hpp"
#include "plugin/app/grade_items.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/worker.hpp"

namespace preceptor::app {

class Subscriptions {
 public:
  using Callback = std::function<int(const std::string& item)>;
  Subscriptions(store::Store& store, Leases& leases, ports::Log& log);
  ~Subscriptions();

  // `from` counts for a name that is new: "start", "now", or a place. Errors: subscribe_topic_unknown, subscribe_from, abi_misuse (a name of no fit
  // length, or that belongs to another topic), store_conflict (already subscribed here).
  base::Status subscribe(const std::string& name, const std::string& topic, const std::string& from, Callback callback);
  // Error subscribe_unknown. No callback of that name runs once this returned.
  base::Status unsubscribe(const std::string& name);
  void start();
  void ask_stop();   // without waiting; stop() follows
  // No callback runs once this returned. Callbacks that run may ask for destinations() meanwhile.
  void stop();
  void wake();
  std::vector<xapi::Destination> destinations() const;   // by name

 private:
  struct Subscription;
  struct Item {
    std::int64_t position = 0;
    std::string text;
  };
  struct Items {
    base::RegistrationId registration;
    std::int64_t through = 0;   // where the cursor goes once all are acknowledged
    std::vector<Item> items;
  };
  std::chrono::milliseconds turn(Subscription& subscription);
  base::Result<std::optional<Items>> next_items(const xapi::Destination& destination);
  using Make = std::function<base::Result<std::optional<std::string>>(const std::string& event_json)>;
  base::Result<std::optional<Items>> next_made(const xapi::Destination& destination, const std::vector<std::string>& types, const Make& make);

  store::Store& store_;
  GradeItems grades_;
  Leases& leases_;
  ports::Log& log_;
  mutable std::mutex mutex_;
  bool running_ = false;
  std::map<std::string, std::shared_ptr<Subscription>> subscriptions_;   // shared with a stop that joins outside the lock
};

}  // namespace preceptor::app
