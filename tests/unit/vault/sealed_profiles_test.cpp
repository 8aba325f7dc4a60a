#include "adapters/vault/sealed_profiles.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "lti/jose/sealer.hpp"
#include "tests/fakes/memory_vault_store.hpp"

namespace preceptor::vault {
namespace {

using base::Code;
using Break = fakes::MemoryVaultStore::Break;

class NoonClock final : public ports::Clock {
 public:
  base::Instant now() const override { return base::from_unix_ms(1'800'000'000'000); }
};

const base::PlatformId kPlatform("pl"), kOther("pl2");
const base::PersonId kOne("p1"), kTwo("p2"), kThree("p3");
const ports::VaultActor kLearner{"learner", "profile page"}, kExport{"export 7", "export"};

credit::Profile profile(const std::string& npi, const std::string& board_id = "") {
  credit::Profile made;
  made.given_name = "Given";
  made.family_name = "Family";
  made.birth_day = "02/29";
  made.npi = npi;
  if (!board_id.empty()) made.boards.push_back({"ABIM", board_id});
  return made;
}

class Sealed : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-vault-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    ASSERT_TRUE(jose::load_or_make_key(file()));
    start();
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  // As a process that begins now.
  void start() {
    vault.reset();
    auto opened = KeyRing::open(file());
    ASSERT_TRUE(opened) << base::describe(opened.error());
    ring = std::move(*opened);
    vault = std::make_unique<SealedProfiles>(store, *ring, clock);
  }
  std::string file() const { return (folder / "site.key").string(); }
  int lines() const {
    std::ifstream in(file());
    int count = 0;
    for (std::string line; std::getline(in, line);) ++count;
    return count;
  }
  void save(const base::PersonId& person, const credit::Profile& one) { ASSERT_TRUE(vault->save_profile(kPlatform, person, one, kLearner)); }
  bool reads(const base::PersonId& person, const credit::Profile& one) {
    const auto found = vault->load_profile(person, kLearner);
    return found && *found && **found == one;
  }
  std::size_t doubles(const base::PersonId& person) { return vault->same_identity(person).value().size(); }

  std::filesystem::path folder;
  NoonClock clock;
  fakes::MemoryVaultStore store;
  std::unique_ptr<KeyRing> ring;
  std::unique_ptr<SealedProfiles> vault;
  const credit::Profile a = profile("1234567893", "123456"), b = profile("1245319599");
};

TEST_F(Sealed, WhatIsKeptIsReadBackAndNothingOfItIsInTheRow) {
  save(kOne, a);
  EXPECT_TRUE(reads(kOne, a));
  const auto& row = store.rows.at(kOne);
  for (const std::string& word : {a.npi, a.given_name, a.family_name, a.birth_day, a.boards[0].id})
    for (const std::string& text : {row.sealed, row.key_id, row.marks.at(0), row.marks.at(1)}) EXPECT_EQ(text.find(word), std::string::npos);
  start();
  EXPECT_TRUE(reads(kOne, a));
  EXPECT_FALSE(*vault->load_profile(kTwo, kLearner));
}

TEST_F(Sealed, EveryLookIsLoggedAndWithoutTheLogNothingIsSeen) {
  save(kOne, a);
  save(kTwo, b);
  EXPECT_EQ(vault->load_profiles({kOne, kTwo, kThree, kOne}, kExport)->size(), 2u);
  const auto log = vault->access_log({}, 10);
  ASSERT_EQ(log->size(), 4u);
  EXPECT_EQ(log->front().actor.who, "export 7");
  EXPECT_FALSE(log->front().changed);
  EXPECT_TRUE(log->back().changed);
  EXPECT_EQ(vault->access_log(kOne, 10)->size(), 2u);
  store.log_full = true;
  EXPECT_FALSE(vault->load_profile(kOne, kLearner));
  EXPECT_FALSE(vault->load_profiles({kOne}, kExport));
}

TEST_F(Sealed, ARowMovedOrAlteredDoesNotOpen) {
  save(kOne, a);
  save(kTwo, b);
  const auto rows = store.rows;
  std::swap(store.rows[kOne].sealed, store.rows[kTwo].sealed);
  EXPECT_EQ(vault->load_profile(kOne, kLearner).error().code, Code::key_unreadable);
  store.rows = rows;
  store.rows[kOne].platform = kOther;
  EXPECT_EQ(vault->load_profile(kOne, kLearner).error().code, Code::key_unreadable);
  store.rows = rows;
  for (const std::size_t at : {std::size_t{3}, rows.at(kOne).sealed.size() / 2, rows.at(kOne).sealed.size() - 2}) {
    auto& sealed = store.rows[kOne].sealed = rows.at(kOne).sealed;
    sealed[at] = sealed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(vault->load_profile(kOne, kLearner).error().code, Code::key_unreadable) << at;
  }
  EXPECT_TRUE(vault->load_profiles({kOne, kTwo}, kExport)->contains(kTwo));
  EXPECT_FALSE(vault->load_profiles({kOne, kTwo}, kExport)->contains(kOne));
}

TEST_F(Sealed, DoublesAreFoundByNpiAndByABoardsIdAcrossPlatforms) {
  save(kOne, a);
  ASSERT_TRUE(vault->save_profile(kOther, kTwo, profile("1234567893"), kLearner));
  auto board_only = profile("", " 123-456");
  ASSERT_TRUE(vault->save_profile(kOther, kThree, board_only, kLearner));
  EXPECT_EQ(*vault->same_identity(kOne), (std::vector{kTwo, kThree}));
  EXPECT_EQ(*vault->same_identity(kTwo), std::vector{kOne});
  board_only.boards[0].board = "ABP";   // the same number of another board is somebody else
  ASSERT_TRUE(vault->save_profile(kOther, kThree, board_only, kLearner));
  EXPECT_EQ(doubles(kThree), 0u);
  save(base::PersonId("p4"), profile(""));
  save(base::PersonId("p5"), profile(""));
  EXPECT_EQ(doubles(base::PersonId("p4")), 0u) << "nothing given is nothing shared";
  EXPECT_TRUE(*vault->forget_profile(kTwo, kLearner));
  EXPECT_FALSE(*vault->forget_profile(kTwo, kLearner));
  EXPECT_EQ(doubles(kOne), 0u);
}

TEST_F(Sealed, WithoutTheKeyFileTheRestIsCountedAsLost) {
  save(kOne, a);
  save(kTwo, b);
  std::filesystem::rename(file(), folder / "away");
  ASSERT_TRUE(jose::load_or_make_key(file()));   // a restore onto a new machine
  start();
  EXPECT_EQ(vault->load_profile(kOne, kLearner).error().code, Code::key_unreadable);
  EXPECT_EQ(*vault->unreadable(), 2);
  save(kOne, a);   // typed again
  EXPECT_TRUE(reads(kOne, a));
  EXPECT_EQ(*vault->unreadable(), 1);
  std::filesystem::rename(folder / "away", file());
  EXPECT_TRUE(reads(kTwo, b)) << "the file came back; no restart was needed";
}

TEST_F(Sealed, ARotationSealsEverythingAnewAndTheOldKeyOpensNothing) {
  save(kOne, a);
  save(kTwo, profile("1234567893"));
  const auto before = store.rows;
  std::filesystem::copy_file(file(), folder / "leaked");
  for (int round = 0; round < 2; ++round) {
    const auto done = vault->rotate();
    ASSERT_TRUE(done) << base::describe(done.error());
    EXPECT_EQ(done->sealed_anew, 2);
    EXPECT_EQ(done->unreadable, 0);
    EXPECT_FALSE(done->resumed);
    EXPECT_EQ(lines(), 2);
  }
  struct stat facts {};
  ASSERT_EQ(::stat(file().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_NE(store.rows.at(kOne).key_id, before.at(kOne).key_id);
  EXPECT_NE(store.rows.at(kOne).marks, before.at(kOne).marks);
  EXPECT_TRUE(reads(kOne, a));
  EXPECT_EQ(doubles(kOne), 1u);
  auto old = KeyRing::open((folder / "leaked").string());
  ASSERT_TRUE(old);
  EXPECT_EQ(SealedProfiles(store, **old, clock).load_profile(kOne, kLearner).error().code, Code::key_unreadable);
}

TEST_F(Sealed, ARotationThatBreaksOffLosesNothingAndIsBroughtToItsEnd) {
  for (const Break where : {Break::before_commit, Break::after_commit}) {
    save(kOne, a);
    save(kTwo, profile("1234567893"));
    store.rows.erase(kThree);
    store.breaks = where;
    EXPECT_FALSE(vault->rotate());
    start();   // the process died there
    EXPECT_TRUE(reads(kOne, a));
    EXPECT_EQ(doubles(kOne), 1u);
    save(kThree, profile("1234567893"));   // under the new key, while others are under the old one
    EXPECT_EQ(doubles(kOne), 2u);
    EXPECT_EQ(doubles(kThree), 2u);
    EXPECT_FALSE(vault->rotate()) << "and again";
    start();
    EXPECT_TRUE(reads(kOne, a));
    store.breaks = Break::no;
    const auto done = vault->rotate();
    ASSERT_TRUE(done) << base::describe(done.error());
    EXPECT_EQ(done->resumed, where == Break::before_commit);
    EXPECT_EQ(lines(), 2);
    start();
    EXPECT_TRUE(reads(kOne, a));
    EXPECT_EQ(doubles(kThree), 2u);
  }
}

TEST_F(Sealed, ARunningServerGoesOnWithTheNewKey) {
  save(kOne, a);
  auto other = KeyRing::open(file());
  ASSERT_TRUE(other);
  SealedProfiles command(store, **other, clock);
  ASSERT_TRUE(command.rotate());
  EXPECT_TRUE(reads(kOne, a));
  ASSERT_TRUE(command.rotate());
  save(kTwo, b);   // still knows the key before: the store refuses, the file is read again
  EXPECT_EQ(store.rows.at(kTwo).key_id, store.rows.at(kOne).key_id);
  EXPECT_TRUE(reads(kTwo, b));
}

TEST_F(Sealed, OneRotationAtATime) {
  save(kOne, a);
  auto other = KeyRing::open(file());
  ASSERT_TRUE(other);
  const auto before = store.rows;
  {
    const auto turn = (*other)->take_turn();
    ASSERT_TRUE(turn) << base::describe(turn.error());
    const auto refused = vault->rotate();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::store_conflict);
    EXPECT_EQ(store.rows.at(kOne).key_id, before.at(kOne).key_id);
    EXPECT_EQ(lines(), 1) << "no key was made";
  }
  ASSERT_TRUE(vault->rotate());
  EXPECT_TRUE(reads(kOne, a));
}

// As the database: one statement at a time.
class LockedStore : public fakes::MemoryVaultStore {
 public:
  base::Result<int> seal_anew(const std::string& key_id, const std::vector<std::string>& retiring, const Change& change) override {
    const std::lock_guard lock(mutex_);
    return MemoryVaultStore::seal_anew(key_id, retiring, change);
  }
  base::Result<std::string> sealing_key() override {
    const std::lock_guard lock(mutex_);
    return MemoryVaultStore::sealing_key();
  }
  base::Result<std::vector<ports::KeyUse>> profiles_by_key() override {
    const std::lock_guard lock(mutex_);
    return MemoryVaultStore::profiles_by_key();
  }

 private:
  std::mutex mutex_;
};

// Commands at one moment, each with its own view of the file: each comes to its end or is refused by name, and whatever was sealed can be read.
TEST_F(Sealed, RotationsAtOneMomentLoseNoKey) {
  LockedStore shared;
  {
    SealedProfiles writer(shared, *ring, clock);
    ASSERT_TRUE(writer.save_profile(kPlatform, kOne, a, kLearner));
    ASSERT_TRUE(writer.save_profile(kPlatform, kTwo, b, kLearner));
  }
  std::atomic<int> done{0};
  std::vector<std::thread> commands;
  for (int i = 0; i < 4; ++i)
    commands.emplace_back([&] {
      for (int round = 0; round < 10; ++round) {
        auto opened = KeyRing::open(file());
        ASSERT_TRUE(opened);
        const auto rotated = SealedProfiles(shared, **opened, clock).rotate();
        if (rotated) ++done;
        else EXPECT_EQ(rotated.error().code, Code::store_conflict) << base::describe(rotated.error());
      }
    });
  for (auto& command : commands) command.join();
  EXPECT_GT(done, 0);
  auto opened = KeyRing::open(file());
  ASSERT_TRUE(opened);
  SealedProfiles after(shared, **opened, clock);
  EXPECT_EQ(after.unreadable().value_or(-1), 0);
  for (const auto& person : {kOne, kTwo}) EXPECT_TRUE(after.load_profile(person, kExport).has_value()) << person.str();
}

}  // namespace
}  // namespace preceptor::vault
