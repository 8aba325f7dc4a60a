#include <algorithm>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using SiteContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(SiteContract);

constexpr base::Milliseconds kSomeLease{30'000};

TEST_P(SiteContract, TheFirstValueOfASiteFactStays) {
  EXPECT_FALSE(*store->site_value("activity_base"));
  EXPECT_EQ(*store->site_value_once("activity_base", "https://one.example"), "https://one.example");
  EXPECT_EQ(*store->site_value_once("activity_base", "https://two.example"), "https://one.example");
  open();
  EXPECT_EQ(**store->site_value("activity_base"), "https://one.example");
}

TEST_P(SiteContract, ALeaseHasOneHolderAndItsFenceGrowsWithEachTakeOver) {
  const auto first = lease("l", "a");
  EXPECT_FALSE(*store->acquire_lease("l", "b", clock.now(), kSomeLease)) << "held still";
  EXPECT_EQ(lease("l", "a").fence, first.fence) << "renewing is not a take-over";
  EXPECT_FALSE(*store->acquire_lease("l", "b", clock.now(), kSomeLease));
  let_run_out("l");
  EXPECT_EQ(lease("l", "a").fence, first.fence) << "nobody else has had it";
  let_run_out("l");
  const auto second = lease("l", "b");
  EXPECT_GT(second.fence, first.fence);
  EXPECT_FALSE(*store->acquire_lease("l", "a", clock.now(), kSomeLease));
  ASSERT_TRUE(store->release_lease(first)) << "releasing what was lost does nothing";
  EXPECT_FALSE(*store->acquire_lease("l", "a", clock.now(), kSomeLease));
  ASSERT_TRUE(store->release_lease(second));
  const auto third = lease("l", "a");
  EXPECT_GT(third.fence, second.fence);
  EXPECT_TRUE(*store->acquire_lease("other", "b", clock.now(), kSomeLease)) << "leases are apart by name";
}

TEST_P(SiteContract, TheLeasesOfAHolderThatIsGoneEndAtOnceUnderAHigherFence) {
  const auto first = lease("l", "gone");
  lease("m", "gone");
  lease("n", "here");
  auto holders = store->lease_holders(clock.now());
  ASSERT_TRUE(holders);
  std::sort(holders->begin(), holders->end());
  EXPECT_EQ(*holders, (std::vector<std::string>{"gone", "here"}));
  ASSERT_TRUE(store->end_leases("gone"));
  EXPECT_EQ(*store->lease_holders(clock.now()), (std::vector<std::string>{"here"}));
  EXPECT_GT(lease("l", "new").fence, first.fence);
  EXPECT_FALSE(*store->acquire_lease("n", "new", clock.now(), kSomeLease)) << "others keep theirs";
  let_run_out("l");
  let_run_out("n");
  EXPECT_TRUE(store->lease_holders(clock.now())->empty()) << "what ran out is held by nobody";
}

TEST_P(SiteContract, TheDiaryKeepsTheNewestTenThousand) {
  ports::DiaryEntry entry;
  entry.at = at(1);
  entry.code = "L-AAAA";
  entry.step = "launch";
  entry.registration = "r";
  entry.reason = "launch.nonce_replayed";
  entry.detail = std::string(499, 'd') + "\xc3\xa9";  // the last character would end at byte 501
  entry.expected = "x";
  entry.received = "y";
  entry.checks = "state,nonce";
  ASSERT_TRUE(store->write_diary(entry));
  engine->rows("WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO diary SELECT i, 0, 'L-' || i, 'login', "
               "'', 'ok', '', '', '', '' FROM n");
  const auto one = store->recent_diary(20'000);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->size(), 10'000u);
  const auto& kept = one->back();
  EXPECT_EQ(kept.code, "L-AAAA");
  EXPECT_EQ(kept.detail, std::string(499, 'd'));
  EXPECT_EQ(kept.reason, "launch.nonce_replayed");
  EXPECT_EQ(kept.expected + kept.received + kept.checks + kept.step + kept.registration, "xystate,noncelaunchr");
  EXPECT_EQ(kept.at, at(1));
  entry.code = "L-BBBB";
  ASSERT_TRUE(store->write_diary(entry));
  const auto two = store->recent_diary(20'000);
  ASSERT_EQ(two->size(), 10'000u);
  EXPECT_EQ(two->front().code, "L-BBBB");
  EXPECT_EQ(two->back().code, "L-2");
  EXPECT_EQ(store->recent_diary(3)->size(), 3u);
}

}  // namespace
}  // namespace preceptor::contract
