// What was counted every ten minutes, as the stretches that a page shows.
#include <gtest/gtest.h>

#include "web/pipelines/delivery_history.hpp"

namespace preceptor::web::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

base::Instant instant(const std::string& text) {
  const auto at = base::parse_rfc3339(text);
  EXPECT_TRUE(at) << text;
  return at ? *at : base::Instant{};
}

TEST(DeliveryBuckets, BeginAtWholeHoursAndTheLastIsUnderWay) {
  const auto buckets = delivery_buckets({}, instant("2026-09-21T13:25:00Z"), hours(1), 24);
  ASSERT_EQ(buckets.size(), 24u);
  EXPECT_EQ(buckets.front().from, instant("2026-09-20T14:00:00Z"));
  EXPECT_EQ(buckets.back().from, instant("2026-09-21T13:00:00Z"));
  for (const auto& one : buckets) EXPECT_FALSE(one.waiting) << "what was not counted is not 0";
  const auto week = delivery_buckets({}, instant("2026-09-21T13:25:00Z"), hours(6), 28);
  EXPECT_EQ(week.front().from, instant("2026-09-14T18:00:00Z"));
  EXPECT_EQ(week.back().from, instant("2026-09-21T12:00:00Z"));
}

TEST(DeliveryBuckets, KeepTheMostThatWaitedAndSumTheRest) {
  const base::Instant now = instant("2026-09-21T13:25:00Z");
  StoreHistory history;
  history.samples = {{instant("2026-09-20T13:59:00Z"), 999, 9, 9, 9},    // before the first bucket
                     {instant("2026-09-21T12:10:00Z"), 7, 100, 1, 2},
                     {instant("2026-09-21T12:20:00Z"), 30, 50, 0, 3},
                     {instant("2026-09-21T13:00:00Z"), 4, 60, 0, 0},     // counts what came before the hour
                     {instant("2026-09-21T13:10:00Z"), 0, 8, 0, 0},
                     {now + minutes(5), 500, 5, 5, 5}};                  // a clock that was set back
  const auto buckets = delivery_buckets(history, now, hours(1), 24);
  const auto& last = buckets[23];
  const auto& before = buckets[22];
  EXPECT_EQ(before.waiting, 30);
  EXPECT_EQ(before.delivered, 210);
  EXPECT_EQ(before.refused, 1);
  EXPECT_EQ(before.again, 5);
  EXPECT_EQ(last.waiting, 0) << "counted, and nothing waited";
  EXPECT_EQ(last.delivered, 8);
  EXPECT_FALSE(buckets[21].waiting);
  EXPECT_FALSE(buckets[0].waiting);
}

}  // namespace
}  // namespace preceptor::web::testing
