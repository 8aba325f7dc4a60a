// A backup of a running store passes the check of the record, and a changed one does not.
#include <fstream>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

TEST(SqliteCopyCheck, ACopyIsCheckedWhereItLiesAndNothingInItIsChanged) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  auto opened = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(opened);
  auto& store = **opened;
  ASSERT_TRUE(store.commit(work({event("r", uuid("a"), 1), event("r", uuid("a"), 2)})));
  const auto lease = store.acquire_lease("sealer", "node-1", clock.now(), std::chrono::seconds(30));
  ASSERT_TRUE(lease && *lease);
  ASSERT_TRUE(store.seal_events(**lease, 100));
  const std::string copy = (engine.folder() / "copy.db").string();
  ASSERT_TRUE(store.back_up(copy));
  ASSERT_TRUE(store.commit(work({event("r", uuid("a"), 3)})));

  std::vector<std::string> found;
  const auto each = [&](const record::ChainFinding& one) { found.push_back(std::string(name(one.fault)) + "@" + std::to_string(one.position)); };
  const auto bytes_of = [](const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string before = bytes_of(copy);
  const auto good = store.check_record(copy, each, nullptr);
  ASSERT_TRUE(good) << base::describe(good.error());
  EXPECT_EQ(good->events, 2);
  EXPECT_EQ(good->faults, 0);
  EXPECT_EQ(bytes_of(copy), before);

  engine.rows("ATTACH '" + copy + "' AS copy; UPDATE copy.event SET body = REPLACE(body, 'q2', 'q3') WHERE seq = 2");
  const auto bad = store.check_record(copy, each, nullptr);
  ASSERT_TRUE(bad) << base::describe(bad.error());
  EXPECT_EQ(found, std::vector<std::string>{"event_changed@2"});

  EXPECT_CODE(store.check_record(copy + "x", each, nullptr), Code::store_unopened);
  std::ofstream(engine.folder() / "text.db") << "this is no database, however long it goes on and on";
  const auto text = store.check_record((engine.folder() / "text.db").string(), each, nullptr);
  EXPECT_FALSE(text);
}

}  // namespace
}  // namespace preceptor::contract
