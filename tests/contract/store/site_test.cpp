#include <algorithm>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using SiteContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(SiteContract);

TEST_P(SiteContract, TheFirstValueOfASiteFactStays) {
  EXPECT_FALSE(*store->site_value("activity_base"));
  EXPECT_EQ(*store->site_value_once("activity_base", "https://one.example"), "https://one.example");
  EXPECT_EQ(*store->site_value_once("activity_base", "https://two.example"), "https://one.example");
  open();
  EXPECT_EQ(**store->site_value("activity_base"), "https://one.example");
}

TEST_P(SiteContract, ALeaseHasOneHolderAndItsFenceGrowsWithEachTakeOver) {
  const auto life = std::chrono::seconds(10);
  const auto first = store->acquire_lease("l", "a", at(0), life);
  ASSERT_TRUE(first && *first);
  EXPECT_FALSE(*store->acquire_lease("l", "b", at(9'999), life)) << "held still";
  const auto renewed = store->acquire_lease("l", "a", at(5'000), life);
  ASSERT_TRUE(renewed && *renewed);
  EXPECT_EQ((*renewed)->fence, (*first)->fence) << "renewing is not a take-over";
  EXPECT_FALSE(*store->acquire_lease("l", "b", at(14'999), life)) << "the renewal counts";
  const auto second = store->acquire_lease("l", "b", at(15'000), life);
  ASSERT_TRUE(second && *second);
  EXPECT_GT((*second)->fence, (*first)->fence);
  EXPECT_FALSE(*store->acquire_lease("l", "a", at(15'001), life));
  ASSERT_TRUE(store->release_lease(**first)) << "releasing what was lost does nothing";
  EXPECT_FALSE(*store->acquire_lease("l", "a", at(15'002), life));
  ASSERT_TRUE(store->release_lease(**second));
  const auto third = store->acquire_lease("l", "a", at(15'003), life);
  ASSERT_TRUE(third && *third);
  EXPECT_GT((*third)->fence, (*second)->fence);
  EXPECT_TRUE(*store->acquire_lease("other", "b", at(15'003), life)) << "leases are apart by name";
}

TEST_P(SiteContract, TheLeasesOfAHolderThatIsGoneEndAtOnceUnderAHigherFence) {
  const auto life = std::chrono::seconds(10);
  const auto first = store->acquire_lease("l", "gone", at(0), life);
  ASSERT_TRUE(first && *first);
  ASSERT_TRUE(*store->acquire_lease("m", "gone", at(0), life));
  ASSERT_TRUE(*store->acquire_lease("n", "here", at(0), life));
  auto holders = store->lease_holders(at(1));
  ASSERT_TRUE(holders);
  std::sort(holders->begin(), holders->end());
  EXPECT_EQ(*holders, (std::vector<std::string>{"gone", "here"}));
  EXPECT_TRUE(store->lease_holders(at(10'000))->empty()) << "what ran out is held by nobody";
  ASSERT_TRUE(store->end_leases("gone"));
  EXPECT_EQ(*store->lease_holders(at(1)), (std::vector<std::string>{"here"}));
  const auto next = store->acquire_lease("l", "new", at(2), life);
  ASSERT_TRUE(next && *next);
  EXPECT_GT((*next)->fence, (*first)->fence);
  EXPECT_FALSE(*store->acquire_lease("n", "new", at(2), life)) << "others keep theirs";
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
