// Sealed profiles: replaced and deleted with their marks and the log, sealed anew all at once, deleted when nothing is on its way any more.
#include "tests/contract/store/fixture.hpp"

#include <tuple>

namespace preceptor::contract {
namespace {

using credit::GrantState;
using ports::SealedProfile;
using ports::VaultAccess;

const base::PersonId kOne("p1"), kTwo("p2");

SealedProfile profile(const base::PersonId& person, std::vector<std::string> marks = {}, const std::string& key = "k1", std::int64_t ms = 0) {
  return {base::PlatformId("pl"), person, key, "sealed of " + person.str(), std::move(marks), at(ms)};
}
VaultAccess access(const base::PersonId& person, const std::string& who, bool changed) { return {at(1), person, {who, "test"}, changed}; }

class VaultContract : public StoreContract {
 protected:
  base::Status save(const SealedProfile& one) { return store->save_sealed(one, access(one.person, "learner", true)); }
  std::string persons(const std::vector<std::string>& marks) {
    std::string ids;
    const auto found = store->persons_of_marks(marks);
    if (!found) return base::describe(found.error());
    for (const auto& one : *found) ids += one.str();
    return ids;
  }
  void grant(const std::string& ccid, const base::PersonId& person, GrantState state, std::int64_t ms, bool to_board = false) {
    credit::Grant made;
    made.ccid = ccid;
    made.platform = base::PlatformId("pl");
    made.person = person;
    made.date = base::parse_date("2026-05-04").value();
    made.state = state;
    made.changed_at = at(ms);
    if (to_board) made.boards.push_back({"ABIM", {}, std::nullopt, {}});
    ports::UnitOfWork work;
    work.grants = {made};
    ASSERT_TRUE(store->commit(work));
  }
};
PRECEPTOR_EVERY_ENGINE(VaultContract);

TEST_P(VaultContract, AProfileComesBackAndIsReplacedWithItsMarks) {
  ASSERT_TRUE(save(profile(kOne, {"m1", "m2"})));
  ASSERT_TRUE(save(profile(kTwo, {"m2"})));
  open();
  auto found = store->load_sealed(kOne);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(std::tie((*found)->platform, (*found)->person, (*found)->key_id, (*found)->sealed, (*found)->changed_at),
            std::tuple(base::PlatformId("pl"), kOne, "k1", "sealed of p1", at(0)));
  EXPECT_EQ(persons({"m1", "m2"}), "p1p2");
  auto again = profile(kOne, {"m3"}, "k2", 9);
  again.sealed = "new";
  ASSERT_TRUE(save(again));
  EXPECT_EQ((*store->load_sealed(kOne))->sealed, "new");
  EXPECT_EQ(persons({"m1", "m2"}), "p2");
  EXPECT_EQ(persons({"m3"}), "p1");
  EXPECT_FALSE(*store->load_sealed(base::PersonId("p3")));
  EXPECT_EQ(persons({}), "");
}

TEST_P(VaultContract, TheLogIsNewestFirstAndOutlivesTheProfile) {
  ASSERT_TRUE(save(profile(kOne, {"m1"})));
  ASSERT_TRUE(store->note_access({access(kOne, "export 7", false), access(kTwo, "export 7", false)}));
  EXPECT_TRUE(*store->forget_sealed(kOne, access(kOne, "learner", true)));
  EXPECT_FALSE(*store->forget_sealed(kOne, access(kOne, "learner", true)));
  EXPECT_FALSE(*store->load_sealed(kOne));
  EXPECT_EQ(persons({"m1"}), "");
  const auto all = store->vault_accesses({}, 10);
  ASSERT_EQ(all->size(), 4u);
  EXPECT_EQ(all->front().actor.who, "learner");
  EXPECT_EQ((*all)[1].person, kTwo);
  EXPECT_FALSE((*all)[1].changed);
  EXPECT_EQ((*all)[1].actor.why, "test");
  EXPECT_EQ(store->vault_accesses(kOne, 10)->size(), 3u);
  EXPECT_EQ(store->vault_accesses({}, 2)->size(), 2u);
}

TEST_P(VaultContract, SealingAnewIsAllOrNothingAndEndsTheOldKey) {
  for (int i = 0; i < 520; ++i) ASSERT_TRUE(save(profile(base::PersonId("p" + std::to_string(i)), {"old"}, i == 7 ? "k2" : "k1")));
  EXPECT_EQ(*store->sealing_key(), "");
  const auto changed = store->seal_anew("k2", {"k1"}, [](const SealedProfile& row) -> std::optional<SealedProfile> {
    if (row.person == base::PersonId("p8")) return std::nullopt;   // cannot be read
    auto anew = row;
    anew.key_id = "k2";
    anew.sealed = "anew";
    anew.marks = {"new"};
    return anew;
  });
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, 518);
  EXPECT_EQ(*store->sealing_key(), "k2");
  const auto keys = store->profiles_by_key();
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ((*keys)[0].key_id + std::to_string((*keys)[0].profiles), "k11");
  EXPECT_EQ((*keys)[1].key_id + std::to_string((*keys)[1].profiles), "k2519");
  EXPECT_EQ(store->persons_of_marks({"new"})->size(), 518u);
  EXPECT_EQ((*store->load_sealed(base::PersonId("p8")))->sealed, "sealed of p8");
  EXPECT_CODE(save(profile(kOne, {}, "k1")), Code::store_conflict);
  EXPECT_EQ((*store->load_sealed(kOne))->sealed, "anew");
}

TEST_P(VaultContract, OnlyWhatIsSettledForLongIsForgotten) {
  struct Case {
    const char* person;
    GrantState state;
    std::int64_t changed;
    bool to_board, gone;
  };
  const Case cases[] = {
      {"accepted", GrantState::accepted, 10, true, true},      {"lately", GrantState::accepted, 100, true, false},
      {"rejected", GrantState::rejected, 10, true, false},     {"exported", GrantState::exported, 10, false, false},
      {"unreported", GrantState::issued, 10, false, true},     {"to come", GrantState::issued, 10, true, false},
      {"withdrawn", GrantState::withdrawn, 10, true, true},    {"correcting", GrantState::correcting, 10, true, false},
      {"superseded", GrantState::superseded, 10, false, true}, {"pending", GrantState::pending, 10, true, false},
  };
  for (const Case& one : cases) {
    ASSERT_TRUE(save(profile(base::PersonId(one.person), {one.person})));
    grant(one.person, base::PersonId(one.person), one.state, one.changed, one.to_board);
  }
  ASSERT_TRUE(save(profile(base::PersonId("without"))));
  ASSERT_TRUE(save(profile(base::PersonId("typed lately"), {}, "k1", 90)));
  grant("second", base::PersonId("withdrawn"), GrantState::accepted, 20);
  EXPECT_EQ(*store->forget_settled_profiles(at(50), at(200), 2), 2);
  EXPECT_EQ(*store->forget_settled_profiles(at(50), at(200), 100), 3);
  EXPECT_EQ(*store->forget_settled_profiles(at(50), at(200), 100), 0);
  for (const Case& one : cases) EXPECT_EQ(!*store->load_sealed(base::PersonId(one.person)), one.gone) << one.person;
  EXPECT_FALSE(*store->load_sealed(base::PersonId("without")));
  EXPECT_TRUE(*store->load_sealed(base::PersonId("typed lately")));
  EXPECT_EQ(persons({"accepted"}), "");
  EXPECT_TRUE(*store->load_grant("accepted")) << "the grant stays under the random id";
  EXPECT_EQ(store->vault_accesses(base::PersonId("accepted"), 1)->front().actor.who, "upkeep");
  grant("third", base::PersonId("typed lately"), GrantState::accepted, 10);
  EXPECT_EQ(*store->forget_settled_profiles(at(91), at(200), 100), 1);
}

}  // namespace
}  // namespace preceptor::contract
