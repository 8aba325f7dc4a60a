// The copy of a SQLite store that is made before its schema changes. Used while the write lock is held.
#pragma once
#include <string>

#include "adapters/store/migrate.hpp"

namespace preceptor::store {

// Beside the store, as <store>.schema-<from>-<time>: the whole store as the lock holder sees it, read through, for its owner only. What copies that
// ended early left unfinished is removed first. Error store_backup_failed: too little room, or what stopped it; nothing is left then.
base::Result<CopyOfBefore> sqlite_copy_before(const std::string& path, int from, base::Instant now);
// Whether the store certainly has that schema still; false where it cannot be read.
bool sqlite_is_still(const std::string& path, int schema);

}  // namespace preceptor::store
