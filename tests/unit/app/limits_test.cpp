#include "plugin/app/limits.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(RateLimit, AFloodOfKeysSharesARateAndFreesNobody) {
  RateLimit limit(4);
  EXPECT_EQ(allowed(limit, 5, "early", 0), 1);
  int taken = 0;
  for (int i = 0; i < 60000; ++i) taken += limit.take("k" + std::to_string(i), from_unix_ms(i / 100)) ? 1 : 0;
  EXPECT_EQ(taken, 50000 - 1) << "those who found room; the others share four a minute";
  EXPECT_FALSE(limit.take("early", from_unix_ms(600))) << "over its rate before the flood and after it";
  EXPECT_EQ(allowed(limit, 3, "later", 60'000), 1) << "idle ones made room";
}

TEST(RateLimit, MemoryStaysBoundedWhileAFloodGoesOn) {
  RateLimit limit(4);
  int taken = 0;
  for (int i = 0; i < 200000; ++i) taken += limit.take("k" + std::to_string(i), from_unix_ms(i)) ? 1 : 0;
  EXPECT_GT(taken, 200000 - 20000) << "a thousand new ones a second are within what is kept";
}

TEST(ClientKey, ANetworkOfIpv6IsOneClient) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "-"},
      {"192.0.2.7", "192.0.2.7"},
      {"::ffff:192.0.2.7", "192.0.2.7"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
      {"2001:DB8:1:2::1", "2001:db8:1:2::/64"},
      {"2001:db8:1:3::1", "2001:db8:1:3::/64"},
      {"::1", "::/64"},
      {"a name", "a name"},
  };
  for (const auto& [address, key] : table) EXPECT_EQ(client_key(address), key) << address;
}

}  // namespace
}  // namespace preceptor::app
