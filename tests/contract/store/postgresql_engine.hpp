#pragma once
#include "tests/contract/store/engine.hpp"
#include "tests/contract/store/postgresql_cluster.hpp"

struct pg_conn;

namespace preceptor::contract {

// A connection past the store.
class PostgresqlSession {
 public:
  explicit PostgresqlSession(const std::string& url);
  ~PostgresqlSession();
  PostgresqlSession(const PostgresqlSession&) = delete;
  PostgresqlSession& operator=(const PostgresqlSession&) = delete;
  // Several statements with ';' between them; the rows of the last.
  std::vector<std::vector<std::string>> rows(const std::string& sql);

 private:
  pg_conn* connection_;
};

// A schema of its own in the program's cluster.
class PostgresqlEngine final : public Engine {
 public:
  PostgresqlEngine();
  ~PostgresqlEngine() override;
  std::string why_not() const override { return cluster_.why_not(); }
  store::StoreOptions options() const override;
  std::vector<std::vector<std::string>> rows(const std::string& sql) override;

  PostgresqlCluster& cluster() { return cluster_; }
  const std::string& schema() const { return schema_; }

 private:
  PostgresqlCluster& cluster_;
  std::string schema_;
};

}  // namespace preceptor::contract
