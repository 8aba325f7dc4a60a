// Taking batches from the sealed record and settling what became of them.
#include <algorithm>
#include <limits>

#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::store {
namespace {

using xapi::Batch;
using xapi::QueuedStatement;
constexpr std::size_t kLongestReason = 2000;

struct Start {
  std::string registration;
  std::int64_t position = 0;
};

std::optional<Start> next_start(Connection& c, const xapi::Destination& d) {
  Rows rows = c.query("delivery/next_registration", "ti", {{"kind", d.kind}, {"name", d.name}});
  if (!rows.next()) return std::nullopt;
  return Start{rows.text(0), rows.integer(1)};
}

// Takes whole events until the next one would not fit. The first event is always taken: a cursor cannot stand inside one.
Batch fill(Connection& c, const Start& start, int max_statements, std::size_t max_bytes) {
  Batch batch{base::RegistrationId(start.registration), start.position, {}};
  const std::int64_t until = start.position + 2 * std::max(1, max_statements);  // not every event has a statement
  std::size_t bytes = 0, event_bytes = 0;
  std::vector<QueuedStatement> event;
  std::int64_t position = 0;
  const auto take = [&] {  // the event at `position` is complete
    const bool fits = batch.statements.size() + event.size() <= static_cast<std::size_t>(std::max(1, max_statements)) &&
                      bytes + event_bytes <= max_bytes;
    if (!fits && !batch.statements.empty()) return false;
    std::move(event.begin(), event.end(), std::back_inserter(batch.statements));
    bytes += event_bytes;
    batch.through = position;
    event.clear();
    event_bytes = 0;
    return true;
  };
  Rows rows = c.query("delivery/batch", "itt",
                      {{"registration", start.registration}, {"after_position", start.position}, {"until_position", until}});
  while (rows.next()) {
    if (position != 0 && rows.integer(0) != position && !take()) return batch;
    position = rows.integer(0);
    if (rows.text(2).empty()) continue;
    event_bytes += rows.text(2).size();
    event.push_back({position, base::StatementId(rows.text(1)), std::move(rows.text(2))});
  }
  if (position != 0) take();
  return batch;
}

void park(Connection& c, const xapi::Destination& d, const xapi::Parked& p) {
  c.run("delivery/park", {{"kind", d.kind}, {"name", d.name}, {"registration", p.registration}, {"position", p.position},
                          {"statement_id", p.id}, {"code", p.code}, {"reason", base::utf8_prefix(p.reason, kLongestReason)}, {"at", p.at}});
}

}  // namespace

base::Result<bool> SqlStore::anything_waiting(const xapi::Destination& destination) {
  return readers_.read([&](Connection& c) { return next_start(c, destination).has_value(); });
}

base::Result<std::optional<Batch>> SqlStore::next_batch(const xapi::Destination& d, int max_statements, std::size_t max_bytes) {
  return readers_.read([&](Connection& c) -> std::optional<Batch> {
    const auto start = next_start(c, d);
    if (!start) return std::nullopt;
    note_taken(d, start->registration, start->position);
    return fill(c, *start, max_statements, max_bytes);
  });
}

void SqlStore::note_taken(const xapi::Destination& d, const std::string& registration, std::int64_t position) {
  const std::lock_guard lock(taken_mutex_);
  taken_[{d.kind, d.name, registration}] = position;
}

base::Result<std::optional<xapi::EventBatch>> SqlStore::next_events(const xapi::Destination& d, const std::vector<std::string>& types, int max_positions) {
  std::string listed = ",";
  for (const std::string& type : types) listed += type + ",";
  return readers_.read([&](Connection& c) -> std::optional<xapi::EventBatch> {
    const auto start = next_start(c, d);
    if (!start) return std::nullopt;
    note_taken(d, start->registration, start->position);
    xapi::EventBatch batch{base::RegistrationId(start->registration), start->position, {}};
    Rows rows = c.query("delivery/events", "it", {{"types", listed}, {"registration", start->registration}, {"after_position", start->position},
                                                  {"until_position", start->position + std::max(1, max_positions)}});
    while (rows.next()) {
      batch.through = rows.integer(0);
      if (!rows.text(1).empty()) batch.events.push_back({batch.through, std::move(rows.text(1))});
    }
    return batch;
  });
}

base::Status SqlStore::settle(const xapi::Destination& d, const ports::Lease& lease, const base::RegistrationId& registration,
                              std::int64_t through, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) {
  const CursorKey key{d.kind, d.name, registration.str()};
  std::optional<std::int64_t> taken_at;
  {
    const std::lock_guard lock(taken_mutex_);
    if (const auto found = taken_.find(key); found != taken_.end()) taken_at = found->second;
  }
  bool moved = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    const std::int64_t stands = c.count("delivery/cursor", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}});
    // Someone rewound meanwhile: what was sent is recorded, but the cursor stays where it was put.
    moved = through > stands && taken_at.value_or(stands) == stands;
    if (moved) {
      // Everything passed now was delivered or is in `parked`: what an earlier pass parked there is no longer true.
      c.run("delivery/unpark", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"after_position", stands}, {"through_position", through}});
      c.run("delivery/put_cursor", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"position", through}});
    }
    for (const auto& statement : parked) park(c, d, statement);
    if (receipt)
      c.run("delivery/insert_receipt",
            {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"from_position", receipt->from},
             {"through_position", receipt->through}, {"statements", receipt->count}, {"status", receipt->status}, {"at", receipt->at}});
    return {};
  });
  if (done && moved) {
    const std::lock_guard lock(taken_mutex_);
    taken_[key] = through;  // the rest of the same batch may be settled next
  }
  return done;
}

base::Result<std::vector<xapi::Parked>> SqlStore::list_parked(const xapi::Destination& d, int limit) {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::Parked> found;
    Rows rows = c.query("delivery/list_parked", "tittti", {{"kind", d.kind}, {"name", d.name}, {"limit", limit}});
    while (rows.next())
      found.push_back({d, base::RegistrationId(rows.text(0)), rows.integer(1), base::StatementId(rows.text(2)), rows.text(3), rows.text(4),
                       rows.instant(5)});
    return found;
  });
}

base::Result<SqlStore::Backlog> SqlStore::backlog(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) {
    Backlog out;
    {
      Rows rows = c.query("delivery/backlog", "ii", {{"kind", d.kind}, {"name", d.name}});
      if (rows.next()) {
        out.waiting = rows.integer(0);
        if (!rows.null(1)) out.oldest = rows.instant(1);
      }
    }
    out.parked = c.count("delivery/count_parked", {{"kind", d.kind}, {"name", d.name}});
    Rows rows = c.query("delivery/last_delivered", "i", {{"kind", d.kind}, {"name", d.name}});
    if (rows.next() && !rows.null(0)) out.last_delivered = rows.instant(0);
    return out;
  });
}

}  // namespace preceptor::store
