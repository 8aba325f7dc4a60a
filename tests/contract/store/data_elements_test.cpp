// docs/data.md says what is stored: every table, every column, no other. A table that joins the schema without a line there fails here.

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace {

using Tables = std::map<std::string, std::set<std::string>>;

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" `"), end = text.find_last_not_of(" `");
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

// Lines "| `table` | column, column | ... |".
Tables documented() {
  std::ifstream file(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/data.md");
  Tables tables;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(1));
    std::string name, columns, column;
    std::getline(cells, name, '|');
    std::getline(cells, columns, '|');
    std::istringstream list(columns);
    while (std::getline(list, column, ',')) tables[trimmed(name)].insert(trimmed(column));
  }
  return tables;
}

Tables in_the_schema(preceptor::contract::Engine& engine, const std::string& query) {
  preceptor::contract::StandingClock clock;
  preceptor::contract::KeptLog log;
  const auto opened = preceptor::store::Store::open(engine.options(), clock, log);
  EXPECT_TRUE(opened.has_value());
  Tables tables;
  for (const auto& row : engine.rows(query)) tables[row.at(0)].insert(row.at(1));
  return tables;
}

TEST(DataElements, ThePageNamesEveryTableAndColumn) {
  const Tables said = documented();
  ASSERT_FALSE(said.empty());
  preceptor::contract::SqliteEngine engine;
  EXPECT_EQ(said, in_the_schema(engine, "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"));
}

TEST(DataElements, TheyAreTheSameOnPostgresql) {
  preceptor::contract::PostgresqlEngine engine;
  if (const std::string why = engine.why_not(); !why.empty()) GTEST_SKIP() << why;
  EXPECT_EQ(documented(), in_the_schema(engine, "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"));
}

TEST(DataElements, EveryLineSaysWhoseItIsAndHowLongItIsKept) {
  std::ifstream file(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/data.md");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(1));
    std::string cell;
    int filled = 0;
    while (std::getline(cells, cell, '|')) filled += !trimmed(cell).empty();
    EXPECT_EQ(filled, 5) << line;
  }
}

}  // namespace
