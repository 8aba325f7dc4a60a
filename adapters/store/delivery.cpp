// Taking batches from the sealed record and settling what became of them.
#include <algorithm>

#include "adapters/store/batches.hpp"
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using xapi::Batch;

struct Start {
  std::string registration;
  std::int64_t position = 0;
};

std::optional<Start> next_start(Connection& c, const xapi::Destination& d) {
  Rows rows = c.query("delivery/next_registration", "ti", {{"kind", d.kind}, {"name", d.name}});
  if (!rows.next()) return std::nullopt;
  return Start{rows.text(0), rows.integer(1)};
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
    // Not every event has a statement.
    return fill_batch(c, start->registration, start->position, start->position + 2 * std::max(1, max_statements), {max_statements, max_bytes}, d);
  });
}

void SqlStore::note_taken(const xapi::Destination& d, const std::string& registration, std::int64_t position) {
  const std::lock_guard lock(taken_mutex_);
  taken_[{d.kind, d.name, registration}] = position;
}

std::optional<std::int64_t> SqlStore::taken_at(const CursorKey& key) {
  const std::lock_guard lock(taken_mutex_);
  const auto found = taken_.find(key);
  return found == taken_.end() ? std::nullopt : std::optional(found->second);
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
  const std::optional<std::int64_t> taken = taken_at(key);
  bool moved = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    const std::int64_t stands = c.count("delivery/cursor", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}});
    // Someone forgot the destination meanwhile and opened it again: what was sent is recorded, but the cursor stays where it was put.
    moved = through > stands && taken.value_or(stands) == stands;
    if (moved) {
      // Everything passed now was delivered or is in `parked`: what an earlier pass parked there is no longer true.
      c.run("delivery/unpark", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"after_position", stands}, {"through_position", through}});
      c.run("delivery/unpark_superseded", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"after_position", stands}, {"through_position", through}});
      c.run("delivery/put_cursor", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"position", through}});
    }
    keep_answers(c, d, parked, receipt);
    return {};
  });
  if (done && moved) note_taken(d, registration.str(), through);  // the rest of the same batch may be settled next
  return done;
}

base::Result<SqlStore::Todo> SqlStore::todo(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) {
    Todo out;
    out.fresh = next_start(c, d).has_value();
    out.backfill = c.count("delivery/backfill_runs", {{"name", d.name}}) > 0;
    const std::string audience = audience_of(c, d);
    {
      Rows marked = c.query("delivery/marked", "tittt", {{"audience", audience}, {"kind", d.kind}, {"name", d.name}, {"limit", 1}});
      out.again = marked.next();
    }
    out.filter = filter_of(c, d);
    return out;
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
