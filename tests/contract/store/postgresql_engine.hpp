#pragma once
#include "tests/contract/store/engine.hpp"
#include "tests/fakes/postgresql_cluster.hpp"

namespace preceptor::contract {

using fakes::PostgresqlCluster;
using fakes::PostgresqlSession;

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
