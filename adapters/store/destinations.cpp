// Who gets statements, and where each one's cursors begin.
#include <utility>

#include "adapters/store/batches.hpp"
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Status SqlStore::save_lrs(const xapi::LrsRow& lrs) {
  // A configured password stays in the configuration (or in the file or variable it names).
  const std::string password = lrs.source == "config" ? std::string{} : lrs.password;
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("delivery/save_lrs", {{"name", lrs.name}, {"endpoint", lrs.endpoint}, {"username", lrs.username}, {"password", password},
                                {"version", lrs.version}, {"source", lrs.source}, {"enabled", lrs.enabled}, {"store_id", lrs.store_id},
                                {"audience", lrs.audience}});
    return {};
  });
}

base::Result<std::vector<xapi::LrsRow>> SqlStore::list_lrs() {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::LrsRow> found;
    Rows rows = c.query("delivery/list_lrs", "ttttttitttt");
    while (rows.next())
      found.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.flag(6), rows.text(7),
                       {words_of(rows.text(8)), words_of(rows.text(9))}, rows.text(10)});
    return found;
  });
}

base::Status SqlStore::remove_lrs(const std::string& name) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("delivery/remove_lrs", {{"name", name}}) == 0) return base::fail(base::Code::lrs_unknown, name);
    return {};
  });
}

base::Status SqlStore::set_lrs_filter(const std::string& name, const xapi::LrsFilter& filter) {
  const std::string kinds_off = one_text(filter.kinds_off), units = one_text(filter.units);
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("delivery/set_filter", {{"kinds_off", kinds_off}, {"units", units}, {"name", name}}) == 0) return base::fail(base::Code::lrs_unknown, name);
    return {};
  });
}

base::Status SqlStore::open_destination(const xapi::Destination& d, bool from_start) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("delivery/insert_destination", {{"kind", d.kind}, {"name", d.name}}) == 0) return {};
    // No cursor row means: before the first sealed row. That also serves registrations that appear later.
    if (!from_start) c.run("delivery/cursors_at_end", {{"kind", d.kind}, {"name", d.name}});
    return {};
  });
}

base::Status SqlStore::open_destination_behind(const xapi::Destination& d, const std::vector<xapi::Place>& places) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("delivery/insert_destination", {{"kind", d.kind}, {"name", d.name}}) == 0) return {};
    for (const xapi::Place& place : places)
      c.run("delivery/cursor_behind", {{"kind", d.kind}, {"name", d.name}, {"registration", place.registration}, {"position", place.position}});
    return {};
  });
}

base::Result<std::vector<xapi::Place>> SqlStore::places(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::Place> found;
    Rows rows = c.query("delivery/places", "ti", {{"kind", d.kind}, {"name", d.name}});
    while (rows.next()) found.push_back({rows.text(0), rows.integer(1)});
    return found;
  });
}

base::Status SqlStore::rewind(const xapi::Destination& d, base::Instant from) {
  using First = std::pair<std::string, std::int64_t>;
  const auto firsts = readers_.read([&](Connection& c) {
    std::vector<First> found;
    Rows rows = c.query("delivery/first_positions_since", "ti", {{"from_time", from}});
    while (rows.next()) found.emplace_back(rows.text(0), rows.integer(1));
    return found;
  });
  if (!firsts) return base::fail(firsts.error());
  return writer_.run([&](Connection& c) -> base::Status {
    for (const auto& [registration, first] : *firsts)
      c.run("delivery/rewind_cursor", {{"position", first - 1}, {"kind", d.kind}, {"name", d.name}, {"registration", registration}});
    return {};
  });
}

base::Status SqlStore::forget_destination(const xapi::Destination& d) {
  return writer_.run([&](Connection& c) -> base::Status {
    for (const char* statement : {"delivery/forget_destination", "delivery/forget_cursor", "delivery/forget_parked", "delivery/forget_receipt"})
      c.run(statement, {{"kind", d.kind}, {"name", d.name}});
    if (d.kind == "lrs")
      for (const char* statement : {"delivery/forget_backfill", "delivery/forget_backfill_parts"}) c.run(statement, {{"name", d.name}});
    return {};
  });
}

base::Result<bool> SqlStore::has_destination(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) { return c.count("delivery/has_destination", {{"kind", d.kind}, {"name", d.name}}) > 0; });
}

}  // namespace preceptor::store
