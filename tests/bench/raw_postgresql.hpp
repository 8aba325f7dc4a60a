// The same rows as bench::Raw through libpq with prepared statements, on one session.
#pragma once
#include <libpq-fe.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/bench/bench_support.hpp"

namespace preceptor::bench {

class RawPostgresql {
 public:
  static constexpr const char* kName = "raw libpq";

  // `url`: a site that a store has made, for the same tables and indexes.
  explicit RawPostgresql(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    check(PQstatus(connection_) == CONNECTION_OK, "libpq does not reach the server");
    run("SET synchronous_commit = on");
    run("SET jit = off");   // as the store has it
    prepare("event", "INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash) "
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1, $8, $9)");
    prepare("rendering", "INSERT INTO rendering (registration, stream_id, seq, ordinal, statement_id, template, version, audience, sha256) "
                         "VALUES ($1, $2, $3, 0, $4, $5, 1, 'identified', $6)");
    prepare("body", "INSERT INTO rendering_body (registration, stream_id, seq, ordinal, body) VALUES ($1, $2, $3, 0, $4)");
    prepare("place", "UPDATE event SET position = $1, seal = $2, statements_through = $1 WHERE registration = $3 AND stream_id = $4 AND seq = $5");
    prepare("head", "INSERT INTO seal_head (registration, position, seal, statements) VALUES ($1, $2, $3, $2) "
                    "ON CONFLICT (registration) DO UPDATE SET position = excluded.position, seal = excluded.seal, statements = excluded.statements");
    prepare("read", "SELECT e.position, b.body FROM event e JOIN rendering_body b USING (registration, stream_id, seq) "
                    "WHERE e.registration = $1 AND e.position > $2 AND e.position <= $3 ORDER BY e.position");
    const std::string head = value("SELECT position || ' ' || seal FROM seal_head WHERE registration = '" + std::string(kRegistration) + "'");
    if (!head.empty()) {
      position_ = std::stoll(head);
      seal_ = head.substr(head.find(' ') + 1);
    }
  }
  ~RawPostgresql() { PQfinish(connection_); }
  RawPostgresql(const RawPostgresql&) = delete;
  RawPostgresql& operator=(const RawPostgresql&) = delete;

  void run(const char* sql) { done(PQexec(connection_, sql), PGRES_COMMAND_OK); }
  void begin() { run("BEGIN"); }
  void commit() { run("COMMIT"); }
  // The first value of a statement's first row; empty where there is none.
  std::string value(const std::string& sql) {
    PGresult* const answer = PQexec(connection_, sql.c_str());
    const std::string found = PQntuples(answer) > 0 ? PQgetvalue(answer, 0, 0) : "";
    done(answer, PGRES_TUPLES_OK);
    return found;
  }

  // Each event with one statement. Answers the hash of the last.
  std::string insert(const ports::UnitOfWork& unit) {
    std::string hash;
    for (const auto& added : unit.events) {
      const RawRow row(added);
      execute("event", {&row.registration, &row.stream, &row.seq, &row.kind, &row.person, &row.type, &kTime, &row.text, &row.hash});
      execute("rendering", {&row.registration, &row.stream, &row.seq, &row.statement, &row.template_name, &row.sha});
      execute("body", {&row.registration, &row.stream, &row.seq, &row.body});
      hash = row.hash;
    }
    return hash;
  }
  // The next place in the order, and the seal over all before it. save_head() belongs into the same transaction.
  void seal(const record::Event& e, const std::string& hash) {
    advance(hash);
    const std::string position = std::to_string(position_), seq = std::to_string(e.seq);
    execute("place", {&position, &seal_, &e.registration.str(), &e.stream_id, &seq});
  }
  void save_head() {
    const std::string registration = kRegistration, position = std::to_string(position_);
    execute("head", {&registration, &position, &seal_});
  }
  std::int64_t position() const { return position_; }
  // The statements of the events after one position and through another; how many.
  int read(std::int64_t after, std::int64_t through) {
    const std::string registration = kRegistration, from = std::to_string(after), to = std::to_string(through);
    const char* values[] = {registration.c_str(), from.c_str(), to.c_str()};
    PGresult* const answer = PQexecPrepared(connection_, "read", 3, values, nullptr, nullptr, 0);
    const int found = PQntuples(answer);
    for (int i = 0; i < found; ++i) static_cast<void>(std::string(PQgetvalue(answer, i, 1)));
    done(answer, PGRES_TUPLES_OK);
    return found;
  }

  // Whole and sealed events with their statements, in one transaction, by COPY.
  void copy(const std::vector<ports::NewEvent>& events) {
    std::string event, rendering, body;
    for (const auto& added : events) {
      const RawRow row(added);
      advance(row.hash);
      const std::string position = std::to_string(position_);
      line(event, {&row.registration, &row.stream, &row.seq, &row.kind, &row.person, &row.type, &kTime, &kTime, &kOne, &row.text, &row.hash, &position, &seal_, &position});
      line(rendering, {&row.registration, &row.stream, &row.seq, &kZero, &row.statement, &row.template_name, &kOne, &kIdentified, &row.sha});
      line(body, {&row.registration, &row.stream, &row.seq, &kZero, &row.body});
    }
    begin();
    put("COPY event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash, position, seal, statements_through) FROM STDIN", event);
    put("COPY rendering (registration, stream_id, seq, ordinal, statement_id, template, version, audience, sha256) FROM STDIN", rendering);
    put("COPY rendering_body (registration, stream_id, seq, ordinal, body) FROM STDIN", body);
    save_head();
    commit();
  }

 private:
  inline static const std::string kTime = "1700000000000", kZero = "0", kOne = "1", kIdentified = "identified";

  void advance(const std::string& hash) {
    ++position_;   // as many statements as positions
    seal_ = record::seal(seal_, position_, hash);
  }
  void prepare(const char* name, const char* sql) { done(PQprepare(connection_, name, sql, 0, nullptr), PGRES_COMMAND_OK); }
  void execute(const char* name, std::initializer_list<const std::string*> parameters) {
    std::vector<const char*> values;
    for (const std::string* parameter : parameters) values.push_back(parameter->c_str());
    done(PQexecPrepared(connection_, name, static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0), PGRES_COMMAND_OK);
  }
  // The text form of COPY: tabs between the values, escapes for what has a meaning in it.
  static void line(std::string& out, std::initializer_list<const std::string*> values) {
    bool first = true;
    for (const std::string* value : values) {
      if (!first) out += '\t';
      first = false;
      for (const char c : *value) {
        if (c == '\\') out += "\\\\";
        else if (c == '\n') out += "\\n";
        else if (c == '\r') out += "\\r";
        else if (c == '\t') out += "\\t";
        else out += c;
      }
    }
    out += '\n';
  }
  void put(const char* sql, const std::string& lines) {
    constexpr std::size_t kPiece = 1 << 20;
    done(PQexec(connection_, sql), PGRES_COPY_IN);
    for (std::size_t at = 0; at < lines.size(); at += kPiece) {
      const std::size_t size = std::min(kPiece, lines.size() - at);
      check(PQputCopyData(connection_, lines.data() + at, static_cast<int>(size)) == 1, "COPY broke off");
    }
    check(PQputCopyEnd(connection_, nullptr) == 1, "COPY did not end");
    done(PQgetResult(connection_), PGRES_COMMAND_OK);
    check(PQgetResult(connection_) == nullptr, "COPY answers twice");
  }
  void done(PGresult* answer, ExecStatusType wanted) {
    const bool good = PQresultStatus(answer) == wanted;
    PQclear(answer);
    check(good, PQerrorMessage(connection_));
  }

  PGconn* connection_;
  std::int64_t position_ = 0;   // the chain of kRegistration as it stood when this was opened, and on from there
  std::string seal_{record::kFirstSeal};
};

}  // namespace preceptor::bench
