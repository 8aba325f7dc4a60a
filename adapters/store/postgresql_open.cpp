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

std::string quoted_value(const std::string& value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

// As keywords and values: SOCI reads connection strings itself and understands no addresses. The address may hold a password, so no
// message repeats it.
base::Result<std::string> keywords_of(const std::string& url) {
  if (url.find('\0') != std::string::npos) return base::fail(Code::store_unopened, "store holds a zero byte");
  char* problem = nullptr;
  PQconninfoOption* const parsed = PQconninfoParse(url.c_str(), &problem);
  PQfreemem(problem);
  if (!parsed)
    return base::fail(Code::store_unopened, "store is no address PostgreSQL understands; postgresql://USER@HOST:5432/DATABASE?sslmode=verify-full, with % and "
                                            "two hexadecimal digits for other characters");
  std::map<std::string, std::string> values;
  for (const PQconninfoOption* option = parsed; option->keyword; ++option)
    if (option->val) values.emplace(option->keyword, option->val);
  PQconninfoFree(parsed);
  values.insert(our_defaults().begin(), our_defaults().end());   // those that are there stay
  std::string out;
  for (const auto& [keyword, value] : values) out += (out.empty() ? "" : " ") + keyword + "=" + quoted_value(value);
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

}  // namespace

base::Result<std::unique_ptr<Store>> open_postgresql(const StoreOptions& options, const ports::Clock& clock, ports::Log& log) {
  const auto keywords = keywords_of(options.url);
  if (!keywords) return base::fail(keywords.error());
  try {
    auto writing = Connection::open(postgresql_engine(), *keywords, Connection::Use::write);
    if (auto fit = check_server(*writing); !fit) return base::fail(fit.error());
    if (auto migrated = migrate(*writing, clock.now()); !migrated) return base::fail(migrated.error());
    std::vector<std::unique_ptr<Connection>> reading;
    for (int i = 0; i < std::max(1, options.readers); ++i) reading.push_back(Connection::open(postgresql_engine(), *keywords, Connection::Use::read));
    return std::unique_ptr<Store>(
        std::make_unique<SqlStore>(StorePlace{postgresql_engine(), *keywords, {}}, std::move(writing), std::move(reading), clock, log));
  } catch (const SqlFailure& failure) {
    base::Error error = failure.error();
    if (error.code != Code::store_full) error.code = Code::store_unopened;
    return base::fail(std::move(error));
  }
}

}  // namespace preceptor::store
