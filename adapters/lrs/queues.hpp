// The other two things a record store is sent beside what is new: what came before, and what it refused and staff want sent again.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

class BackfillQueue : public xapi::DeliveryQueue {
 public:
  explicit BackfillQueue(xapi::DeliveryStore& store) : store_(store) {}
  base::Result<std::optional<xapi::Batch>> next_batch(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) override {
    return store_.next_backfill_batch(destination, max_statements, max_bytes);
  }
  base::Status settle(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration, std::int64_t through,
                      const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) override {
    return store_.settle_backfill(destination, lease, registration, through, parked, receipt);
  }

 private:
  xapi::DeliveryStore& store_;
};

// Remembers the batch it gave: what is settled are its statements, not whatever was asked for at those positions since.
class AgainQueue : public xapi::DeliveryQueue {
 public:
  explicit AgainQueue(xapi::DeliveryStore& store) : store_(store) {}
  base::Result<std::optional<xapi::Batch>> next_batch(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) override;
  base::Status settle(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration, std::int64_t through,
                      const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) override;

 private:
  xapi::DeliveryStore& store_;
  std::vector<xapi::QueuedStatement> open_;   // given and not settled, in order
};

}  // namespace preceptor::lrs
