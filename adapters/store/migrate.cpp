#include "adapters/store/migrate.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "adapters/store/copy_marks.hpp"
#include "store_embedded.hpp"

namespace preceptor::store {
namespace {

constexpr std::string_view kFolder = "migrations/";

// "migrations/0001_first.sql" and its twins by number; the value is the name without endings.
std::map<int, std::string> migrations() {
  std::map<int, std::string> found;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(kFolder)) continue;
    const std::string_view digits = file.name.substr(kFolder.size(), 4);
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    found[number] = std::string(file.name.substr(0, file.name.find('.')));
  }
  return found;
}

}  // namespace

int newest_schema() { return migrations().rbegin()->first; }

int schema_of(Connection& connection) {
  if (connection.count("schema/table_there") == 0) return 0;
  return static_cast<int>(connection.count("schema/version"));
}

base::Status migrate(Connection& connection, base::Instant now, bool unfinished_copy) {
  connection.wait_for_long_work(true);
  connection.begin();
  const int have = schema_of(connection);
  if (have > newest_schema()) {
    connection.rollback();
    return base::mismatch(base::Code::store_newer_schema, "schema " + std::to_string(newest_schema()) + " or older",
                          "schema " + std::to_string(have));
  }
  if (have > 0 && !unfinished_copy && is_unfinished_copy(connection)) {
    connection.rollback();
    return base::fail(base::Code::store_copy_unfinished);
  }
  connection.run("schema/create");
  for (const auto& [number, name] : migrations()) {
    if (number <= have) continue;
    connection.script(name);
    connection.run("schema/applied", {{"version", number}, {"applied_at", now}});
  }
  // A write on every start: a read-only file or a full disk is found here, not by the first learner.
  connection.run("site/put", {{"key", "store.opened_at"}, {"value", std::to_string(base::to_unix_ms(now))}});
  connection.commit();
  connection.wait_for_long_work(false);
  return {};
}

}  // namespace preceptor::store
