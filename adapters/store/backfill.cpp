// What was recorded before a record store was connected: a cursor of its own, from the first row of a day to where the delivery of new ones stood.
#include <algorithm>
#include <utility>

#include "adapters/store/batches.hpp"
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Status SqlStore::begin_backfill(const xapi::Destination& d, base::Instant from, base::Instant now) {
  const auto earlier = readers_.read([&](Connection& c) {
    Rows rows = c.query("delivery/unfinished_backfill", "i", {{"name", d.name}});
    return rows.next() ? std::min(from, rows.instant(0)) : from;
  });
  if (!earlier) return base::fail(earlier.error());
  // The search reads the whole record, so it is a reader's work; only the few cursors are written.
  using First = std::pair<std::string, std::int64_t>;
  const auto firsts = readers_.read([&](Connection& c) {
    std::vector<First> found;
    Rows rows = c.query("delivery/first_positions_since", "ti", {{"from_time", *earlier}});
    while (rows.next()) found.emplace_back(rows.text(0), rows.integer(1));
    return found;
  });
  if (!firsts) return base::fail(firsts.error());
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("delivery/put_backfill", {{"name", d.name}, {"from_time", *earlier}, {"started_at", now}});
    c.run("delivery/forget_backfill_parts", {{"name", d.name}});
    for (const auto& [registration, first] : *firsts)
      c.run("delivery/insert_backfill_part", {{"first_position", first - 1}, {"name", d.name}, {"registration", registration}});
    return {};
  });
}

base::Result<std::optional<xapi::Backfill>> SqlStore::backfill(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) -> std::optional<xapi::Backfill> {
    Rows rows = c.query("delivery/backfill", "tiiiii", {{"name", d.name}});
    if (!rows.next()) return std::nullopt;
    xapi::Backfill found{rows.text(0), rows.instant(1), rows.instant(2), std::nullopt, rows.integer(4), rows.integer(5)};
    if (rows.integer(3) != 0) found.ended_at = rows.instant(3);
    return found;
  });
}

base::Result<bool> SqlStore::turn_backfill(const xapi::Destination& d, const std::string& was, const std::string& state, base::Instant now) {
  const std::int64_t ended = state == "stopped" ? base::to_unix_ms(now) : 0;
  bool turned = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    turned = c.run("delivery/turn_backfill", {{"state", state}, {"ended_at", ended}, {"name", d.name}, {"was", was}}) > 0;
    return {};
  });
  if (!done) return base::fail(done.error());
  return turned;
}

base::Status SqlStore::finish_backfill(const xapi::Destination& d, base::Instant now) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("delivery/finish_backfill", {{"ended_at", now}, {"name", d.name}});
    return {};
  });
}

base::Result<std::optional<xapi::Batch>> SqlStore::next_backfill_batch(const xapi::Destination& d, int max_statements, std::size_t max_bytes) {
  return readers_.read([&](Connection& c) -> std::optional<xapi::Batch> {
    std::string registration;
    std::int64_t position = 0, until = 0;
    {
      Rows rows = c.query("delivery/next_backfill", "tii", {{"name", d.name}});
      if (!rows.next()) return std::nullopt;
      registration = rows.text(0);
      position = rows.integer(1);
      until = rows.integer(2);
    }
    note_taken({"backfill", d.name}, registration, position);
    return fill_batch(c, registration, position, std::min(until, position + 2 * std::max(1, max_statements)), {max_statements, max_bytes}, d);
  });
}

base::Status SqlStore::settle_backfill(const xapi::Destination& d, const ports::Lease& lease, const base::RegistrationId& registration,
                                       std::int64_t through, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) {
  const std::optional<std::int64_t> taken = taken_at({"backfill", d.name, registration.str()});
  bool moved = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    const std::int64_t stands = c.count("delivery/backfill_position", {{"name", d.name}, {"registration", registration}});
    // Begun anew meanwhile, or stopped and forgotten: what was sent is recorded, but the cursor stays where it was put.
    moved = through > stands && taken.value_or(stands) == stands;
    if (moved) {
      // Everything passed now was delivered or is in `parked`: what was parked there before is no longer true.
      c.run("delivery/unpark", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"after_position", stands}, {"through_position", through}});
      c.run("delivery/unpark_superseded", {{"kind", d.kind}, {"name", d.name}, {"registration", registration}, {"after_position", stands}, {"through_position", through}});
      c.run("delivery/put_backfill_position", {{"name", d.name}, {"registration", registration}, {"position", through}});
    }
    keep_answers(c, d, parked, receipt);
    return {};
  });
  if (done && moved) note_taken({"backfill", d.name}, registration.str(), through);
  return done;
}

}  // namespace preceptor::store
