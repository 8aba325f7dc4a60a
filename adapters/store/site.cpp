#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

std::optional<std::string> site_row(Connection& c, const std::string& key) {
  Rows rows = c.query("site/value", "t", {{"key", key}});
  if (!rows.next()) return std::nullopt;
  return std::move(rows.text(0));
}

}  // namespace

base::Result<std::optional<std::string>> SqlStore::site_value(const std::string& key) {
  return readers_.read([&](Connection& c) { return site_row(c, key); });
}

base::Result<std::string> SqlStore::site_value_once(const std::string& key, const std::string& value) {
  std::string stored;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    c.run("site/insert_once", {{"key", key}, {"value", value}});
    stored = site_row(c, key).value_or(value);
    return {};
  });
  if (!done) return base::fail(done.error());
  return stored;
}

base::Result<std::optional<ports::Lease>> SqlStore::acquire_lease(const std::string& name, const std::string& holder, base::Instant now,
                                                                  base::Milliseconds life) {
  std::optional<ports::Lease> lease;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    lease.reset();
    const base::Instant at = engine_.lease_time(c, now);
    if (c.run("site/take_lease", {{"name", name}, {"holder", holder}, {"expires_at", at + life}, {"now", at}}) == 0) return {};
    Rows rows = c.query("site/lease", "ti", {{"name", name}});
    if (rows.next()) lease = ports::Lease{name, holder, rows.integer(1)};
    return {};
  });
  if (!done) return base::fail(done.error());
  return lease;
}

base::Status SqlStore::release_lease(const ports::Lease& lease) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("site/release_lease", {{"name", lease.name}, {"holder", lease.holder}, {"fence", lease.fence}});
    return {};  // no row: another holder has it already, which is what release asks for
  });
}

base::Result<std::vector<std::string>> SqlStore::lease_holders(base::Instant now) {
  return readers_.read([&](Connection& c) {
    std::vector<std::string> holders;
    Rows rows = c.query("site/lease_holders", "t", {{"now", engine_.lease_time(c, now)}});
    while (rows.next()) holders.push_back(std::move(rows.text(0)));
    return holders;
  });
}

base::Status SqlStore::end_leases(const std::string& holder) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("site/end_leases", {{"holder", holder}});
    return {};
  });
}

base::Status check_fence(Connection& c, const ports::Lease& lease) {
  if (c.count("site/lease_held", {{"name", lease.name}, {"holder", lease.holder}, {"fence", lease.fence}}) == 1) return {};
  return base::fail(base::Code::store_conflict, "the lease " + lease.name + " has gone to another holder");
}

}  // namespace preceptor::store
