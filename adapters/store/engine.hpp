// What differs between engines: opening, error codes, transactions, how to end a query early, and copies. One class an engine, without state.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <soci/soci.h>

#include "core/base/result.hpp"
#include "core/ports/safekeeping.hpp"

namespace preceptor::store {

class Connection;

enum class Transaction {
  none,
  open,
  spoiled,  // a statement failed: until a savepoint or everything is rolled back, the engine refuses all others
};

class Engine {
 public:
  virtual ~Engine() = default;
  // What stands in the names of its twins: sql/<area>/<name>.<engine>.sql.
  virtual std::string_view name() const = 0;

  // Opens `place` with the settings durability rests on: a file for SQLite, an address with parameters for PostgreSQL. Throws SqlFailure.
  virtual std::unique_ptr<soci::session> open_session(const std::string& place, bool read_only) const = 0;
  // What a refusal on this session means. `doing` names the statement.
  virtual base::Error error(soci::session& session, const soci::soci_error& refused, std::string_view doing) const = 0;
  // False when the server has hung up while nobody asked anything. Takes no round trip.
  virtual bool alive(soci::session& session) const = 0;
  // True when the last refusal was the loss of the connection itself.
  virtual bool lost(soci::session& session) const = 0;
  // Closes the line to the server under whoever waits for its answer. Any thread.
  virtual void cut(soci::session& session) const = 0;
  // Whether a text that holds a zero byte can be kept; where not it must be refused, or it would be cut off there.
  virtual bool keeps_zero_bytes() const = 0;

  // Of the statement that ran last, before it is reset.
  virtual std::int64_t changed_rows(soci::session& session, soci::statement& statement) const = 0;
  // Rows changed since the session was opened; `counted` is the sum of changed_rows over all statements so far.
  virtual std::int64_t all_changed_rows(soci::session& session, std::int64_t counted) const = 0;
  // Ends the statement's run, so that it holds neither snapshot nor lock.
  virtual void reset(soci::statement& statement) const = 0;
  virtual int parameter_count(soci::statement& statement) const = 0;

  // Begins a transaction that alone may write, over all connections to this store. Answers its name for `outcome`; empty when
  // commit's own answer is always known. Throws SqlFailure.
  virtual std::string begin(Connection& connection) const = 0;
  virtual Transaction transaction(soci::session& session) const = 0;
  // What leases run by: `own` where one machine has the store, the server's clock where nodes share it and theirs may differ. Throws SqlFailure.
  virtual base::Instant lease_time(Connection& connection, base::Instant own) const = 0;

  // A statement of a migration in this engine's words.
  virtual std::string ddl(std::string statement) const = 0;
  // Before and after migrations: a long one must not be ended by the times that guard daily work.
  virtual void wait_for_long_work(soci::session& session, bool wait) const = 0;

  // Who else has the store open, in words; empty when nobody is seen. `place` as open_session has it.
  virtual std::string other_users(const std::string& place) const = 0;
  // After a table was filled: the engine may look at what it holds now.
  virtual void after_many_rows(Connection& connection) const = 0;

  // As ports::Safekeeping; `now` is what the copy notes of itself.
  virtual base::Result<std::int64_t> back_up(const std::string& place, const std::string& file, base::Instant now) const = 0;
  virtual base::Result<ports::StoreLook> look_through(const std::string& place, std::int64_t max_bytes) const = 0;
};

const Engine& sqlite_engine();
const Engine& postgresql_engine();

}  // namespace preceptor::store
