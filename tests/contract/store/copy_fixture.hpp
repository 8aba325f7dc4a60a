// What the tests of copies share: two stores of any two engines, the first with a row in every table there is.
#pragma once
#include <algorithm>
#include <utility>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/postgresql_engine.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {

using TableRows = std::vector<std::vector<std::string>>;

inline bool is_file(const Engine& engine) { return engine.options().url.starts_with("sqlite:"); }

// Not as the copy asks for them.
inline std::vector<std::string> table_names(Engine& engine) {
  const TableRows rows = is_file(engine) ? engine.rows("SELECT tbl_name FROM sqlite_schema WHERE type = 'table' AND substr(tbl_name, 1, 7) <> 'sqlite_'")
                                    : engine.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()");
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.at(0));
  return names;
}

// Column and whether it is a text.
inline std::vector<std::pair<std::string, bool>> columns_of(Engine& engine, const std::string& table) {
  const TableRows rows = is_file(engine) ? engine.rows("SELECT name, type FROM pragma_table_info('" + table + "') ORDER BY name")
                                    : engine.rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '" +
                                                  table + "' ORDER BY column_name");
  std::vector<std::pair<std::string, bool>> columns;
  for (const auto& row : rows) columns.emplace_back(row.at(0), row.at(1) == "text");
  std::ranges::sort(columns);
  return columns;
}

// Of the site's own rows, in an order that both engines can be brought into here. A copy notes itself in the target, which is left out.
inline TableRows all_of(Engine& engine, const std::string& table) {
  std::string list;
  for (const auto& [name, text] : columns_of(engine, table)) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  std::string which;
  if (table == "site") which = " WHERE key NOT LIKE 'store.%' AND key NOT IN ('site_key_digest', 'text_keys_mark', 'export_folder_mark')";
  if (table == "copy_made") which = " WHERE kind <> 'store'";
  TableRows rows = engine.rows("SELECT " + list + " FROM \"" + table + "\"" + which);
  std::ranges::sort(rows);
  return rows;
}

// Rows whose texts are all "t1" and numbers all 1, then "t2" and 2: what refers to another table then finds it.
inline void fill_tables(Engine& engine) {
  std::vector<std::string> names = table_names(engine);
  const auto is_parent = [](const std::string& name) { return name == "platform" ? 2 : name == "registration" || name == "content_version" ? 1 : 0; };
  std::ranges::stable_sort(names, [&](const auto& a, const auto& b) { return is_parent(a) > is_parent(b); });
  for (const auto& name : names) {
    // Written by the store itself, since the check of the record reads them.
    if (name == "schema_version" || name == "event" || name == "rendering" || name == "rendering_body" || name == "seal_head") continue;
    for (const std::string n : {"1", "2"}) {
      std::string list, values;
      for (const auto& [column, text] : columns_of(engine, name)) {
        list += (list.empty() ? "\"" : ", \"") + column + "\"";
        values += (values.empty() ? "" : ", ") + (text ? "'t" + n + "'" : n);
      }
      engine.rows("INSERT INTO \"" + name + "\" (" + list + ") VALUES (" + values + ")");
    }
  }
}

inline std::string numbered_rows(int first, int count) {
  return "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(first) + " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(first + count - 1) + ") ";
}
inline void fill_diary(Engine& engine, int first, int count) {
  engine.rows("INSERT INTO diary (id, at, code, step, registration, reason, detail, expected, received, checks) " + numbered_rows(first, count) +
              "SELECT i, i, 'L-' || i, 'launch', 'r', 'reason', 'detail', '', '', '[]' FROM n");
}
inline void fill_receipts(Engine& engine, int count) {
  engine.rows("INSERT INTO receipt (kind, name, registration, from_position, through_position, statements, status, at) " + numbered_rows(1, count) +
              "SELECT 'lrs', 'one', 'r', 1, 2, 3, 200, 4 FROM n");
}

class StoreCopyContract : public testing::TestWithParam<std::pair<std::string, std::string>> {
 protected:
  void SetUp() override {
    from = make_engine(GetParam().first);
    to = make_engine(GetParam().second);
    for (const Engine* engine : {from.get(), to.get()})
      if (const std::string why = engine->why_not(); !why.empty()) GTEST_SKIP() << "not run: " << why;
    auto opened = open(*from);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    source = std::move(*opened);
    ASSERT_TRUE(source->commit(work({event("r", uuid("a"), 1), event("r", uuid("a"), 2), event("r", uuid("b"), 1)})));
    const auto sealer = source->acquire_lease("sealer", "node-1", clock.now(), std::chrono::seconds(6));
    ASSERT_TRUE(sealer && *sealer);
    ASSERT_TRUE(source->seal_events(**sealer, 100));
    ASSERT_TRUE(source->release_lease(**sealer));
    ASSERT_TRUE(source->commit(work({event("r", uuid("b"), 2)})));   // waits for its seal: three of its columns are empty
    fill_tables(*from);
  }
  base::Result<std::unique_ptr<store::Store>> open(Engine& engine) { return store::Store::open(engine.options(), clock, log); }
  base::Result<ports::StoreCopied> copy() { return source->copy_to({to->options().url, {}, false}, {}); }
  // A run that ends when it comes to that: `table` empty: any.
  void stop_at(ports::CopyPhase phase, const std::string& table) {
    const auto done = source->copy_to({to->options().url, {}, false}, [&](ports::CopyPhase now, std::string_view name, std::int64_t, std::int64_t) {
      return now != phase || (!table.empty() && name != table);
    });
    EXPECT_CODE(done, Code::command_cancelled);
  }

  std::unique_ptr<Engine> from, to;
  StandingClock clock;
  KeptLog log;
  std::unique_ptr<store::Store> source;
};

inline std::vector<std::pair<std::string, std::string>> engine_pairs() {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& from : engine_names())
    for (const auto& to : engine_names()) pairs.emplace_back(from, to);
  return pairs;
}

// From a file, which is the way that sites go; every test there costs seconds from a server.
inline std::vector<std::pair<std::string, std::string>> pairs_from_a_file() {
  auto pairs = engine_pairs();
  std::erase_if(pairs, [](const auto& pair) { return pair.first != "sqlite"; });
  return pairs;
}

#define PRECEPTOR_COPIES(suite, pairs)                                              \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(pairs),                \
                           [](const auto& info) { return info.param.first + "_to_" + info.param.second; })

}  // namespace preceptor::contract
