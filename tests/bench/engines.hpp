// The engines that a benchmark measures on: where its stores lie, what does the same without us, and the engine's own processor time.
#pragma once
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/processor_time.hpp"
#include "tests/bench/raw_postgresql.hpp"

namespace preceptor::bench {

class OnSqlite {
 public:
  using Raw = bench::Raw;
  explicit OnSqlite(const char* parent) : folder_(parent) {}

  const char* words() const { return ""; }   // what a line's name says of the engine
  std::string make_place(const std::string& name) { return "sqlite:" + folder_.file(name + ".db"); }
  double server_cpu() const { return 0; }   // works within our own process
  std::string size(const std::string& place) const {
    return "file " + std::to_string(std::filesystem::file_size(place.substr(std::string("sqlite:").size())) / 1'000'000) + " MB";
  }

 private:
  Folder folder_;
};

// The server that scripts/bench has started, in the environment: its address, and its first process.
class OnPostgresql {
 public:
  using Raw = RawPostgresql;

  // Whether one is there. Where scripts/bench could start none it says why, and `measure` stands in the table as not run.
  static bool there(const char* measure) {
    if (std::getenv("PRECEPTOR_BENCH_POSTGRESQL") != nullptr) return true;
    const char* const why = std::getenv("PRECEPTOR_BENCH_NO_POSTGRESQL");
    if (why != nullptr) std::printf("%s\tnot run\t\t%s\n", measure, why);
    return false;
  }
  OnPostgresql() : url_(std::getenv("PRECEPTOR_BENCH_POSTGRESQL")) {
    const char* const pid = std::getenv("PRECEPTOR_BENCH_POSTGRESQL_PID");
    if (pid != nullptr) server_ = std::atoi(pid);
  }
  ~OnPostgresql() {
    for (const std::string& schema : schemas_) run("DROP SCHEMA " + schema + " CASCADE");
  }
  OnPostgresql(const OnPostgresql&) = delete;
  OnPostgresql& operator=(const OnPostgresql&) = delete;

  const char* words() const { return " on PostgreSQL"; }
  // A schema is a site.
  std::string make_place(const std::string& name) {
    const std::string schema = "bench_" + name + "_" + std::to_string(getpid());
    run("CREATE SCHEMA " + schema);
    schemas_.push_back(schema);
    return url_ + "&options=-csearch_path%3D" + schema;
  }
  double server_cpu() const { return cpu_seconds_of_family(server_); }
  std::string size(const std::string& place) const {
    return "database " + std::to_string(std::stoll(RawSession(place).value("SELECT pg_database_size(current_database())")) / 1'000'000) + " MB";
  }

 private:
  // A session without prepared statements, for before the tables are there.
  class RawSession {
   public:
    explicit RawSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) { check(PQstatus(connection_) == CONNECTION_OK, "libpq does not reach the server"); }
    ~RawSession() { PQfinish(connection_); }
    RawSession(const RawSession&) = delete;
    RawSession& operator=(const RawSession&) = delete;
    std::string value(const std::string& sql) const {
      PGresult* const answer = PQexec(connection_, sql.c_str());
      const bool good = PQresultStatus(answer) == PGRES_COMMAND_OK || PQresultStatus(answer) == PGRES_TUPLES_OK;
      const std::string found = PQntuples(answer) > 0 ? PQgetvalue(answer, 0, 0) : "";
      PQclear(answer);
      check(good, PQerrorMessage(connection_));
      return found;
    }

   private:
    PGconn* connection_;
  };
  void run(const std::string& sql) const { RawSession(url_).value("SET client_min_messages = warning; " + sql); }

  std::string url_;
  pid_t server_ = 0;
  std::vector<std::string> schemas_;
};

}  // namespace preceptor::bench
