// Who gets statements, and where each one's cursors begin.
#include <algorithm>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Status SqlStore::save_lrs(const xapi::LrsRow& lrs) {
  // A configured password stays in the configuration (or in the file or variable it names).
  const std::string password = lrs.source == "config" ? std::string{} : lrs.password;
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("delivery/save_lrs", {{"name", lrs.name}, {"endpoint", lrs.endpoint}, {"username", lrs.username}, {"password", password},
                                {"version", lrs.version}, {"source", lrs.source}, {"enabled", lrs.enabled}, {"store_id", lrs.store_id}});
    return {};
  });
}

base::Result<std::vector<xapi::LrsRow>> SqlStore::list_lrs() {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::LrsRow> found;
    Rows rows = c.query("delivery/list_lrs", "ttttttit");
    while (rows.next())
      found.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.flag(6), rows.text(7)});
    return found;
  });
}

base::Status SqlStore::remove_lrs(const std::string& name) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.run("delivery/remove_lrs", {{"name", name}}) == 0) return base::fail(base::Code::lrs_unknown, name);
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

base::Status SqlStore::forget_destination(const xapi::Destination& d) {
  return writer_.run([&](Connection& c) -> base::Status {
    for (const char* statement : {"delivery/forget_destination", "delivery/forget_cursor", "delivery/forget_parked", "delivery/forget_receipt"})
      c.run(statement, {{"kind", d.kind}, {"name", d.name}});
    return {};
  });
}

base::Result<bool> SqlStore::has_destination(const xapi::Destination& d) {
  return readers_.read([&](Connection& c) { return c.count("delivery/has_destination", {{"kind", d.kind}, {"name", d.name}}) > 0; });
}

base::Status SqlStore::rewind_destination(const xapi::Destination& d, base::Instant from) {
  // The search reads the whole record, so it is a reader's work; only the few cursors are written.
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

}  // namespace preceptor::store
