// Copies of the store, and what is remembered of them.
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

namespace fs = std::filesystem;
using ports::Copy;

class SafekeepingContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    std::string pattern = (fs::temp_directory_path() / "preceptor-copies-XXXXXX").string();
    folder = mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder); }
  std::string path(const std::string& name) const { return (folder / name).string(); }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{})); }
  fs::path folder;
};
PRECEPTOR_EVERY_ENGINE(SafekeepingContract);

class CopiesOfAFile : public SafekeepingContract {
 protected:
  // What the store had answered for at one moment: commits of two events each, and events sealed.
  struct Answered {
    std::int64_t commits = 0, sealed = 0;
  };
  // A restored copy is the store: its chain is whole, nothing is missing that was answered for before it was begun, and no commit is in it by half.
  void check_copy(const std::string& file, const Answered& before, const Answered& after) {
    std::string found;
    const auto each = [&](const record::ChainFinding& one) {
      found += std::string(record::name(one.fault)) + "@" + std::to_string(one.position) + " " + one.event + " " + one.detail + "\n";
    };
    const auto checked = store->check_record(file, each, nullptr);
    ASSERT_TRUE(checked) << base::describe(checked.error());
    EXPECT_EQ(checked->faults, 0) << file << "\n" << found;
    ASSERT_EQ(checked->registrations.size(), 1u);
    const std::int64_t sealed = checked->registrations[0].events, all = sealed + checked->registrations[0].unsealed;
    EXPECT_GE(sealed, before.sealed) << file;
    EXPECT_GE(all, 2 * before.commits) << file;
    EXPECT_LE(all, 2 * (after.commits + 1)) << file << ": one at most was not answered yet";
    EXPECT_EQ(all % 2, 0) << file;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CopiesOfAFile, testing::Values("sqlite"));
class CopiesOfAServer : public SafekeepingContract {};
INSTANTIATE_TEST_SUITE_P(Engines, CopiesOfAServer, testing::Values("postgresql"));

TEST_P(SafekeepingContract, TheNewestTimeOfEachKindIsKept) {
  for (const Copy kind : {Copy::backup, Copy::exported}) {
    EXPECT_FALSE(*store->last_copy(kind));
    ASSERT_TRUE(store->note_copy(kind, at(1)));
    ASSERT_TRUE(store->note_copy(kind, at(kind == Copy::backup ? 2 : 3)));
    ASSERT_TRUE(store->note_copy(kind, at(-5))) << "an older one is noted late";
  }
  open();
  EXPECT_EQ(**store->last_copy(Copy::backup), at(2));
  EXPECT_EQ(**store->last_copy(Copy::exported), at(3));
}

TEST_P(CopiesOfAFile, ABackupStandsInTheStoresPlace) {
  commit({event("r", uuid("a"), 1), event("r", uuid("a"), 2)});
  ASSERT_EQ(seal(), 2);
  const auto bytes = store->back_up(path("copy.db"));
  ASSERT_TRUE(bytes) << base::describe(bytes.error());
  EXPECT_EQ(static_cast<std::uintmax_t>(*bytes), fs::file_size(path("copy.db")));
  EXPECT_EQ(files(), 1u) << "nothing else is left";
  commit({event("r", uuid("a"), 3)});   // after it

  store::StoreOptions options = engine->options();
  options.url = "sqlite:" + path("copy.db");
  auto copy = store::Store::open(options, clock, log);
  ASSERT_TRUE(copy) << base::describe(copy.error());
  const auto events = (*copy)->load_events(base::RegistrationId("r"), uuid("a"));
  ASSERT_TRUE(events) << base::describe(events.error());
  EXPECT_EQ(events->size(), 2u);
  EXPECT_FALSE(*(*copy)->anything_unsealed());
}

// Restored, it is the store: who is erased there is in that file still, and preceptor check knows of it.
TEST_P(CopiesOfAFile, ABackupKnowsOfItself) {
  commit({event("r", uuid("a"), 1)});
  ASSERT_TRUE(store->note_copy_made({"1", "backup", path("copy.db"), at(-1000), {}, {}}));   // one that had this name before
  ASSERT_TRUE(store->back_up(path("copy.db")));
  EXPECT_EQ(files(), 1u) << "no journal beside it";
  EXPECT_FALSE(*store->last_copy(Copy::backup)) << "the running store notes it when its command says so";

  store::StoreOptions options = engine->options();
  options.url = "sqlite:" + path("copy.db");
  auto copy = store::Store::open(options, clock, log);
  ASSERT_TRUE(copy) << base::describe(copy.error());
  const auto named = (*copy)->copies_holding(at(0), at(0));
  ASSERT_TRUE(named && named->size() == 1u);
  EXPECT_EQ(named->front().kind, "backup");
  EXPECT_EQ(named->front().file, path("copy.db"));
  EXPECT_EQ(named->front().at, at(0));
  EXPECT_EQ(**(*copy)->last_copy(Copy::backup), at(0));
}

TEST_P(CopiesOfAFile, ABackupIsForItsOwnerAndReplacesNothing) {
  ::umask(0);
  ASSERT_TRUE(store->back_up(path("copy.db")));
  struct stat facts {};
  ASSERT_EQ(::stat(path("copy.db").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ::umask(022);

  EXPECT_CODE(store->back_up(path("copy.db")), Code::command_arguments);
  EXPECT_CODE(store->back_up(path("no/such/folder.db")), Code::command_arguments);
  EXPECT_CODE(store->back_up(path("quo\"te.db")), Code::command_arguments);
  std::ofstream(path("other.db.part")) << "of another run";
  EXPECT_CODE(store->back_up(path("other.db")), Code::command_arguments);
  fs::create_symlink(path("elsewhere"), path("link.db"));
  EXPECT_CODE(store->back_up(path("link.db")), Code::command_arguments);
  EXPECT_EQ(files(), 3u) << "copy, the other run's part, the link";
}

TEST_P(CopiesOfAFile, WritersGoOnMeanwhile) {
  commit({event("r", uuid("a"), 1), event("r", uuid("b"), 1)});
  ASSERT_EQ(seal(), 2);
  const auto held = lease("sealer");
  std::atomic<bool> done{false};
  std::atomic<std::int64_t> commits{1}, sealed{2};
  std::thread writing([&] {
    for (int seq = 2; !done; ++seq) {
      const auto kept = store->commit(work({event("r", uuid("a"), seq), event("r", uuid("b"), seq)}));
      EXPECT_TRUE(kept) << base::describe(kept.error());
      if (kept) ++commits;
    }
  });
  std::thread sealing([&] {
    while (!done) {
      const auto more = store->seal_events(held, 100);
      EXPECT_TRUE(more) << base::describe(more.error());
      sealed += more.value_or(0);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));   // a copy holds events that wait for their seal, too
    }
  });
  const auto name_of = [this](int i) { return path("copy" + std::to_string(i)); };
  std::vector<Answered> before, after;
  for (int i = 0; i < 5; ++i) {
    before.push_back({commits, sealed});
    const auto made = store->back_up(name_of(i));
    after.push_back({commits, sealed});
    EXPECT_TRUE(made) << base::describe(made.error());
  }
  done = true;
  writing.join();
  sealing.join();
  Answered beside;   // all of them together
  for (int i = 0; i < 5; ++i) {
    check_copy(name_of(i), before[i], after[i]);
    beside.commits += after[i].commits - before[i].commits;
    beside.sealed += after[i].sealed - before[i].sealed;
  }
  EXPECT_GT(beside.commits, 0) << "nothing was written while the copies were made";
  EXPECT_GT(beside.sealed, 0);
}

TEST_P(CopiesOfAFile, ALookReadsWhatIsSmallEnough) {
  const auto large = store->look_through(100);
  ASSERT_TRUE(large);
  EXPECT_GT(large->bytes, 100);
  EXPECT_FALSE(large->looked);
  const auto small = store->look_through(large->bytes);
  ASSERT_TRUE(small);
  EXPECT_TRUE(small->looked && small->whole);
}

TEST_P(CopiesOfAServer, AreItsOwnToolsToMake) {
  EXPECT_CODE(store->back_up(path("copy.db")), Code::command_arguments);
  EXPECT_EQ(files(), 0u);
  const auto look = store->look_through(1);
  ASSERT_TRUE(look) << base::describe(look.error());
  EXPECT_GT(look->bytes, 1'000'000);
  EXPECT_FALSE(look->looked) << "the server checks its pages itself";
}

}  // namespace
}  // namespace preceptor::contract
