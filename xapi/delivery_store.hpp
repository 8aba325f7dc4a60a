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
#include "xapi/statement_kinds.hpp"

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
  LrsFilter filter = {};           // changed by set_lrs_filter alone
  std::string audience = "identified";   // or "pseudonymised": which renderings it is sent

  bool pseudonymised() const { return audience == "pseudonymised"; }
};

struct QueuedStatement {
  std::int64_t position = 0;       // of its event, within the registration
  base::StatementId id;
  std::string body;                // the stored bytes
  std::string signature = {};      // compact JWS that goes along as its attachment; empty: it carries none
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
  bool again = false;     // staff asked that it be sent again; it has not been yet
};

// What went out in a try that failed and is made again. The store's words are for staff, never for a log.
struct FailedTry {
  std::string statement;  // id of the first
  int count = 0;          // statements in that request
  std::string words;      // what the record store answered, readable; empty: nothing came
};

// Which parked statements; an empty member stands for all.
struct ParkedChoice {
  std::string statement;  // id
  std::string code;       // error name
  std::string begins;     // the first 8 characters of the reason
};
struct ParkedGroup {      // those parked for one reason
  std::string code, begins;
  std::int64_t count = 0, again = 0;
  base::Instant newest{};
};

// What was recorded before a record store was connected, on its way there beside what is new.
struct Backfill {
  std::string state;      // "running", "paused", "done" or "stopped"
  base::Instant from{}, started_at{};
  std::optional<base::Instant> ended_at;
  std::int64_t total = 0, done = 0;   // statements, those a filter leaves out included
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

// Of one registration: everything up to this position was taken.
struct Place {
  std::string registration;
  std::int64_t position = 0;
};

// Where delivery takes rows from and settles them: the store, or an export on its way to one record store.
class DeliveryQueue {
 public:
  virtual ~DeliveryQueue() = default;
  // The next rows after the cursor of the registration that waited longest; absent when nothing waits. At most `max_statements` and
  // `max_bytes` (at least one statement).
  virtual base::Result<std::optional<Batch>> next_batch(const Destination& destination, int max_statements, std::size_t max_bytes) = 0;
  // In one transaction under the lease's fence: cursor forward to `through`, parked rows, receipt. What was parked at the positions passed and is
  // not in `parked` now is parked no longer (it was delivered, or the filter leaves it out by now). Error store_conflict: the fence is old.
  virtual base::Status settle(const Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                              std::int64_t through, const std::vector<Parked>& parked, const std::optional<Receipt>& receipt) = 0;
};

class DeliveryStore : public DeliveryQueue {
 public:
  // -- destinations
  virtual base::Status save_lrs(const LrsRow& lrs) = 0;                  // upsert by name
  virtual base::Result<std::vector<LrsRow>> list_lrs() = 0;
  virtual base::Status remove_lrs(const std::string& name) = 0;
  // Of all that is taken from now on. Error lrs_unknown.
  virtual base::Status set_lrs_filter(const std::string& name, const LrsFilter& filter) = 0;
  // Makes the destination's cursors if it has none: `from_start` = before the first sealed row of every registration, else after the last.
  // Registrations that appear later begin at their first row. A known destination is left alone.
  virtual base::Status open_destination(const Destination& destination, bool from_start) = 0;
  // As open_destination, behind places that another destination had reached; where the record is shorter by now, behind its end.
  virtual base::Status open_destination_behind(const Destination& destination, const std::vector<Place>& places) = 0;
  // Where its cursors stand; a registration that is not there: before its first row.
  virtual base::Result<std::vector<Place>> places(const Destination& destination) = 0;
  // Its cursors back to before the first sealed row at or after `from`, where they stand behind it.
  virtual base::Status rewind(const Destination& destination, base::Instant from) = 0;
  virtual base::Status forget_destination(const Destination& destination) = 0;
  virtual base::Result<bool> has_destination(const Destination& destination) = 0;
  // Whether any sealed row lies after a cursor. A read, cheap: asked again and again while nothing happens.
  virtual base::Result<bool> anything_waiting(const Destination& destination) = 0;
  // As next_batch, for events of these types (type_name): what lies among the next `max_positions` sealed rows.
  virtual base::Result<std::optional<EventBatch>> next_events(const Destination& destination, const std::vector<std::string>& types, int max_positions) = 0;

  // -- what came before: from the first sealed row at or after `from` to where the destination's cursors stand, which go on meanwhile
  // Begins anew, running. One that had not ended is begun again with it, from the earlier of both days.
  virtual base::Status begin_backfill(const Destination& destination, base::Instant from, base::Instant now) = 0;
  virtual base::Result<std::optional<Backfill>> backfill(const Destination& destination) = 0;
  // `was` to `state`: running, paused, stopped. False: it is not in the state `was`.
  virtual base::Result<bool> turn_backfill(const Destination& destination, const std::string& was, const std::string& state, base::Instant now) = 0;
  // A running one of which nothing is left is done.
  virtual base::Status finish_backfill(const Destination& destination, base::Instant now) = 0;
  // As next_batch and settle, with the cursor of the back-fill.
  virtual base::Result<std::optional<Batch>> next_backfill_batch(const Destination& destination, int max_statements, std::size_t max_bytes) = 0;
  virtual base::Status settle_backfill(const Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                                       std::int64_t through, const std::vector<Parked>& parked, const std::optional<Receipt>& receipt) = 0;

  // -- parked statements
  virtual base::Result<std::vector<Parked>> list_parked(const Destination& destination, int limit) = 0;   // oldest first
  virtual base::Result<std::vector<ParkedGroup>> parked_groups(const Destination& destination) = 0;
  // Asks that their bytes be sent again; how many. Those whose bytes were erased are left alone.
  virtual base::Result<std::int64_t> send_again(const Destination& destination, const ParkedChoice& choice) = 0;
  // Those asked for, of one registration, in order. `through` is the last one's position.
  virtual base::Result<std::optional<Batch>> next_again(const Destination& destination, int max_statements, std::size_t max_bytes) = 0;
  // `delivered` are parked no longer, `parked` are again. Moves no cursor. Error store_conflict: the fence is old.
  virtual base::Status settle_again(const Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                                    const std::vector<base::StatementId>& delivered, const std::vector<Parked>& parked,
                                    const std::optional<Receipt>& receipt) = 0;

  // -- looking
  // What there is to do for a record store, and the filter it is done under. Cheap, as anything_waiting.
  struct Todo { bool fresh = false, backfill = false, again = false; LrsFilter filter; };
  virtual base::Result<Todo> todo(const Destination& destination) = 0;
  virtual base::Result<std::vector<Receipt>> receipts(const Destination& destination, int limit) = 0;   // newest first
  struct Backlog { std::int64_t waiting = 0; std::int64_t parked = 0; std::optional<base::Instant> oldest; std::optional<base::Instant> last_delivered; };
  virtual base::Result<Backlog> backlog(const Destination& destination) = 0;
  // Statements that were taken and that were refused, after `after` up to `until`; of refused ones those that still are. Back-fills and what was sent again included.
  struct Settled { std::int64_t delivered = 0, refused = 0; };
  virtual base::Result<Settled> settled_between(const Destination& destination, base::Instant after, base::Instant until) = 0;
  // Sealed statements in (registration, position) order, in pages, so that memory stays flat. `each` answers false to stop.
  virtual base::Status export_statements(const ExportFilter& filter, const std::function<bool(const QueuedStatement&)>& each) = 0;
};

}  // namespace preceptor::xapi
