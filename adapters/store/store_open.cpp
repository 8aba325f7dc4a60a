// Which engine a store's address names.
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {

base::Result<std::unique_ptr<Store>> Store::open(StoreOptions options, const ports::Clock& clock, ports::Log& log) {
  if (options.url.starts_with("sqlite:")) return open_sqlite(options, clock, log);
  if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://")) return open_postgresql(options, clock, log);
  return base::fail(base::Code::store_unopened, "store must be \"sqlite:\" and a path, for example sqlite:/var/lib/preceptor/preceptor.db, or an address such "
                                                "as postgresql://preceptor@db.example.org/preceptor");
}

void SqlStore::migrated(Migration migration) {
  migration_ = std::move(migration);
  if (migration_.from == 0 || migration_.from == migration_.to) return;
  const std::string from = std::to_string(migration_.from), to = std::to_string(migration_.to);
  log_.write(ports::Level::info, "store.migrated", {{"from", from}, {"to", to}, {"backup", migration_.backup.empty() ? "none" : migration_.backup}});
}

base::Result<int> SqlStore::schema_version() {
  if (const base::Status good = check_ ? check_() : base::Status{}; !good) return base::fail(good.error());
  if (const base::Status good = writer_.answering(); !good) return base::fail(good.error());
  return readers_.read([](Connection& c) { return static_cast<int>(c.count("schema/version")); });
}

}  // namespace preceptor::store
