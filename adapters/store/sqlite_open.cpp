// A store in a SQLite file: looks at the folder first, so that the message names what to mend.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "adapters/store/migrate.hpp"
#include "adapters/store/sql_store.hpp"
#include "adapters/store/sqlite_before_migration.hpp"
#include "adapters/store/sqlite_file.hpp"

namespace preceptor::store {
namespace {

using base::Code;

base::Result<std::string> path_of(const std::string& url) {
  constexpr std::string_view scheme = "sqlite:";
  std::string path = url.substr(scheme.size());
  if (path.empty()) return base::fail(Code::store_unopened, "store names no file after sqlite:");
  if (path.find('"') != std::string::npos || path.find('\0') != std::string::npos)
    return base::fail(Code::store_unopened, "the store's path must not contain quotation marks");
  return path;
}

// SQLite writes -wal and -shm files beside the database, so the folder itself must be writable.
base::Status check_folder(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  struct stat facts {};
  if (::stat(folder.c_str(), &facts) != 0)
    return base::fail(Code::store_unopened, "the folder " + folder + " does not exist or cannot be entered; create it (mkdir -p " + folder +
                                                ") and make the service its owner");
  if (!S_ISDIR(facts.st_mode)) return base::fail(Code::store_unopened, folder + " is not a folder; choose another path in store");
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
    return base::fail(Code::store_unopened,
                      "the folder " + folder + " cannot be written by this user; make the service its owner (chown) or choose another path in store");
  return {};
}

// The file holds names and secrets: made for its owner alone. SQLite gives its side files the same mode.
base::Status make_file(const std::string& path) {
  const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made >= 0) {
    ::close(made);
    return {};
  }
  if (errno == ENOSPC || errno == EDQUOT) return base::fail(Code::store_full, "no space left to create " + path);
  if (errno == ELOOP) return {};  // a link somebody set up: SQLite follows it
  if (errno == EISDIR) return base::fail(Code::store_unopened, path + " is a folder; name a file in store");
  return base::fail(Code::store_unopened, path + " cannot be opened for reading and writing; check its owner and permissions");
}

base::Error with_path(base::Error error, const std::string& path) {
  if (error.code != Code::store_full) error.code = Code::store_unopened;
  error.detail = path + ": " + error.detail;
  return error;
}

base::Result<std::unique_ptr<Connection>> open_writer(const std::string& path) {
  auto writing = Connection::open(sqlite_engine(), path, Connection::Use::write);
  if (const int have = schema_of(*writing); have > newest_schema())  // before the journal mode is touched: nothing is changed
    return base::mismatch(Code::store_newer_schema, "schema " + std::to_string(newest_schema()) + " or older", "schema " + std::to_string(have));
  {
    Rows mode = writing->query("settings/wal", "t");
    if (!mode.next() || mode.text(0) != "wal")
      return base::fail(Code::store_unopened, path + ": this file system does not support SQLite's write-ahead log (a network share?); use a local disk");
  }
  return writing;
}

// The copy that is made before the schema changes goes again where the change failed and the store is certainly as it was: a start that is tried again and
// again must not fill the disk.
base::Result<Migration> migrate_file(Connection& writing, const std::string& path, const StoreOptions& options, base::Instant now) {
  CopyOfBefore made;
  int from = 0;
  const auto before = [&](const Migration& planned) -> base::Result<CopyOfBefore> {
    if (options.backup_made) return CopyOfBefore{};
    auto copy = sqlite_copy_before(path, planned.from, now);
    if (!copy) return copy;
    made = *copy;
    from = planned.from;
    return copy;
  };
  // Another process may be at it, its copy included. Where there is nothing to do, a lock that somebody holds is named as soon as ever.
  const bool long_work = schema_of(writing) < newest_schema();
  try {
    if (long_work) writing.wait_for_long_work(true);
    auto done = migrate(writing, now, before, options.unfinished_copy);
    if (done && long_work) writing.wait_for_long_work(false);
    return done;
  } catch (const SqlFailure&) {
    if (!made.file.empty() && sqlite_is_still(path, from)) ::unlink(made.file.c_str());
    throw;
  }
}

}  // namespace

base::Result<std::unique_ptr<Store>> open_sqlite(const StoreOptions& options, const ports::Clock& clock, ports::Log& log) {
  const auto path = path_of(options.url);
  if (!path) return base::fail(path.error());
  if (auto folder = check_folder(*path); !folder) return base::fail(folder.error());
  if (auto file = make_file(*path); !file) return base::fail(file.error());
  try {
    auto writing = open_writer(*path);
    if (!writing) return base::fail(writing.error());
    auto migrated = migrate_file(**writing, *path, options, clock.now());
    if (!migrated) return base::fail(migrated.error());
    std::vector<std::unique_ptr<Connection>> reading;
    for (int i = 0; i < std::max(1, options.readers); ++i) reading.push_back(Connection::open(sqlite_engine(), *path, Connection::Use::read));
    auto store = std::make_unique<SqlStore>(StorePlace{sqlite_engine(), *path, *path, options.longest_write}, std::move(*writing), std::move(reading), clock, log);
    store->migrated(std::move(*migrated));
    store->check_first([file = OpenedFile(*path)] { return file.in_place(); });
    return std::unique_ptr<Store>(std::move(store));
  } catch (const SqlFailure& failure) {
    return base::fail(with_path(failure.error(), *path));
  }
}

}  // namespace preceptor::store
