// What the benchmarks share: a store to fill, the raw SQLite API beside it, and lines for the table of scripts/bench.
#pragma once
#include <sqlite3.h>
#include <stdlib.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/store/store.hpp"
#include "core/base/digest.hpp"

namespace preceptor::bench {

using Steady = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
inline double since(Steady::time_point start) { return Seconds(Steady::now() - start).count(); }

// Processor time of this process so far, seconds.
inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline void check(bool good, const char* what = "a benchmark's own step failed") {
  if (good) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

// What events of the benchmarks are registered under.
inline constexpr const char* kRegistration = "bench";

// name, value, unit and what stands beside it
inline void row(const std::string& name, double value, const char* unit, const std::string& beside) {
  std::printf("%s\t%.0f\t%s\t%s\n", name.c_str(), value, unit, beside.c_str());
  std::fflush(stdout);
}

class RealClock final : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

class ErrorLog final : public ports::Log {
 public:
  void write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) override {
    if (level < ports::Level::warning) return;
    std::fprintf(stderr, "%.*s", static_cast<int>(event.size()), event.data());
    for (const auto& [name, value] : fields) std::fprintf(stderr, " %.*s=%s", static_cast<int>(name.size()), name.data(), value.c_str());
    std::fputc('\n', stderr);
  }
};

// A folder of its own, gone at the end.
class Folder {
 public:
  explicit Folder(const char* parent) : path_(std::string(parent) + "/preceptor-bench-XXXXXX") { check(mkdtemp(path_.data()) != nullptr, "no folder could be made"); }
  ~Folder() {
    std::error_code ignored;  // a leftover folder spoils no number
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// `place`: an address as the configuration has it.
inline std::unique_ptr<store::Store> open_store(const std::string& place, const ports::Clock& clock, ports::Log& log) {
  auto opened = store::Store::open({place, 2}, clock, log);
  check(opened.has_value(), opened ? "" : base::describe(opened.error()).c_str());
  return std::move(*opened);
}

// An event with one statement as the columns have it.
struct RawRow {
  explicit RawRow(const ports::NewEvent& added)
      : registration(added.event.registration.str()), stream(added.event.stream_id), seq(std::to_string(added.event.seq)), kind(added.event.stream_kind),
        person(added.event.person.str()), type(record::type_name(added.event.payload)), text(record::canonical_json(added.event)),
        statement(added.renderings.front().id.str()), template_name(added.renderings.front().template_name), body(added.renderings.front().body),
        sha(base::sha256_hex(body)), hash(record::event_hash(text, {sha})) {}
  std::string registration, stream, seq, kind, person, type, text, statement, template_name, body, sha, hash;
};

// The same rows through SQLite's C API with prepared statements, on one connection.
class Raw {
 public:
  static constexpr const char* kName = "raw SQLite";

  // `place`: a database that a store has made, for the same tables and indexes.
  explicit Raw(const std::string& place) {
    check(sqlite3_open(place.substr(place.find(':') + 1).c_str(), &db_) == SQLITE_OK);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA wal_autocheckpoint = 4000");  // as the store has it
    event_ = prepare("INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)");
    rendering_ = prepare("INSERT INTO rendering (registration, stream_id, seq, ordinal, statement_id, template, version, audience, sha256) "
                         "VALUES (?, ?, ?, 0, ?, ?, 1, 'identified', ?)");
    body_ = prepare("INSERT INTO rendering_body (registration, stream_id, seq, ordinal, body) VALUES (?, ?, ?, 0, ?)");
    place_ = prepare("UPDATE event SET position = ?, seal = ?, statements_through = ? WHERE registration = ? AND stream_id = ? AND seq = ?");
    head_ = prepare("INSERT OR REPLACE INTO seal_head (registration, position, seal, statements) VALUES (?, ?, ?, ?)");
    read_ = prepare("SELECT e.position, b.body FROM event e JOIN rendering_body b USING (registration, stream_id, seq) "
                    "WHERE e.registration = ? AND e.position > ? AND e.position <= ? ORDER BY e.position");
    load_head();
  }
  ~Raw() {
    for (sqlite3_stmt* statement : {event_, rendering_, body_, place_, head_, read_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }
  void begin() { run("BEGIN IMMEDIATE"); }
  void commit() { run("COMMIT"); }

  // Each event with one statement. Answers the hash of the last.
  std::string insert(const ports::UnitOfWork& unit) {
    std::string hash;
    for (const auto& added : unit.events) {
      const RawRow row(added);
      bind(event_, {&row.registration, &row.stream, &row.seq, &row.kind, &row.person, &row.type, nullptr, nullptr, &row.text, &row.hash});
      bind(rendering_, {&row.registration, &row.stream, &row.seq, &row.statement, &row.template_name, &row.sha});
      bind(body_, {&row.registration, &row.stream, &row.seq, &row.body});
      hash = row.hash;
    }
    return hash;
  }
  // The next place in the order, and the seal over all before it. save_head() belongs into the same transaction.
  void seal(const record::Event& e, const std::string& hash) {
    ++position_;
    seal_ = record::seal(seal_, position_, hash);
    const std::string position = std::to_string(position_), seq = std::to_string(e.seq);   // as many statements as positions
    bind(place_, {&position, &seal_, &position, &e.registration.str(), &e.stream_id, &seq});
  }
  void save_head() {
    const std::string registration = kRegistration, position = std::to_string(position_);
    bind(head_, {&registration, &position, &seal_, &position});
  }
  std::int64_t position() const { return position_; }
  // The statements of the events after one position and through another; how many.
  int read(std::int64_t after, std::int64_t through) {
    sqlite3_bind_text(read_, 1, kRegistration, -1, SQLITE_STATIC);
    sqlite3_bind_int64(read_, 2, after);
    sqlite3_bind_int64(read_, 3, through);
    int found = 0;
    for (; sqlite3_step(read_) == SQLITE_ROW; ++found) static_cast<void>(std::string(reinterpret_cast<const char*>(sqlite3_column_text(read_, 1))));
    sqlite3_reset(read_);
    return found;
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  void load_head() {
    sqlite3_stmt* head = prepare("SELECT position, seal, statements FROM seal_head WHERE registration = ?");
    sqlite3_bind_text(head, 1, kRegistration, -1, SQLITE_STATIC);
    if (sqlite3_step(head) == SQLITE_ROW) {
      position_ = sqlite3_column_int64(head, 0);
      seal_ = reinterpret_cast<const char*>(sqlite3_column_text(head, 1));
      check(sqlite3_column_int64(head, 2) == position_, "each event has one statement here");
    }
    sqlite3_finalize(head);
  }
  static void bind(sqlite3_stmt* statement, std::initializer_list<const std::string*> values) {
    int index = 0;
    for (const std::string* value : values) {
      ++index;
      if (value != nullptr)
        sqlite3_bind_text(statement, index, value->data(), static_cast<int>(value->size()), SQLITE_STATIC);
      else
        sqlite3_bind_int64(statement, index, 1'700'000'000'000);
    }
    check(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt *event_ = nullptr, *rendering_ = nullptr, *body_ = nullptr, *place_ = nullptr, *head_ = nullptr, *read_ = nullptr;
  std::int64_t position_ = 0;   // the chain of kRegistration as it stood when this was opened, and on from there
  std::string seal_{record::kFirstSeal};
};

}  // namespace preceptor::bench
