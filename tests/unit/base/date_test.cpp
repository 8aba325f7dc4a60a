#include "core/base/date.hpp"

#include <gtest/gtest.h>

namespace preceptor::base {
namespace {

TEST(Date, ReadsAndWritesOneForm) {
  for (const char* text : {"2026-11-25", "2024-02-29", "0001-01-01", "9999-12-31"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(format_date(*date), text);
  }
  for (const char* text : {"", "2026-1-5", "2026-02-29", "2026-00-10", "2026-13-01", "2026-11-31", "0000-01-01",
                           "2026/11/25", "2026-11-25T", " 2026-11-25", "-026-11-25", "2026-11-2x"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Date, CountsDaysAndMonths) {
  const auto date = [](const char* text) { return *parse_date(text); };
  EXPECT_EQ(days_between(date("2024-02-28"), date("2024-03-01")), 2);
  EXPECT_EQ(days_between(date("2026-01-01"), date("2025-01-01")), -365);
  EXPECT_EQ(add_months(date("2026-11-25"), 24), date("2028-11-25"));
  EXPECT_EQ(add_months(date("2026-01-31"), 1), date("2026-02-28"));
  EXPECT_EQ(add_months(date("2024-03-31"), -1), date("2024-02-29"));
  EXPECT_EQ(add_months(date("2026-03-31"), -12), date("2025-03-31"));
  EXPECT_EQ(utc_date(*parse_rfc3339("2026-11-25T00:30:00+01:00")), date("2026-11-24"));
  EXPECT_EQ(utc_date(*parse_rfc3339("1969-12-31T23:59:59.999Z")), date("1969-12-31"));
}

}  // namespace
}  // namespace preceptor::base
