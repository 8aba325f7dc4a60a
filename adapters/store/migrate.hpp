// Brings a database to this build's schema.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapters/store/connection.hpp"
#include "adapters/store/store.hpp"

namespace preceptor::store {

// Number of the newest migration in this build.
int newest_schema();
// The schema the database has; 0 when it is empty. Changes nothing. Throws SqlFailure.
int schema_of(Connection& connection);

// Writes down that everything of this store is in that backup as well: for preceptor check, and, from the schema on that lists copies, for whoever erases a
// person. Inside a transaction. Throws SqlFailure.
void note_backup(Connection& connection, const std::string& file, base::Instant at);

// The copy of a store as it was before its schema changed; no file where none is made.
struct CopyOfBefore {
  std::string file;
  std::int64_t bytes = 0;
  std::vector<std::string> earlier;   // whole copies that lie there already: a start that ended early could not note its own
};
// Asked under the write lock before the schema of a store with something in it is changed: makes the copy, or refuses.
using BeforeMigration = std::function<base::Result<CopyOfBefore>(const Migration& planned)>;
// Runs the missing migrations in one transaction that holds the write lock, so that two processes starting at once do it once: the other waits as
// long as the caller has told the connection to. A copy that `before` made is noted in the same transaction, for whoever erases a person. Errors: store_newer_schema, store_copy_unfinished
// (unless `unfinished_copy`) and those of `before`: nothing was changed. Throws SqlFailure.
base::Result<Migration> migrate(Connection& connection, base::Instant now, const BeforeMigration& before, bool unfinished_copy);

}  // namespace preceptor::store
