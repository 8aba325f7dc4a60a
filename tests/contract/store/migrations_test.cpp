// A store of each earlier version becomes one of today's, with everything that was in it; on both engines.
#include <algorithm>
#include <map>
#include <thread>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/old_store.hpp"

namespace preceptor::contract {
namespace {

using Table = std::vector<std::vector<std::string>>;
using Columns = std::map<std::string, std::vector<std::string>>;   // by table, in their order

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// One row as the literals of an INSERT: both engines turn a quoted number into the column's type.
std::string literals(const std::vector<std::string>& row) {
  std::vector<std::string> out;
  for (const auto& cell : row) {
    std::string quoted = "'";
    for (const char c : cell) quoted += c == '\'' ? "''" : std::string(1, c);
    out.push_back(cell == "NULL" ? cell : quoted + "'");
  }
  return joined(out);
}

class MigrationsContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    filled = fresh();
    if (const std::string why = filled->why_not(); !why.empty()) GTEST_SKIP() << "not run: " << why;
    newest = migration_names().rbegin()->first;
    fill();
  }
  bool in_files() const { return GetParam() == "sqlite"; }
  std::unique_ptr<Engine> fresh() const { return make_engine(GetParam()); }
  // As a node of this version opens it; `backup_made` is what PostgreSQL asks for.
  base::Result<std::unique_ptr<store::Store>> open(const Engine& engine, bool backup_made) {
    store::StoreOptions options = engine.options();
    options.backup_made = backup_made;
    return store::Store::open(options, clock, log);
  }

  // A store of this version with a row in what migrations touch.
  void fill() {
    const auto opened = open(*filled, false);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store::Store& made = **opened;
    EXPECT_EQ(made.migration().from, 0);
    EXPECT_EQ(made.migration().to, newest);
    EXPECT_TRUE(made.migration().backup.empty()) << "nothing was there to be copied";
    lti::Registration lms;
    lms.name = "School";
    lms.lms = "moodle";
    lms.issuer = "https://lms.example";
    lms.client_id = "client";
    lms.authorization_endpoint = lms.token_endpoint = lms.jwks_uri = "https://lms.example/x";
    lms.deployment_ids = {"d1"};
    lms.source = "config";
    const auto saved = made.save_registration(lms);
    ASSERT_TRUE(saved) << base::describe(saved.error());
    registration = saved->id;
    lti::SigningKey key;
    key.kid = "kid-1";
    key.registration = registration;
    key.state = lti::KeyState::current;
    key.sealed = "sealed";
    key.public_jwk = "{}";
    key.created_at = at(0);
    ASSERT_TRUE(made.add_key(key));
    ports::UnitOfWork unit = work({event(registration.str(), uuid("a"), 1), event(registration.str(), uuid("a"), 2)});
    unit.persons = {{base::PlatformId("pl"), "sub", base::PersonId("p1")}};
    unit.attempts = {attempt(registration.str(), uuid("a"))};
    unit.texts = {{registration, uuid("a"), 2, base::PersonId("p1"), "q2", "salt", "what they 'wrote'"}};
    ASSERT_TRUE(made.commit(unit));
    const auto lease = made.acquire_lease("sealer", "node-1", clock.now(), std::chrono::seconds(30));
    ASSERT_TRUE(lease && *lease);
    ASSERT_EQ(made.seal_events(**lease, 100).value_or(-1), 2);
    ASSERT_TRUE(made.commit(work({event(registration.str(), uuid("b"), 1)})));   // waits for its seal
  }

  Columns columns_of(Engine& engine) const {
    const std::string sql = in_files() ? "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
                                       : "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position";
    Columns columns;
    for (const auto& row : engine.rows(sql)) columns[row.at(0)].push_back(row.at(1));
    columns.erase("schema_version");
    columns.erase("site");     // the time of the last opening is in it
    return columns;
  }
  // Tables with their columns, types, defaults and collations; indexes; constraints.
  Table schema_of(Engine& engine) const {
    if (in_files()) return engine.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
    Table all;
    for (const char* sql : {"SELECT table_name, column_name, data_type, is_nullable, COALESCE(column_default, ''), COALESCE(collation_name, '') FROM information_schema.columns "
                            "WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
                            "SELECT indexname, replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname",
                            "SELECT conname, replace(pg_get_constraintdef(oid), current_schema() || '.', '') FROM pg_constraint "
                            "WHERE connamespace = to_regnamespace(current_schema()) ORDER BY conname, 2"})
      for (auto& row : engine.rows(sql)) all.push_back(std::move(row));
    return all;
  }
  Table rows_of(Engine& engine, const std::string& table, const std::vector<std::string>& columns) const {
    Table rows = engine.rows("SELECT " + joined(columns) + " FROM " + table);
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  // That version, with the rows of the filled store as far as it had tables and columns for them.
  std::unique_ptr<Engine> old_store(int version) {
    auto old = fresh();
    make_old_store(old->options().url, version);
    std::string sql;
    const auto copy = [&](const std::string& table, const std::vector<std::string>& columns) {
      for (const auto& row : rows_of(*filled, table, columns)) sql += "INSERT INTO " + table + " (" + joined(columns) + ") VALUES (" + literals(row) + ");\n";
    };
    Columns columns = columns_of(*old);
    for (const char* first : {"platform", "registration"}) {   // others point to them
      copy(first, columns.at(first));
      columns.erase(first);
    }
    for (const auto& [table, names] : columns) copy(table, names);
    old->rows(sql);
    return old;
  }

  std::unique_ptr<Engine> filled;
  base::RegistrationId registration;
  int newest = 0;
  StandingClock clock;
  KeptLog log;
};
PRECEPTOR_EVERY_ENGINE(MigrationsContract);

TEST_P(MigrationsContract, EveryEarlierVersionBecomesTodaysAndKeepsWhatWasInIt) {
  const Table today = schema_of(*filled);
  ASSERT_GT(today.size(), 60u);
  std::size_t missing = migration_names().size();
  for (const auto& [version, name] : migration_names()) {
    if (--missing == 0) break;   // today's
    SCOPED_TRACE("from schema " + std::to_string(version));
    const auto old = old_store(version);
    const Columns had = columns_of(*old);
    const auto opened = open(*old, true);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store::Store& store = **opened;
    EXPECT_EQ(store.migration().from, version);
    EXPECT_EQ(store.migration().to, newest);
    EXPECT_EQ(store.migration().applied.size(), missing);
    EXPECT_EQ(schema_of(*old), today);
    for (const auto& [table, columns] : had) EXPECT_EQ(rows_of(*old, table, columns), rows_of(*filled, table, columns)) << table;
    // 0006: an attempt goes on where its registration has one deployment. 0007: the table of keys is made anew.
    EXPECT_TRUE(*store.find_latest_attempt(link(registration.str()), base::PersonId("p1"), "unit-a"));
    EXPECT_EQ(store.list_keys(registration)->size(), version >= 3 ? 1u : 0u);
    EXPECT_EQ(store.load_texts(registration, uuid("a"))->size(), 1u);
    const auto checked = store.check_record({}, [](const record::ChainFinding& one) { ADD_FAILURE() << one.detail; }, nullptr);
    ASSERT_TRUE(checked) << base::describe(checked.error());
    EXPECT_EQ(checked->faults, 0);
    EXPECT_TRUE(*store.anything_unsealed());
  }
}

TEST_P(MigrationsContract, FourOpenersOfAnOldStoreMigrateItOnce) {
  const auto old = old_store(newest - 1);
  const auto lock = connect(old->options().url);
  lock->begin();   // so that all of them wait
  std::mutex mutex;
  int changed = 0, found = 0;
  std::vector<std::thread> openers;
  for (int i = 0; i < 4; ++i)
    openers.emplace_back([&] {
      const auto store = open(*old, true);
      const std::lock_guard guard(mutex);
      if (!store) ADD_FAILURE() << base::describe(store.error());
      else if ((*store)->migration().from == newest) ++found;
      else ++changed;
    });
  lock->commit();
  for (auto& opener : openers) opener.join();
  EXPECT_EQ(changed, 1);
  EXPECT_EQ(found, 3);
  EXPECT_EQ(old->rows("SELECT COUNT(*), COUNT(DISTINCT version) FROM schema_version"), (Table{{std::to_string(migration_names().size()), std::to_string(migration_names().size())}}));
}

TEST_P(MigrationsContract, AMigrationThatFailsLeavesTheStoreAsItWas) {
  const auto old = old_store(14);
  old->rows("CREATE TABLE copy_made (id text NOT NULL)");   // in the way of 0015
  const Table before = schema_of(*old);
  EXPECT_FALSE(open(*old, true));
  EXPECT_EQ(schema_of(*old), before);
  EXPECT_EQ(old->rows("SELECT MAX(version) FROM schema_version")[0][0], "14");
}

}  // namespace
}  // namespace preceptor::contract
