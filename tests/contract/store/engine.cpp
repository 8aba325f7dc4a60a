#include "tests/contract/store/engine.hpp"

#include <stdexcept>

#include "tests/contract/store/postgresql_engine.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {

std::vector<std::string> engine_names() { return {"sqlite", "postgresql"}; }

std::unique_ptr<Engine> make_engine(const std::string& name) {
  if (name == "sqlite") return std::make_unique<SqliteEngine>();
  if (name == "postgresql") return std::make_unique<PostgresqlEngine>();
  throw std::runtime_error("no engine of that name: " + name);
}

}  // namespace preceptor::contract
