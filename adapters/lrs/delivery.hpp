// One destination's delivery: takes batches over sealed rows and drives each to settled (delivered or parked). No thread of its own.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/result.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/http_client.hpp"
#include "core/ports/log.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

struct StepResult {
  enum class What { idle, progressed, wait };
  What what = What::idle;
  std::chrono::milliseconds wait{0};       // with `wait`: do not come back earlier
  std::optional<base::Error> last_error;   // why we wait
  bool failed_now = false;                 // with `wait`: this very step failed, and what it tried is tried again later
  std::optional<xapi::FailedTry> tried;    // with `failed_now`: what it sent, where the record store is the one that failed
};

class LrsDelivery {
 public:
  // `destination`: the key of cursor and parked rows in the store. `row.password` is usable text.
  LrsDelivery(xapi::DeliveryQueue& queue, xapi::Destination destination, xapi::LrsRow row, ports::HttpClient& http, const ports::Clock& clock,
              ports::Log& log);
  ~LrsDelivery();
  // At most one request that sends statements (and, where needed, one or two that read), then settles what is certain. Call again on progressed.
  // The caller renews the lease: a step takes at most 40 s. State between steps is dropped when the lease's fence changes.
  StepResult step(const ports::Lease& lease);
  // What was taken and is not settled is taken again with the next step: another filter holds, or the place was moved.
  void take_anew();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::lrs
