#include "lti/clock_skew.hpp"

#include <gtest/gtest.h>

namespace preceptor::lti {
namespace {

using base::Milliseconds;

TEST(ClockSkew, IsReadFromTheDateOfAnAnswer) {
  const base::Instant noon = *base::parse_rfc3339("2026-11-25T12:00:00Z");
  const char* date = "Wed, 25 Nov 2026 12:05:00 GMT";
  const struct {
    ports::Headers headers;
    Milliseconds took;
    std::optional<Milliseconds> ahead;
  } rows[] = {
      {{{"Date", date}}, Milliseconds{1000}, Milliseconds{300'000}},
      {{{"date", date}}, Milliseconds{0}, Milliseconds{300'500}},
      {{{"Date", "Wed, 25 Nov 2026 11:59:00 GMT"}}, Milliseconds{1000}, Milliseconds{-60'000}},
      {{{"Date", date}, {"Age", "240"}}, Milliseconds{1000}, Milliseconds{540'000}},   // out of a cache
      {{{"Date", date}, {"Age", "soon"}}, Milliseconds{1000}, std::nullopt},
      {{{"Date", date}, {"Age", "-1"}}, Milliseconds{1000}, std::nullopt},
      {{{"Date", "2026-11-25T12:05:00Z"}}, Milliseconds{1000}, std::nullopt},
      {{}, Milliseconds{1000}, std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(clock_ahead(row.headers, noon, noon + row.took), row.ahead);
}

}  // namespace
}  // namespace preceptor::lti
