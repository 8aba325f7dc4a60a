// PostgreSQL through SOCI and libpq.
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>

#include <charconv>
#include <set>

#include "adapters/store/connection.hpp"
#include "adapters/store/engine.hpp"

namespace preceptor::store {
namespace {

PGconn* server(soci::session& session) { return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_; }

soci::postgresql_statement_backend& backend_of(soci::statement& statement) {
  return *static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
}

// SQLSTATE: five characters of the SQL standard and of PostgreSQL's appendix A; never the text, which holds bound values.
struct Meaning {
  std::string_view state;   // or its first two characters, the class
  base::Code code;
  std::string_view cause;
};

constexpr Meaning kMeanings[] = {
    {"23505", base::Code::store_conflict, "a constraint refused it"},
    {"23", base::Code::store_failed, "a constraint refused it"},
    {"53100", base::Code::store_full, "the database's disk is full"},
    {"53300", base::Code::store_failed, "the database has no connection left for us: raise its max_connections, or start fewer servers"},
    {"53", base::Code::store_failed, "the database lacks memory or another resource"},
    {"55P03", base::Code::store_failed, "another node held the write lock for 10 seconds"},
    {"57014", base::Code::store_failed, "the database ended a statement that took too long"},
    {"40", base::Code::store_failed, "the database undid it in favour of another session"},
    {"25006", base::Code::store_unopened, "the database only lets itself be read: name the primary in store, not a standby"},
    {"25P03", base::Code::store_failed, "the database ended a transaction that stood still"},
    {"28", base::Code::store_unopened, "the database does not let this user in: check user and password in store, and the server's pg_hba.conf"},
    {"3D", base::Code::store_unopened, "there is no database of that name: create it, or name another in store"},
    {"3F", base::Code::store_unopened, "there is no schema to put tables into: create one that belongs to this user"},
    {"42501", base::Code::store_unopened, "this user may not do that in the database: let it create tables in the schema (GRANT USAGE, CREATE ON SCHEMA), and own those of Preceptor"},
    {"57P", base::Code::store_failed, "the database is being stopped or started"},
    {"08", base::Code::store_failed, "the connection to the database was lost: see whether its server runs, and the network between"},
    {"58", base::Code::store_failed, "the database's machine failed to read or write"},
    {"XX", base::Code::store_failed, "the database is damaged or broke"},
};

std::string sqlstate_of(const soci::soci_error& refused) {
  const auto* const known = dynamic_cast<const soci::postgresql_soci_error*>(&refused);
  return known ? known->sqlstate() : std::string();
}

bool hung_up(soci::session& session) { return PQstatus(server(session)) != CONNECTION_OK; }

// What the server would otherwise decide for us. A commit is on its disk when it answers; a node that stands still in a transaction does not
// hold up the others for ever; the planner's code generator costs more than our short statements gain.
constexpr const char* kSettings[] = {
    "SET client_encoding = 'UTF8'",
    "SET standard_conforming_strings = on",
    "SET default_transaction_isolation = 'read committed'",
    "SET lock_timeout = '10s'",
    "SET statement_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '20s'",
    "SET jit = off",
    // A site may ask for more (remote_apply), never for less.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')",
};

void set_up(soci::session& session, bool read_only) {
  PQsetNoticeProcessor(server(session), [](void*, const char*) {}, nullptr);   // would be written to standard error
  for (const char* setting : kSettings) session << setting;
  if (read_only) session << "SET default_transaction_read_only = on";
}

// Without the text of the refusal: whether the server answers at all is what an operator can act on.
std::string why_unreachable(const std::string& place) {
  switch (PQping(place.c_str())) {
    case PQPING_OK: return "the database server answers but does not let us in; check user, password, database name and the number of connections it allows, and that it is no standby";
    case PQPING_REJECT: return "the database server is starting or stopping, or takes no more connections";
    case PQPING_NO_RESPONSE: return "the database server does not answer; check host and port, and that it runs";
    default: return "the address of the database cannot be used";
  }
}

bool is_identifier(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// Every text column compares bytes, as SQLite does: order, pages and indexes are then the same on both engines, and do not change with the
// C library of the server.
std::string with_collation(std::string statement) {
  constexpr std::string_view type = " text";
  if (statement.find("CREATE TABLE") == std::string::npos && statement.find("ADD COLUMN") == std::string::npos) return statement;
  for (std::size_t at = statement.find(type); at != std::string::npos; at = statement.find(type, at + 1)) {
    const std::string_view rest = std::string_view(statement).substr(at + type.size());
    const bool is_type = at > 0 && is_identifier(statement[at - 1]) &&
                         (rest.empty() || rest.starts_with(",") || rest.starts_with(")") || rest.starts_with("\n") || rest.starts_with(" NOT NULL") || rest.starts_with(" DEFAULT"));
    if (is_type) statement.insert(at + type.size(), " COLLATE \"C\"");
  }
  return statement;
}

class Postgresql final : public Engine {
 public:
  std::string_view name() const override { return "postgresql"; }

  std::unique_ptr<soci::session> open_session(const std::string& place, bool read_only) const override {
    std::unique_ptr<soci::session> session;
    try {
      session = std::make_unique<soci::session>(soci::postgresql, place);
    } catch (const soci::soci_error&) {
      throw SqlFailure({base::Code::store_failed, why_unreachable(place), {}, {}});   // a database that went away may come back
    }
    try {
      set_up(*session, read_only);
    } catch (const soci::soci_error& refused) {
      throw SqlFailure(error(*session, refused, "settings"));
    }
    return session;
  }

  base::Error error(soci::session& session, const soci::soci_error& refused, std::string_view doing) const override {
    const std::string state = sqlstate_of(refused);
    std::string_view cause = hung_up(session) ? "the connection to the database was lost" : "refused";
    base::Code code = base::Code::store_failed;
    for (const Meaning& meaning : kMeanings) {
      if (!std::string_view(state).starts_with(meaning.state)) continue;
      cause = meaning.cause;
      code = meaning.code;
      break;
    }
    const bool known = state.find_first_not_of(' ') != std::string::npos;
    std::string detail(cause);
    detail.append(" (PostgreSQL ").append(known ? state : "no state").append(" in ").append(doing).append(")");
    return {code, std::move(detail), {}, {}};
  }

  // A server that goes away says so, or closes, while we ask nothing: whatever there is to read then, a new connection is the safe answer.
  bool alive(soci::session& session) const override {
    if (hung_up(session)) return false;
    pollfd socket{PQsocket(server(session)), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 0;
  }
  bool lost(soci::session& session) const override { return hung_up(session); }
  // Not PQcancel: a commit that waits for a standby would then be said to stand without one.
  void cut(soci::session& session) const override { ::shutdown(PQsocket(server(session)), SHUT_RDWR); }
  bool keeps_zero_bytes() const override { return false; }

  std::int64_t changed_rows(soci::session&, soci::statement& statement) const override {
    PGresult* const result = backend_of(statement).result_.get_result();
    if (!result || PQresultStatus(result) != PGRES_COMMAND_OK) return 0;   // a SELECT counts the rows it found there
    const std::string_view digits = PQcmdTuples(result);
    std::int64_t rows = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);   // empty for what changes no rows, such as COMMIT
    return rows;
  }
  std::int64_t all_changed_rows(soci::session&, std::int64_t counted) const override { return counted; }

  void reset(soci::statement& statement) const override { backend_of(statement).result_.reset(); }   // its rows are in our memory

  int parameter_count(soci::statement& statement) const override {
    const auto& names = backend_of(statement).names_;   // one for each place it stands in
    return static_cast<int>(std::set<std::string>(names.begin(), names.end()).size());
  }

  // docs/decisions/0048: read-then-write code of every port rests on being the only writer, so the turn goes round among the nodes. What others
  // committed before is seen by each statement after it.
  std::string begin(Connection& connection) const override {
    connection.run("transaction/begin");
    Rows turn = connection.query("transaction/take_turn", "tt");
    return turn.next() ? std::move(turn.text(1)) : std::string();
  }

  Transaction transaction(soci::session& session) const override {
    switch (PQtransactionStatus(server(session))) {
      case PQTRANS_INTRANS:
      case PQTRANS_ACTIVE: return Transaction::open;
      case PQTRANS_INERROR: return Transaction::spoiled;
      default: return Transaction::none;   // a lost connection has none any more
    }
  }

  base::Instant lease_time(Connection& connection, base::Instant) const override { return base::from_unix_ms(connection.count("site/clock")); }

  std::string ddl(std::string statement) const override { return with_collation(std::move(statement)); }

  void wait_for_long_work(soci::session& session, bool wait) const override {
    try {
      session << (wait ? "SET lock_timeout = '10min'" : "SET lock_timeout = '10s'");
      session << (wait ? "SET statement_timeout = 0" : "SET statement_timeout = '30s'");
      session << (wait ? "SET idle_in_transaction_session_timeout = 0" : "SET idle_in_transaction_session_timeout = '20s'");
    } catch (const soci::soci_error& refused) {
      throw SqlFailure(error(session, refused, "settings"));
    }
  }

  // Sessions do not say which site they belong to, and those of our own process are among them: leases, and the writer's lock, are what tells.
  std::string other_users(const std::string&) const override { return {}; }
  // Its plans go by what it knows of tables, and by itself it looks only once in a while.
  void after_many_rows(Connection& connection) const override { connection.run_made("copy/analyse", "ANALYZE"); }

  base::Result<std::int64_t> back_up(const std::string&, const std::string&, base::Instant) const override {
    return base::fail(base::Code::command_arguments,
                      "the record lies in PostgreSQL: use pg_dump, or base backups with an archived log, and note it with --made-elsewhere; docs/operations says how");
  }

  // The server checks its own pages; what we can say is how much there is.
  base::Result<ports::StoreLook> look_through(const std::string& place, std::int64_t) const override {
    ports::StoreLook look;
    try {
      look.bytes = Connection::open(*this, place, Connection::Use::read)->count("safekeeping/size");
    } catch (const SqlFailure& failure) {
      return base::fail(failure.error());
    }
    return look;
  }
};

}  // namespace

const Engine& postgresql_engine() {
  static const Postgresql engine;
  return engine;
}

}  // namespace preceptor::store
