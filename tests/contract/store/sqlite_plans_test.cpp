// A statement that reads a whole growing table is found here, not by the first site with a million events.
#include <set>

#include "adapters/store/connection.hpp"
#include "store_embedded.hpp"
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

TEST(SqlitePlans, NoStatementScansATableThatGrows) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  ASSERT_TRUE(store::Store::open(engine.options(), clock, log));
  // The searches that have to read everything: an administrator's rewind, by time, and an export of one person's data, in the log of looks; on a read connection.
  const std::set<std::string> allowed = {"delivery/first_positions_since.sql", "person/held_seen.sql"};
  int looked_at = 0;
  for (const auto& file : store::embedded_files()) {
    const std::string name(file.name);
    if (allowed.contains(name) || name.starts_with("migrations/") || name.starts_with("transaction/") || name.starts_with("settings/") || name.ends_with(".postgresql.sql")) continue;
    ++looked_at;
    for (const auto& step : engine.rows("EXPLAIN QUERY PLAN " + store::sql_text(name.substr(0, name.find('.')))))
      for (const char* table : {"event", "e", "attempt", "a", "rendering", "r", "rendering_body", "b", "person", "one_use", "idempotency", "draft", "score", "link", "projection", "free_text", "credit_grant", "g", "credit_grant_board", "vault_profile", "vault_mark", "vault_access", "audit_log"}) {
        const std::string scan = std::string("SCAN ") + table;
        EXPECT_FALSE(step.at(3) == scan || step.at(3).starts_with(scan + " ")) << name << ": " << step.at(3);
      }
  }
  EXPECT_GT(looked_at, 60);
}

// What is asked for each voiding statement, for each page of evidence and each second: receipts are kept as long as their store, and parked statements until
// somebody looks.
TEST(SqlitePlans, ReceiptsAndParkedStatementsAreFoundByTheirPlace) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  ASSERT_TRUE(store::Store::open(engine.options(), clock, log));
  for (const auto& [name, index] : {std::pair<std::string, std::string>{"delivery/batch", "receipt_by_place"}, {"evidence/receipts", "receipt_in_order"}, {"delivery/marked", "parked_again"}}) {
    std::string plan;
    for (const auto& step : engine.rows("EXPLAIN QUERY PLAN " + store::sql_text(name))) plan += step.at(3) + "\n";
    EXPECT_NE(plan.find(index), std::string::npos) << name << ":\n" << plan;
    EXPECT_EQ(plan.find("SCAN receipt"), std::string::npos) << name << ":\n" << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE FOR ORDER BY"), std::string::npos) << name << ":\n" << plan;
  }
}

}  // namespace
}  // namespace preceptor::contract
