// One database connection and its prepared statements, kept by name. SOCI stays behind this header.
#pragma once
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::store {

// A statement was refused. Thrown inside this folder only; the writer and the readers turn it into a Result. Its detail holds the
// engine's numeric code and the statement's name, never the engine's text: that contains bound values.
class SqlFailure : public std::exception {
 public:
  explicit SqlFailure(base::Error error) : error_(std::move(error)) {}
  const base::Error& error() const { return error_; }
  const char* what() const noexcept override { return "a SQL statement was refused"; }

 private:
  base::Error error_;
};

// A named value for a statement. Text is copied when the statement runs; the view must live until then.
struct Param {
  Param(const char* param_name, std::int64_t number) : name(param_name), value(number) {}
  Param(const char* param_name, int number) : name(param_name), value(std::int64_t{number}) {}
  Param(const char* param_name, bool flag) : name(param_name), value(std::int64_t{flag ? 1 : 0}) {}
  Param(const char* param_name, std::string_view text) : name(param_name), value(text) {}
  Param(const char* param_name, const std::string& text) : name(param_name), value(std::string_view(text)) {}
  Param(const char* param_name, const char* text) : name(param_name), value(std::string_view(text)) {}
  Param(const char* param_name, base::Instant at) : name(param_name), value(base::to_unix_ms(at)) {}
  template <class Tag>
  Param(const char* param_name, const base::Id<Tag>& id) : name(param_name), value(std::string_view(id.str())) {}

  // An absent value, in a place that takes texts or numbers.
  static Param absent(const char* param_name, bool is_text) {
    Param none = is_text ? Param(param_name, std::string_view()) : Param(param_name, std::int64_t{0});
    none.null = true;
    return none;
  }

  const char* name;
  std::variant<std::int64_t, std::string_view> value;
  bool null = false;
};
using Params = std::initializer_list<Param>;

class Engine;
class Statement;

// The rows of one query, read forward. Destroying it ends the query, and with it the snapshot it read from.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  Rows(Rows&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  bool next();  // moves to the next row; false after the last
  std::int64_t integer(int column) const;
  bool flag(int column) const { return integer(column) != 0; }
  base::Instant instant(int column) const { return base::from_unix_ms(integer(column)); }
  bool null(int column) const;
  std::string& text(int column) const;  // may be moved from; valid until next()

 private:
  Statement* statement_;
};

// Used by one thread at a time.
class Connection {
 public:
  enum class Use { write, read };
  // `place` as the engine's open_session has it; the engine outlives the connection. Throws SqlFailure.
  static std::unique_ptr<Connection> open(const Engine& engine, const std::string& place, Use use);
  ~Connection();

  // Runs the statement of sql/<name>.sql. `columns` has a letter for each column: t text, i integer. At most one Rows of a name at
  // a time. Throws SqlFailure.
  Rows query(std::string_view name, std::string_view columns, Params params = {});
  // For statements without rows; answers how many rows changed.
  std::int64_t run(std::string_view name, Params params = {});
  // The statements of sql/<name>.sql, separated by ';' at the end of a line (migrations).
  void script(std::string_view name);
  // The same for a statement that is no file, because it is made of the schema as it is found (table_walk.cpp): kept under `name` from its first
  // use on, so a name belongs to one text and one list of columns.
  Rows query_made(std::string_view name, const std::string& text, std::string_view columns, std::span<const Param> params = {});
  std::int64_t run_made(std::string_view name, const std::string& text, std::span<const Param> params = {});
  // One row with one number.
  std::int64_t count(std::string_view name, Params params = {});

  void begin();  // takes the write lock at once
  void commit();
  void rollback();
  bool in_transaction() const;
  bool spoiled() const;  // the transaction takes no statement any more before something of it is rolled back
  // The transaction begun last, for `outcome` on another connection; empty where commit's own answer is always known.
  const std::string& transaction() const;
  // Whether that transaction was committed; empty while the server does not know it yet.
  std::optional<bool> outcome(const std::string& transaction);
  bool alive() const;  // false: the server has hung up meanwhile
  bool lost() const;   // true: the last refusal was the loss of this connection
  // Any thread, while another waits in a call on this one: the line to the server is closed, and that call is refused. Nothing where there is no server.
  void cut();
  void wait_for_long_work(bool wait);
  std::int64_t all_changed_rows() const;  // since it was opened
  void savepoint();
  void release_savepoint();
  void rollback_to_savepoint();

 private:
  friend class Statement;
  struct Inner;
  explicit Connection(std::unique_ptr<Inner> inner);
  Statement& statement(std::string_view name, std::string_view columns, const std::string* made = nullptr);
  std::int64_t run_to_end(Statement& statement, std::span<const Param> params);
  std::unique_ptr<Inner> inner_;
};

// The text of sql/<name>.sql, of its twin for that engine if it has one; comment lines are left out. Empty when there is none.
std::string sql_text(std::string_view name, std::string_view engine = "sqlite");

}  // namespace preceptor::store
