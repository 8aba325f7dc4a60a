// A statement that PostgreSQL cannot prepare (a parameter whose type does not follow from its place, say) is found here, not by the first page that needs it.
#include <set>

#include "adapters/store/connection.hpp"
#include "store_embedded.hpp"
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"

namespace preceptor::contract {
namespace {

bool is_name(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// ":name" as the driver hands it on: each place is a parameter of its own, and what stands in quotes is none.
std::string numbered(const std::string& sql) {
  std::string out;
  int places = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '\'') quoted = !quoted;
    if (quoted || sql[at] != ':' || at + 1 == sql.size() || !is_name(sql[at + 1])) {
      out += sql[at];
      continue;
    }
    while (at + 1 < sql.size() && is_name(sql[at + 1])) ++at;
    out += "$" + std::to_string(++places);
  }
  return out;
}

TEST(PostgresqlStatements, EveryOneCanBePreparedUntyped) {
  PostgresqlEngine engine;
  if (!engine.why_not().empty()) GTEST_SKIP() << "not run: " << engine.why_not();
  StandingClock clock;
  KeptLog log;
  ASSERT_TRUE(store::Store::open(engine.options(), clock, log));
  std::set<std::string> names;
  for (const auto& file : store::embedded_files()) {
    const std::string name(file.name);
    const bool no_statement = name.starts_with("migrations/") || name.starts_with("transaction/") || name.starts_with("settings/") || name == "schema/create.sql";
    if (!no_statement && !name.ends_with(".sqlite.sql")) names.insert(name.substr(0, name.find('.')));
  }
  EXPECT_GT(names.size(), 200u);
  PostgresqlSession session(engine.options().url);
  int prepared = 0;
  for (const std::string& name : names)
    EXPECT_NO_THROW(session.rows("PREPARE one" + std::to_string(++prepared) + " AS " + numbered(store::sql_text(name, "postgresql")))) << name;
}

}  // namespace
}  // namespace preceptor::contract
