#include "tests/contract/store/postgresql_engine.hpp"

#include <libpq-fe.h>

#include <atomic>
#include <stdexcept>

namespace preceptor::contract {

PostgresqlSession::PostgresqlSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
}

PostgresqlSession::~PostgresqlSession() { PQfinish(connection_); }

std::vector<std::vector<std::string>> PostgresqlSession::rows(const std::string& sql) {
  PGresult* const answer = PQexec(connection_, sql.c_str());
  const ExecStatusType status = PQresultStatus(answer);
  std::vector<std::vector<std::string>> found;
  for (int row = 0; row < PQntuples(answer); ++row) {
    auto& cells = found.emplace_back();
    for (int column = 0; column < PQnfields(answer); ++column)
      cells.emplace_back(PQgetisnull(answer, row, column) ? "NULL" : PQgetvalue(answer, row, column));
  }
  PQclear(answer);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection_));
  return found;
}

PostgresqlEngine::PostgresqlEngine() : cluster_(PostgresqlCluster::shared()) {
  static std::atomic<int> made{0};
  schema_ = "site" + std::to_string(++made);
  if (cluster_.why_not().empty()) PostgresqlSession(cluster_.url("")).rows("CREATE SCHEMA " + schema_);
}

PostgresqlEngine::~PostgresqlEngine() {
  if (!cluster_.why_not().empty()) return;
  try {
    PostgresqlSession(cluster_.url("")).rows("DROP SCHEMA " + schema_ + " CASCADE");
  } catch (const std::exception&) {
    // left behind in a cluster that is thrown away
  }
}

store::StoreOptions PostgresqlEngine::options() const { return {cluster_.url("&options=-csearch_path%3D" + schema_), 4}; }

std::vector<std::vector<std::string>> PostgresqlEngine::rows(const std::string& sql) { return PostgresqlSession(options().url).rows(sql); }

}  // namespace preceptor::contract
