#include "adapters/store/connection.hpp"

#include <deque>
#include <stdexcept>
#include <unordered_map>

#include "adapters/store/engine.hpp"
#include "store_embedded.hpp"

namespace preceptor::store {
namespace {

struct Slot {  // a bound value or a column; SOCI keeps its address
  bool is_text = false;
  std::string text;
  long long number = 0;
  soci::indicator indicator = soci::i_ok;
};

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};

}  // namespace

class Statement {
 public:
  Statement(const Engine& engine, soci::session& session, std::string name, std::string text, std::string_view columns)
      : engine_(engine), session_(session), name_(std::move(name)), text_(std::move(text)), statement_(session) {
    for (const char letter : columns) columns_.emplace_back().is_text = letter == 't';
  }

  void execute(std::span<const Param> params) {
    if (active_) throw std::logic_error("statement in use: " + name_);
    if (!prepared_) prepare(params);
    assign(params);
    guarded([&] {
      has_row_ = statement_.execute(true);
      active_ = true;
    });
    first_ = true;
  }

  bool next() {
    if (first_) {
      first_ = false;
      return has_row_;
    }
    if (has_row_) guarded([&] { has_row_ = statement_.fetch(); });
    return has_row_;
  }

  void finish() {
    if (!prepared_) return;
    engine_.reset(statement_);
    active_ = has_row_ = false;
  }

  // Of the run that has not been finished yet.
  std::int64_t changed_rows() { return engine_.changed_rows(session_, statement_); }
  Slot& column(int index) { return columns_.at(static_cast<std::size_t>(index)); }

 private:
  template <class Step>
  void guarded(const Step& step) {
    try {
      step();
    } catch (const soci::soci_error& refused) {
      base::Error error = engine_.error(session_, refused, name_);
      finish();
      prepared_ = false;   // prepared anew for the next run: SOCI's PostgreSQL side keeps what it bound for a refused one until its statement is gone
      throw SqlFailure(std::move(error));
    }
  }

  void prepare(std::span<const Param> params) {
    // A run that failed while preparing starts anew.
    slots_.clear();
    statement_ = soci::statement(session_);
    guarded([&] {
      for (const Param& param : params) {
        Slot& slot = slots_.emplace_back();
        slot.is_text = std::holds_alternative<std::string_view>(param.value);
        if (slot.is_text)
          statement_.exchange(soci::use(slot.text, slot.indicator, param.name));
        else
          statement_.exchange(soci::use(slot.number, slot.indicator, param.name));
      }
      for (Slot& slot : columns_) {
        if (slot.is_text)
          statement_.exchange(soci::into(slot.text, slot.indicator));
        else
          statement_.exchange(soci::into(slot.number, slot.indicator));
      }
      statement_.alloc();
      statement_.prepare(text_);
      statement_.define_and_bind();
    });
    if (engine_.parameter_count(statement_) != static_cast<int>(params.size()))
      throw std::logic_error("parameters left unbound in " + name_);
    prepared_ = true;
  }

  void assign(std::span<const Param> params) {
    if (params.size() != slots_.size()) throw std::logic_error("other parameters than before in " + name_);
    auto slot = slots_.begin();
    for (const Param& param : params) {
      slot->indicator = param.null ? soci::i_null : soci::i_ok;
      if (slot->is_text) {
        slot->text.assign(std::get<std::string_view>(param.value));
        if (!engine_.keeps_zero_bytes() && slot->text.find('\0') != std::string::npos)
          throw SqlFailure({base::Code::store_failed, "a text with a zero byte (in " + name_ + ")", {}, {}});
      } else {
        slot->number = std::get<std::int64_t>(param.value);
      }
      ++slot;
    }
  }

  const Engine& engine_;
  soci::session& session_;
  std::string name_, text_;
  std::deque<Slot> slots_, columns_;  // addresses stay
  soci::statement statement_;
  bool prepared_ = false, active_ = false, first_ = false, has_row_ = false;
};

Rows::~Rows() {
  if (statement_) statement_->finish();
}
bool Rows::next() { return statement_->next(); }
std::int64_t Rows::integer(int column) const {
  const Slot& slot = statement_->column(column);
  return slot.indicator == soci::i_null ? 0 : slot.number;
}
bool Rows::null(int column) const { return statement_->column(column).indicator == soci::i_null; }
std::string& Rows::text(int column) const {
  Slot& slot = statement_->column(column);
  if (slot.indicator == soci::i_null) slot.text.clear();
  return slot.text;
}

struct Connection::Inner {
  explicit Inner(const Engine& e) : engine(e) {}
  const Engine& engine;
  std::unique_ptr<soci::session> session;
  std::unordered_map<std::string, std::unique_ptr<Statement>, NameHash, std::equal_to<>> statements;  // before the session
  std::int64_t changed = 0;   // over all statements
  std::string transaction;
  ~Inner() { statements.clear(); }
};

Connection::Connection(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
Connection::~Connection() = default;

std::unique_ptr<Connection> Connection::open(const Engine& engine, const std::string& place, Use use) {
  auto inner = std::make_unique<Inner>(engine);
  inner->session = engine.open_session(place, use == Use::read);
  return std::unique_ptr<Connection>(new Connection(std::move(inner)));
}

Statement& Connection::statement(std::string_view name, std::string_view columns, const std::string* made_text) {
  auto found = inner_->statements.find(name);
  if (found == inner_->statements.end()) {
    std::string text = made_text ? *made_text : sql_text(name, inner_->engine.name());
    if (text.empty()) throw std::logic_error("no such statement: " + std::string(name));
    auto made = std::make_unique<Statement>(inner_->engine, *inner_->session, std::string(name), std::move(text), columns);
    found = inner_->statements.emplace(name, std::move(made)).first;
  }
  return *found->second;
}

Rows Connection::query(std::string_view name, std::string_view columns, Params params) {
  Statement& found = statement(name, columns);
  found.execute(params);
  return Rows(found);
}

Rows Connection::query_made(std::string_view name, const std::string& text, std::string_view columns, std::span<const Param> params) {
  Statement& found = statement(name, columns, &text);
  found.execute(params);
  return Rows(found);
}

std::int64_t Connection::run(std::string_view name, Params params) { return run_to_end(statement(name, ""), params); }

std::int64_t Connection::run_made(std::string_view name, const std::string& text, std::span<const Param> params) {
  return run_to_end(statement(name, "", &text), params);
}

std::int64_t Connection::run_to_end(Statement& statement, std::span<const Param> params) {
  statement.execute(params);
  const Rows rows(statement);
  const std::int64_t changed = statement.changed_rows();
  inner_->changed += changed;
  return changed;
}

std::int64_t Connection::count(std::string_view name, Params params) {
  Rows rows = query(name, "i", params);
  return rows.next() ? rows.integer(0) : 0;
}

void Connection::script(std::string_view name) {
  const std::string whole = sql_text(name, inner_->engine.name());
  std::string_view text = whole;
  while (!text.empty()) {
    const std::size_t end = text.find(";\n");
    std::string one(text.substr(0, end));
    if (one.find_first_not_of(" \n") != std::string::npos) {
      Statement once(inner_->engine, *inner_->session, std::string(name), inner_->engine.ddl(std::move(one)), "");
      once.execute(std::span<const Param>());
      once.finish();
    }
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
  }
}

void Connection::begin() { inner_->transaction = inner_->engine.begin(*this); }
void Connection::commit() { run("transaction/commit"); }
void Connection::rollback() { run("transaction/rollback"); }
bool Connection::in_transaction() const { return inner_->engine.transaction(*inner_->session) != Transaction::none; }
bool Connection::spoiled() const { return inner_->engine.transaction(*inner_->session) == Transaction::spoiled; }
const std::string& Connection::transaction() const { return inner_->transaction; }
bool Connection::alive() const { return inner_->engine.alive(*inner_->session); }
bool Connection::lost() const { return inner_->engine.lost(*inner_->session); }
void Connection::cut() { inner_->engine.cut(*inner_->session); }
void Connection::wait_for_long_work(bool wait) { inner_->engine.wait_for_long_work(*inner_->session, wait); }
std::int64_t Connection::all_changed_rows() const { return inner_->engine.all_changed_rows(*inner_->session, inner_->changed); }
void Connection::savepoint() { run("transaction/savepoint"); }
void Connection::release_savepoint() { run("transaction/release"); }
void Connection::rollback_to_savepoint() { run("transaction/rollback_to"); }

std::optional<bool> Connection::outcome(const std::string& transaction) {
  Rows rows = query("transaction/outcome", "t", {{"transaction", transaction}});
  if (!rows.next() || rows.text(0) == "in progress") return std::nullopt;
  return rows.text(0) == "committed";
}

std::string sql_text(std::string_view name, std::string_view engine) {
  std::string_view text = embedded(std::string(name) + "." + std::string(engine) + ".sql");
  if (text.empty()) text = embedded(std::string(name) + ".sql");
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.starts_with("--")) out.append(line).push_back('\n');
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return out;
}

}  // namespace preceptor::store
