#include "core/base/time.hpp"

#include <gtest/gtest.h>

namespace preceptor::base {
namespace {

TEST(Rfc3339, AcceptsAndNormalises) {
  const std::pair<const char*, const char*> cases[] = {
      {"2026-11-22T07:00:00Z", "2026-11-22T07:00:00.000Z"},
      {"2026-11-22T07:00:00.5Z", "2026-11-22T07:00:00.500Z"},
      {"2026-11-22T07:00:00.123Z", "2026-11-22T07:00:00.123Z"},
      {"2026-11-22T07:00:00.123999999Z", "2026-11-22T07:00:00.123Z"},
      {"2026-11-22T07:00:00+00:00", "2026-11-22T07:00:00.000Z"},
      {"2026-11-22T07:00:00+05:30", "2026-11-22T01:30:00.000Z"},
      {"2026-11-22T20:00:00-08:00", "2026-11-23T04:00:00.000Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
      {"2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"2026-11-22t07:00:00z", "2026-11-22T07:00:00.000Z"},  // RFC 3339 5.6: either case
  };
  for (const auto& [text, expected] : cases) {
    const auto at = parse_rfc3339(text);
    ASSERT_TRUE(at) << text << ": " << at.error().detail;
    EXPECT_EQ(format_rfc3339(*at), expected) << text;
  }
}

TEST(Rfc3339, Refuses) {
  const std::string_view cases[] = {
      "",
      "2026-11-22",                 // date only
      "20261122T070000Z",           // basic format
      "2026-11-22T07:00:00",        // no zone
      "2026-11-22 07:00:00Z",       // no T
      "2026-11-22T07:00Z",          // no seconds
      "2026-11-22T07:00:00-00:00",  // unknown local time
      "2026-11-22T07:00:00-0000",
      "2026-11-22T07:00:00-00",
      "2026-11-22T07:00:00+0100",
      "2026-11-22T07:00:00+01",
      "2026-11-22T07:00:00+24:00",
      "2026-11-22T07:00:00+01:60",
      "2026-02-30T07:00:00Z",  // not in the calendar
      "2023-02-29T07:00:00Z",
      "1900-02-29T07:00:00Z",
      "2026-13-01T07:00:00Z",
      "2026-00-01T07:00:00Z",
      "2026-11-00T07:00:00Z",
      "2026-11-22T24:00:00Z",
      "2026-11-22T07:60:00Z",
      "2026-12-31T23:59:60Z",  // leap second
      "2026-11-22T07:00:00.Z",
      "2026-11-22T07:00:00,5Z",
      "2026-11-22T07:00:00ZZ",
      "2026-11-22T07:00:00Z ",
      " 2026-11-22T07:00:00Z",
      "2026-11-22T07:00:00+01:00Z",
      "0000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+01:00",  // year 0 in UTC
      "9999-12-31T23:59:59-01:00",  // year 10000 in UTC
      "+2026-11-22T07:00:00Z",
      "12026-11-22T07:00:00Z",
      "26-11-22T07:00:00Z",
      "2026-W47-7T07:00:00Z",
      "2026-326T07:00:00Z",
  };
  for (const auto text : cases) {
    const auto at = parse_rfc3339(text);
    ASSERT_FALSE(at) << text;
    EXPECT_EQ(at.error().code, Code::json_malformed);
    EXPECT_FALSE(at.error().detail.empty());
  }
}

TEST(Rfc3339, RefusesEmbeddedNul) {
  EXPECT_FALSE(parse_rfc3339(std::string_view("2026-11-22T07:00:00Z\0", 21)));
}

TEST(Rfc3339, UnixMillisecondsRoundTrip) {
  for (std::int64_t ms : {0LL, 1LL, -1LL, 1795345600123LL, -62135596800000LL}) {
    EXPECT_EQ(to_unix_ms(from_unix_ms(ms)), ms);
    EXPECT_EQ(to_unix_ms(*parse_rfc3339(format_rfc3339(from_unix_ms(ms)))), ms);
  }
}

TEST(IsoDuration, Accepts) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"PT0S", 0},
      {"PT1S", 1000},
      {"PT1.5S", 1500},
      {"PT0.01S", 10},
      {"PT3M12.25S", 192250},
      {"PT2M", 120000},
      {"PT1H", 3600000},
      {"P1D", 86400000},
      {"P1W", 604800000},
      {"P1Y", 31536000000},
      {"P1M", 2592000000},
      {"P1DT1H1M1S", 90061000},
      {"P1Y2M3DT4H5M6.7S", 31536000000 + 2 * 2592000000 + 3 * 86400000 + 14706700},
      {"PT90M", 5400000},
      {"PT1H1S", 3601000}};
  for (const auto& [text, ms] : cases) {
    const auto duration = parse_iso_duration(text);
    ASSERT_TRUE(duration) << text << ": " << duration.error().detail;
    EXPECT_EQ(duration->count(), ms) << text;
  }
}

TEST(IsoDuration, Refuses) {
  for (const char* text : {"",
                           "P",
                           "PT",
                           "T1S",
                           "1S",
                           "P1",
                           "PT1",
                           "P4W1D",
                           "P1DT",
                           "P1.5D",
                           "PT1.5M",
                           "PT0.5H",
                           "PT1,5S",
                           "-PT1S",
                           "P-1D",
                           "PT1.S",
                           "PT.5S",
                           "PT1S1M",
                           "PT1S1S",
                           "P1D1Y",
                           "P1S",
                           "PT1D",
                           "PT1Y",
                           "pt1s",
                           "PT1S ",
                           " PT1S",
                           "P1WT1S",
                           "P1.5W",
                           "P1YT",
                           "P0001-01-01T00:00:00",
                           "PT99999999999999999999S",
                           "P9223372036854775807Y",
                           "PT1.5.5S"}) {
    EXPECT_FALSE(parse_iso_duration(text)) << text;
  }
}

TEST(Young, IsWhatLiesAtMostItsLifeBackAndNothingAhead) {
  const Instant now = from_unix_ms(1'000'000);
  const std::pair<std::int64_t, bool> cases[] = {{0, true}, {1, true}, {999, true}, {1000, false}, {5000, false}, {-1, false}, {-86'400'000, false}};
  for (const auto& [age, young] : cases) EXPECT_EQ(is_young(now - Milliseconds(age), now, Milliseconds(1000)), young) << age;
  EXPECT_FALSE(is_young(now, now, Milliseconds(0)));
}

TEST(IsoDuration, Formats) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "PT0S"},      {9, "PT0S"},       {10, "PT0.01S"},          {500, "PT0.5S"},     {192250, "PT3M12.25S"},
      {120000, "PT2M"}, {3600000, "PT1H"}, {3661990, "PT1H1M1.99S"}, {90000000, "PT25H"}, {-5, "PT0S"},
      {1999, "PT1.99S"}};
  for (const auto& [ms, text] : cases) EXPECT_EQ(format_iso_duration(Milliseconds(ms)), text);
}

}  // namespace
}  // namespace preceptor::base
