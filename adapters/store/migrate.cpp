#include "adapters/store/migrate.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

#include "adapters/store/copy_marks.hpp"
#include "core/base/uuid.hpp"
#include "store_embedded.hpp"

namespace preceptor::store {
namespace {

constexpr std::string_view kFolder = "migrations/";
constexpr int kCopiesSchema = 15;   // from it on a store lists the copies that were made of it

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

void apply_missing(Connection& connection, Migration& done, base::Instant now) {
  connection.run("schema/create");
  for (const auto& [number, name] : migrations()) {
    if (number <= done.from) continue;
    connection.script(name);
    connection.run("schema/applied", {{"version", number}, {"applied_at", now}});
    done.applied.push_back(name.substr(kFolder.size()));
  }
}

// Found by an erasure and by preceptor check, as those of store backup.
void note_copies(Connection& connection, const CopyOfBefore& copy, base::Instant now) {
  for (const std::string& file : copy.earlier)
    if (connection.count("person/copy_is_noted", {{"file", file}}) == 0) note_backup(connection, file, now);
  note_backup(connection, copy.file, now);
}

}  // namespace

void note_backup(Connection& connection, const std::string& file, base::Instant at) {
  constexpr std::int64_t no_bound = std::numeric_limits<std::int64_t>::max();
  connection.run("site/put", {{"key", "copy.backup_at"}, {"value", std::to_string(base::to_unix_ms(at))}});
  if (schema_of(connection) < kCopiesSchema) return;
  const std::string id = base::uuid_v4();
  connection.run("person/insert_copy", {{"id", id}, {"kind", "backup"}, {"file", file}, {"made_at", at}, {"from_time", -no_bound}, {"to_time", no_bound}});
}

int newest_schema() { return migrations().rbegin()->first; }

int schema_of(Connection& connection) {
  if (connection.count("schema/table_there") == 0) return 0;
  return static_cast<int>(connection.count("schema/version"));
}

base::Result<Migration> migrate(Connection& connection, base::Instant now, const BeforeMigration& before, bool unfinished_copy) {
  connection.begin();
  Migration done;
  done.from = schema_of(connection);
  done.to = newest_schema();
  if (done.from > done.to) {
    connection.rollback();
    return base::mismatch(base::Code::store_newer_schema, "schema " + std::to_string(done.to) + " or older", "schema " + std::to_string(done.from));
  }
  if (done.from > 0 && !unfinished_copy && is_unfinished_copy(connection)) {
    connection.rollback();
    return base::fail(base::Code::store_copy_unfinished);
  }
  // Under the turn to write: another node that was just here made our own tables.
  if (connection.count("schema/table_there") == 0 && connection.count("schema/tables") > 0) {
    connection.rollback();
    return base::fail(base::Code::store_unopened, "it holds tables and none of them is Preceptor's: it belongs to something else. Nothing was changed in it; name an empty database, a schema of its own or another file in store");
  }
  CopyOfBefore copy;
  if (done.from > 0 && done.from < done.to) {
    auto made = before(done);
    if (!made) {
      connection.rollback();
      return base::fail(made.error());
    }
    copy = std::move(*made);
  }
  apply_missing(connection, done, now);
  if (!copy.file.empty()) note_copies(connection, copy, now);
  // A write on every start: a read-only file or a full disk is found here, not by the first learner.
  connection.run("site/put", {{"key", "store.opened_at"}, {"value", std::to_string(base::to_unix_ms(now))}});
  connection.commit();
  done.backup = std::move(copy.file);
  done.backup_bytes = copy.bytes;
  return done;
}

}  // namespace preceptor::store
