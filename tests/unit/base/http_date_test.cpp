#include "core/base/http_date.hpp"

#include <gtest/gtest.h>

namespace preceptor::base {
namespace {

TEST(HttpDate, OneFormIsRead) {
  const auto at = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(at);
  EXPECT_EQ(format_rfc3339(*at), "1994-11-06T08:49:37.000Z");
  for (const char* other : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT",
                            "Sun, 06 Non 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", " Sun, 06 Nov 1994 08:49:37 GMT"})
    EXPECT_FALSE(parse_http_date(other)) << other;
}

}  // namespace
}  // namespace preceptor::base
