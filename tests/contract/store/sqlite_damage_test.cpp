// A disk that gave back other bytes than were written: the look finds it, and no backup is made of it.
#include <filesystem>
#include <fstream>

#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

TEST(SqliteDamage, IsFoundByALookAndEndsABackup) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  {
    auto store = store::Store::open(engine.options(), clock, log);
    ASSERT_TRUE(store);
    std::vector<ports::NewEvent> events;
    for (int seq = 1; seq <= 300; ++seq) events.push_back(event("r", uuid("a"), seq));
    ASSERT_TRUE((*store)->commit(work(std::move(events))));
  }
  // A leaf of the largest table; its header is bytes that no page begins with.
  const auto page = std::stoll(engine.rows("SELECT MAX(pageno) FROM dbstat WHERE name = 'event' AND pagetype = 'leaf'")[0][0]);
  const auto size = std::stoll(engine.rows("PRAGMA page_size")[0][0]);
  std::fstream file(engine.file(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp((page - 1) * size);
  file << std::string(static_cast<std::size_t>(size), '\x55');
  file.close();

  auto store = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(store) << base::describe(store.error());
  const auto look = (*store)->look_through(1 << 30);
  ASSERT_TRUE(look) << base::describe(look.error());
  EXPECT_TRUE(look->looked);
  EXPECT_FALSE(look->whole);
  const auto copy = engine.folder() / "copy.db";
  EXPECT_CODE((*store)->back_up(copy.string()), Code::store_failed);
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_FALSE(std::filesystem::exists(copy.string() + ".part"));
}

}  // namespace
}  // namespace preceptor::contract
