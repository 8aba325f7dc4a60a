#include <soci/sqlite3/soci-sqlite3.h>

#include <cerrno>

#include "adapters/store/connection.hpp"
#include "adapters/store/engine.hpp"
#include "adapters/store/sqlite_backup.hpp"
#include "adapters/store/sqlite_file.hpp"

namespace preceptor::store {
namespace {

namespace sqlite = sqlite_api;
constexpr int kBusySeconds = 10;

sqlite::sqlite3* handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

bool no_space(int system_error) { return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG; }

base::Code meaning(int extended, int system_error) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return base::Code::store_conflict;
    case SQLITE_FULL:
    case SQLITE_IOERR_WRITE:     // a quota or a file-size limit answers this, not SQLITE_FULL
    case SQLITE_IOERR_SHMSIZE:   // the WAL index could not grow
      return base::Code::store_full;
    default:
      break;
  }
  switch (extended & 0xff) {
    case SQLITE_IOERR:
      return no_space(system_error) ? base::Code::store_full : base::Code::store_failed;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return base::Code::store_unopened;
    default:
      return base::Code::store_failed;
  }
}

std::string_view cause(int extended) {
  switch (extended & 0xff) {
    case SQLITE_NOTADB: return "the file is not a SQLite database";
    case SQLITE_CORRUPT: return "the file is damaged";
    case SQLITE_READONLY: return "the file or its folder cannot be written";
    case SQLITE_CANTOPEN: return "the file cannot be opened";
    case SQLITE_BUSY: return "another process held the write lock for too long";
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_IOERR: return "reading or writing the file failed";
    case SQLITE_CONSTRAINT: return "a constraint refused it";
    default: return "refused";
  }
}

// SQLite in WAL mode keeps every acknowledged commit over a power cut only with synchronous=FULL.
void apply_settings(soci::session& session, bool read_only) {
  session << "PRAGMA busy_timeout = 10000";
  if (read_only) {
    session << "PRAGMA query_only = ON";
    return;
  }
  session << "PRAGMA foreign_keys = ON";
  session << "PRAGMA synchronous = FULL";
  // What an erasure deletes is overwritten, in the pages that backups copy too. Debian's SQLite does so by itself, others do not.
  session << "PRAGMA secure_delete = ON";
  session << "PRAGMA journal_size_limit = 67108864";
  // Pages that many commits touch are copied into the database once a checkpoint: 4,000 pages are 16 MB of log.
  session << "PRAGMA wal_autocheckpoint = 4000";
  // What undoes one unit of a group stays in memory; a file for it would be made and removed with each group.
  session << "PRAGMA temp_store = MEMORY";
}

class Sqlite final : public Engine {
 public:
  std::string_view name() const override { return "sqlite"; }

  std::unique_ptr<soci::session> open_session(const std::string& path, bool read_only) const override {
    std::unique_ptr<soci::session> session;
    try {
      // SOCI reads the quoted form up to the next quote, so that a path may hold spaces; sqlite_open.cpp refuses quotes.
      session = std::make_unique<soci::session>(soci::sqlite3,
          "dbname=\"" + path + "\" timeout=" + std::to_string(kBusySeconds));
    } catch (const soci::soci_error&) {
      throw SqlFailure({base::Code::store_unopened, "the file cannot be opened", {}, {}});
    }
    try {
      apply_settings(*session, read_only);
    } catch (const soci::soci_error& refused) {
      throw SqlFailure(error(*session, refused, "settings"));
    }
    return session;
  }

  base::Error error(soci::session& session, const soci::soci_error&, std::string_view doing) const override {
    sqlite::sqlite3* const db = handle(session);
    const int extended = sqlite::sqlite3_extended_errcode(db);
    std::string detail(cause(extended));
    detail.append(" (SQLite ").append(std::to_string(extended)).append(" in ").append(doing).append(")");
    return {meaning(extended, sqlite::sqlite3_system_errno(db)), std::move(detail), {}, {}};
  }

  bool alive(soci::session&) const override { return true; }
  bool lost(soci::session&) const override { return false; }
  void cut(soci::session&) const override {}
  bool keeps_zero_bytes() const override { return true; }

  std::int64_t changed_rows(soci::session& session, soci::statement&) const override { return sqlite::sqlite3_changes(handle(session)); }
  std::int64_t all_changed_rows(soci::session& session, std::int64_t) const override { return sqlite::sqlite3_total_changes(handle(session)); }

  void reset(soci::statement& statement) const override {
    auto* const backend = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
    sqlite::sqlite3_reset(backend->stmt_);  // repeats the run's error, which was dealt with
  }

  int parameter_count(soci::statement& statement) const override {
    auto* const backend = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
    return sqlite::sqlite3_bind_parameter_count(backend->stmt_);
  }

  std::string begin(Connection& connection) const override {
    connection.run("transaction/begin");
    return {};
  }

  // SQLite leaves a transaction by itself on some errors (full disk, I/O), so it is asked, not remembered.
  Transaction transaction(soci::session& session) const override {
    return sqlite::sqlite3_get_autocommit(handle(session)) == 0 ? Transaction::open : Transaction::none;
  }

  base::Instant lease_time(Connection&, base::Instant own) const override { return own; }

  std::string ddl(std::string statement) const override { return statement; }
  // A process that starts while another migrates waits for it, the copy before included; daily work does not wait so long.
  void wait_for_long_work(soci::session& session, bool wait) const override {
    try {
      session << (wait ? "PRAGMA busy_timeout = 600000" : "PRAGMA busy_timeout = 10000");
    } catch (const soci::soci_error& refused) {
      throw SqlFailure(error(session, refused, "settings"));
    }
  }

  std::string other_users(const std::string& path) const override { return sqlite_other_users(path); }
  void after_many_rows(Connection&) const override {}   // plans go by the schema: the same on every site

  base::Result<std::int64_t> back_up(const std::string& path, const std::string& file, base::Instant now) const override { return sqlite_back_up(path, file, now); }
  base::Result<ports::StoreLook> look_through(const std::string& path, std::int64_t max_bytes) const override {
    return sqlite_look_through(path, max_bytes);
  }
};

}  // namespace

const Engine& sqlite_engine() {
  static const Sqlite engine;
  return engine;
}

}  // namespace preceptor::store
