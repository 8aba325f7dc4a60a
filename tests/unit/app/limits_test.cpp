#include "plugin/app/limits.hpp"

#include <gtest/gtest.h>

namespace preceptor::app {
namespace {

using base::from_unix_ms;

int allowed(RateLimit& limit, int tries, std::string_view key, std::int64_t at_ms) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limit.take(key, from_unix_ms(at_ms)) ? 1 : 0;
  return count;
}

TEST(RateLimit, GivesAQuarterAtOnceAndRefillsWithTime) {
  RateLimit limit(120);   // two a second
  EXPECT_EQ(allowed(limit, 100, "a", 0), 30);
  EXPECT_EQ(allowed(limit, 100, "a", 1000), 2);
  EXPECT_EQ(allowed(limit, 100, "a", 3600000), 30) << "never more than a quarter";
}

TEST(RateLimit, KeysAreApart) {
  RateLimit limit(4);
  EXPECT_EQ(allowed(limit, 5, "a", 0), 1);
  EXPECT_EQ(allowed(limit, 5, "b", 0), 1);
}

TEST(RateLimit, ZeroMeansNoLimit) {
  RateLimit limit(0);
  EXPECT_EQ(allowed(limit, 10000, "a", 0), 10000);
}

TEST(RateLimit, AClockThatJumpsBackEarnsNothing) {
  RateLimit limit(120);
  EXPECT_EQ(allowed(limit, 100, "a", 100000), 30);
  EXPECT_EQ(allowed(limit, 100, "a", 0), 0);
  EXPECT_EQ(allowed(limit, 100, "a", 1000), 2) << "time counts again from where the clock is now";
}

TEST(RateLimit, AFloodOfKeysIsForgottenNotKept) {
  RateLimit limit(4);
  for (int i = 0; i < 200000; ++i) EXPECT_TRUE(limit.take("k" + std::to_string(i), from_unix_ms(i)));
}

}  // namespace
}  // namespace preceptor::app
