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

// Most tables are no part of the chain: the record of such a copy is as it was sealed, and still nobody could use it.
TEST(SqliteDamage, OfACopyIsFoundInWhateverTableItLies) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  auto store = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->commit(work({event("r", uuid("a"), 1)})));
  const auto copy = [&](const std::string& name) { return (engine.folder() / name).string(); };
  ASSERT_TRUE((*store)->back_up(copy("good.db")));
  EXPECT_TRUE((*store)->look_through_copy(copy("good.db"))->whole);
  EXPECT_CODE((*store)->look_through_copy(copy("none.db")), Code::store_failed);
  EXPECT_FALSE(std::filesystem::exists(copy("none.db")));
  const auto size = std::stoll(engine.rows("PRAGMA page_size")[0][0]);
  for (const std::string table : {"person", "registration", "signing_key", "link", "attempt"}) {
    const std::string file = copy(table + ".db");
    std::filesystem::copy_file(copy("good.db"), file);
    const auto page = std::stoll(engine.rows("ATTACH '" + file + "' AS copy; SELECT rootpage FROM copy.sqlite_master WHERE name = '" + table + "'")[0][0]);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp((page - 1) * size);
    bytes << std::string(static_cast<std::size_t>(size), '\0');
    bytes.close();
    const auto look = (*store)->look_through_copy(file);
    ASSERT_TRUE(look) << base::describe(look.error());
    EXPECT_FALSE(look->whole) << table;
  }
  std::filesystem::resize_file(copy("good.db"), static_cast<std::uintmax_t>(4 * size));   // as a copy over a network that broke off
  EXPECT_FALSE((*store)->look_through_copy(copy("good.db"))->whole);
}

}  // namespace
}  // namespace preceptor::contract
