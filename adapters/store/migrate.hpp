// Brings a database to this build's schema.
#pragma once
#include "adapters/store/connection.hpp"

namespace preceptor::store {

// Number of the newest migration in this build.
int newest_schema();
// The schema the database has; 0 when it is empty. Changes nothing. Throws SqlFailure.
int schema_of(Connection& connection);
// Runs the missing migrations in one transaction that holds the write lock, so that two processes starting at once do it once.
// Errors: store_newer_schema; store_copy_unfinished, unless `unfinished_copy` (nothing was changed). Throws SqlFailure.
base::Status migrate(Connection& connection, base::Instant now, bool unfinished_copy = false);

}  // namespace preceptor::store
