// What delivery needs of a store: cursors over sealed rows, parked statements, receipts.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/site_store.hpp"

namespace preceptor::xapi {

// Who takes statements: an LRS or a host's subscriber. (kind, name) is the key of its cursors.
struct Destination {
  std::string kind;   // "lrs", "subscriber" (statements) or "grades" (a subscriber of that topic)
  std::string name;
};

struct LrsRow {
  std::string name, endpoint;      // endpoint ends in '/'
  std::string username;
  std::string password;            // as configured; the store keeps only what the command line added (see source)
  std::string version = "auto";    // auto | 1.0.3 | 2.0
  std::string source = "config";   // config | admin
  bool enabled = true;
  // What the cursor belongs to: a new endpoint is a new cursor unless staff say it is the same store.
  std::string store_id;
};

struct QueuedStatement {
  std::int64_t position = 0;       // of its event, within the registration
  base::StatementId id;
  std::string body;                // the stored bytes
};
struct Batch {
  base::RegistrationId registration;
  std::int64_t through = 0;        // the cursor may advance to here once every statement below is settled
  std::vector<QueuedStatement> statements;   // in order; may be empty when the positions had no renderings
};

// Events of one type, for what takes no statements.
struct SealedEvent {
  std::int64_t position = 0;
  std::string json;                // canonical_json
};
struct EventBatch {
  base::RegistrationId registration;
  std::int64_t through = 0;        // as in Batch
  std::vector<SealedEvent> events; // in order; may be empty
};

struct Parked {
  Destination destination;
  base::RegistrationId registration;
  std::int64_t position = 0;
  base::StatementId id;
  std::string code;       // error name, e.g. "lrs.refused"
  std::string reason;     // what the LRS answered, readable, at most 2,000 bytes
  base::Instant at{};
};

struct Receipt {          // what the LRS answered to one accepted request
  Destination destination;
  base::RegistrationId registration;
  std::int64_t from = 0, through = 0;
  int count = 0, status = 0;
  base::Instant at{};
};

struct ExportFilter {
  std::optional<base::Instant> from, to;   // by event time: from <= at < to
  std::string unit_id, context_id, registration, person;   // empty = all
};

// Where delivery takes rows from and settles them: the store, or an export on its way to one record store.
class DeliveryQueue {
 public:
  virtual ~DeliveryQueue() = default;
  // The next rows after the cursor of the registration that waited longest; absent when nothing waits. At most `max_statements` and
  // `max_bytes` (at least one statement).
  virtual base::Result<std::optional<Batch>> next_batch(const Destination& destination, int max_statements, std::size_t max_bytes) = 0;
  // In one transaction under the lease's fence: cursor forward to `through`, parked rows, receipt. What was parked at the positions passed and is
  // not in `parked` now is parked no longer (a backfill delivered it). Error store_conflict: the fence is old.
  virtual base::Status settle(const Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                              std::int64_t through, const std::vector<Parked>& parked, const std::optional<Receipt>& receipt) = 0;
};

class DeliveryStore : public DeliveryQueue {
 public:
  // -- destinations
  virtual base::Status save_lrs(const LrsRow& lrs) = 0;                  // upsert by name
  virtual base::Result<std::vector<LrsRow>> list_lrs() = 0;
  virtual base::Status remove_lrs(const std::string& name) = 0;
  // Makes the destination's cursors if it has none: `from_start` = before the first sealed row of every registration, else after the last.
  // Registrations that appear later begin at their first row. A known destination is left alone.
  virtual base::Status open_destination(const Destination& destination, bool from_start) = 0;
  virtual base::Status forget_destination(const Destination& destination) = 0;
  virtual base::Result<bool> has_destination(const Destination& destination) = 0;
  // Whether any sealed row lies after a cursor. A read, cheap: asked again and again while nothing happens.
  virtual base::Result<bool> anything_waiting(const Destination& destination) = 0;
  // As next_batch, for events of these types (type_name): what lies among the next `max_positions` sealed rows.
  virtual base::Result<std::optional<EventBatch>> next_events(const Destination& destination, const std::vector<std::string>& types, int max_positions) = 0;
  // Sets every cursor back to before the first sealed row at or after `from` (lrs backfill).
  virtual base::Status rewind_destination(const Destination& destination, base::Instant from) = 0;

  virtual base::Result<std::vector<Parked>> list_parked(const Destination& destination, int limit) = 0;

  // -- looking
  struct Backlog { std::int64_t waiting = 0; std::int64_t parked = 0; std::optional<base::Instant> oldest; std::optional<base::Instant> last_delivered; };
  virtual base::Result<Backlog> backlog(const Destination& destination) = 0;
  // Sealed statements in (registration, position) order, in pages, so that memory stays flat. `each` answers false to stop.
  virtual base::Status export_statements(const ExportFilter& filter, const std::function<bool(const QueuedStatement&)>& each) = 0;
};

}  // namespace preceptor::xapi
