#include "tests/contract/store/postgresql_engine.hpp"

#include <stdexcept>

namespace preceptor::contract {

PostgresqlEngine::PostgresqlEngine() : cluster_(PostgresqlCluster::shared()) {
  if (cluster_.why_not().empty()) schema_ = cluster_.make_schema();
}

PostgresqlEngine::~PostgresqlEngine() {
  if (!cluster_.why_not().empty()) return;
  try {
    cluster_.drop_schema(schema_);
  } catch (const std::exception&) {
    // left behind in a cluster that is thrown away
  }
}

store::StoreOptions PostgresqlEngine::options() const { return {cluster_.schema_url(schema_), 4}; }

std::vector<std::vector<std::string>> PostgresqlEngine::rows(const std::string& sql) { return PostgresqlSession(options().url).rows(sql); }

}  // namespace preceptor::contract
