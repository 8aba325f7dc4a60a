// Hosts' subscriptions: a durable cursor per name, at least once, in order per attempt; 0 acknowledges, anything else is retried.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/log.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/worker.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::app {

class Subscriptions {
 public:
  using Callback = std::function<int(const std::string& item)>;
  Subscriptions(xapi::DeliveryStore& store, Leases& leases, ports::Log& log);
  ~Subscriptions();

  // Errors: subscribe_topic_unknown (only "statements" has items in this version), command_arguments (`from`, of a name that is new), store_conflict
  // (already subscribed here).
  base::Status subscribe(const std::string& name, const std::string& topic, const std::string& from, Callback callback);
  // Error subscribe_unknown. No callback of that name runs once this returned.
  base::Status unsubscribe(const std::string& name);
  void start();
  // No callback runs once this returned. Callbacks that run may ask for names() meanwhile.
  void stop();
  void wake();
  std::vector<std::string> names() const;

 private:
  struct Subscription;
  std::chrono::milliseconds turn(Subscription& subscription);
  xapi::DeliveryStore& store_;
  Leases& leases_;
  ports::Log& log_;
  mutable std::mutex mutex_;
  bool running_ = false;
  std::map<std::string, std::shared_ptr<Subscription>> subscriptions_;   // shared with a stop that joins outside the lock
};

}  // namespace preceptor::app
