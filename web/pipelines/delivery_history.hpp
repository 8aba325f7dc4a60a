// How deep the queue of each record store was over the last week, and what became of its statements: plot 10's "over time". Two projections a store: what was
// counted every ten minutes, and how often a try failed. Why so: docs/decisions/0060.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::web {

inline constexpr base::Milliseconds kHistoryStep = std::chrono::minutes(10);
inline constexpr base::Milliseconds kHistoryKept = std::chrono::hours(24 * 8);   // a week of whole buckets, and a day more

struct DeliverySample {
  base::Instant at{};
  std::int64_t waiting = 0;                             // at that moment
  std::int64_t delivered = 0, refused = 0, again = 0;   // since the sample before: statements, statements, failed tries
};
// The last try of a record store that failed: what went out, and why it was not taken.
struct LastFailure {
  base::Instant at{};
  std::string error;                                    // in our own words
  xapi::FailedTry tried;                                // of no statements: it did not come to that
};
struct StoreHistory {
  std::vector<DeliverySample> samples;                  // ascending
  std::optional<base::Instant> failed_at;               // the last try that failed, and why, in our own words
  std::string error;
};

// Equal stretches of time for a page.
struct DeliveryBucket {
  base::Instant from{};
  std::optional<std::int64_t> waiting;                  // at most; absent: nothing was counted then, which is not 0
  std::int64_t delivered = 0, refused = 0, again = 0;
};
// The last `count` buckets of `width` that begin at whole multiples of it (UTC), the last one still under way at `now`.
std::vector<DeliveryBucket> delivery_buckets(const StoreHistory& history, base::Instant now, base::Milliseconds width, int count);

class DeliveryHistory {
 public:
  DeliveryHistory(ports::RecordStore& records, ports::ProjectionStore& rows, xapi::DeliveryStore& queues, const ports::Clock& clock)
      : records_(records), rows_(rows), queues_(queues), clock_(clock) {}

  // A try failed and is made again later. For the one who holds the store's lease: nobody else writes this row. `store`: LrsRow::store_id. Errors: store_*.
  base::Status note_failed(const std::string& store, const base::Error& error, const std::optional<xapi::FailedTry>& tried = {});
  // Counts where ten minutes have passed since it was last done; cheap where they have not. Under the upkeep's lease. Errors: store_*; json_malformed.
  base::Status sample(const std::string& store);
  base::Result<StoreHistory> of(const std::string& store);
  // The last failed try where it is why statements wait. Errors: store_*; json_malformed.
  base::Result<std::optional<LastFailure>> why_it_waits(const std::string& store, const xapi::DeliveryStore::Backlog& backlog);

 private:
  struct Tries {
    std::int64_t failed = 0, version = 0;               // version 0: no row yet
    base::Instant at{};
    std::string error;
    xapi::FailedTry tried;
  };
  struct Kept {
    std::vector<DeliverySample> samples;
    std::int64_t failed = 0, version = 0;               // `failed`: how many tries were counted already
  };
  base::Result<Tries> tries(const std::string& store);
  base::Result<Kept> kept(const std::string& store);
  base::Status save(const char* kind, const std::string& store, std::int64_t version, std::string body);

  ports::RecordStore& records_;
  ports::ProjectionStore& rows_;
  xapi::DeliveryStore& queues_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
