// A store in a PostgreSQL database: reads the address, looks whether the server can keep our promises, migrates.
#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "adapters/store/migrate.hpp"
#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using base::Code;

constexpr int kOldestServer = 130000;   // pg_current_xact_id and pg_xact_status under these names

// libpq's defaults wait for minutes where a node has to notice that it was cut off. What the site says itself stands.
const std::map<std::string, std::string>& our_defaults() {
  static const std::map<std::string, std::string> defaults{
      {"application_name", "preceptor"}, {"connect_timeout", "5"},      {"keepalives_idle", "10"},    {"keepalives_interval", "5"},
      {"keepalives_count", "3"},         {"tcp_user_timeout", "15000"}, {"target_session_attrs", "read-write"}};
  return defaults;
}

// The address with our defaults. SOCI takes connection strings apart at '=', spaces, quotes and backslashes and loses escapes, so only what
// has none of these is handed on; '=' alone it puts together again. The address may hold a password, so no message repeats it.
base::Result<std::string> address_of(const std::string& url) {
  const tl::unexpected<base::Error> refused =
      base::fail(Code::store_unopened, "store is no address PostgreSQL understands; postgresql://USER@HOST:5432/DATABASE?sslmode=verify-full, with % and two "
                                       "hexadecimal digits for spaces, quotes and other characters that have a meaning there");
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\'' || c == '"' || c == '\\') return refused;
  PQconninfoOption* const parsed = PQconninfoParse(url.c_str(), nullptr);
  if (!parsed) return refused;
  std::string out = url;
  char before = url.find('?') == std::string::npos ? '?' : '&';
  for (const PQconninfoOption* option = parsed; option->keyword; ++option) {
    const auto ours = our_defaults().find(option->keyword);
    if (option->val || ours == our_defaults().end()) continue;   // what is said already stands
    out.append(1, before).append(ours->first).append("=").append(ours->second);
    before = '&';
  }
  PQconninfoFree(parsed);
  return out;
}

base::Status check_server(Connection& connection) {
  Rows rows = connection.query("settings/server", "tttt");
  if (!rows.next()) return base::fail(Code::store_unopened, "the database does not say what it is");
  const std::string version = rows.text(0), encoding = rows.text(1), fsync = rows.text(2), schema = rows.text(3);
  int number = 0;
  std::from_chars(version.data(), version.data() + version.size(), number);
  if (number < kOldestServer) return base::mismatch(Code::store_unopened, "PostgreSQL 13 or newer", "server_version_num " + version);
  if (encoding != "UTF8")
    return base::fail(Code::store_unopened, "the database is encoded as " + encoding + "; create it with ENCODING 'UTF8' TEMPLATE template0");
  if (fsync != "on") return base::fail(Code::store_unopened, "the server runs with fsync = off: a power cut would lose answers and may lose the database");
  if (schema.empty()) return base::fail(Code::store_unopened, "no schema of the search path exists; create one that belongs to this user");
  return {};
}

// We cannot copy a database of a server, and nodes of the version before are at work on it (docs/decisions/0057): an operator says when.
base::Result<CopyOfBefore> may_migrate(const StoreOptions& options, const Migration& planned) {
  if (options.backup_made) return CopyOfBefore{};
  return base::fail(Code::store_migration_waits, "schema " + std::to_string(planned.from) + ", and this version's is " + std::to_string(planned.to));
}

}  // namespace

base::Result<std::unique_ptr<Store>> open_postgresql(const StoreOptions& options, const ports::Clock& clock, ports::Log& log) {
  const auto address = address_of(options.url);
  if (!address) return base::fail(address.error());
  try {
    auto writing = Connection::open(postgresql_engine(), *address, Connection::Use::write);
    if (auto fit = check_server(*writing); !fit) return base::fail(fit.error());
    writing->wait_for_long_work(true);   // another node may be at it, or one that vanished may hold the turn still
    auto migrated = migrate(*writing, clock.now(), [&](const Migration& planned) { return may_migrate(options, planned); }, options.unfinished_copy);
    if (!migrated) return base::fail(migrated.error());
    writing->wait_for_long_work(false);
    std::vector<std::unique_ptr<Connection>> reading;
    for (int i = 0; i < std::max(1, options.readers); ++i) reading.push_back(Connection::open(postgresql_engine(), *address, Connection::Use::read));
    auto store = std::make_unique<SqlStore>(StorePlace{postgresql_engine(), *address, {}, options.longest_write}, std::move(writing), std::move(reading), clock, log);
    store->migrated(std::move(*migrated));
    return std::unique_ptr<Store>(std::move(store));
  } catch (const SqlFailure& failure) {
    base::Error error = failure.error();
    if (error.code != Code::store_full) error.code = Code::store_unopened;
    return base::fail(std::move(error));
  }
}

}  // namespace preceptor::store
