#include "core/burden/period.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace preceptor::burden {
namespace {

base::Instant day(const char* text) { return *base::parse_rfc3339(std::string(text) + "T00:00:00Z"); }

TEST(Period, MonthsCloseByThemselvesAndEarlierOnesWhenTheyWereClosed) {
  EXPECT_EQ(month_of(*base::parse_rfc3339("2026-11-26T09:30:00Z")), day("2026-11-01"));
  EXPECT_EQ(month_of(day("2026-11-26"), 2), day("2027-01-01"));
  const auto ends = period_ends(day("2026-09-10"), day("2026-11-05"), {day("2026-09-20"), day("2026-09-01"), day("2026-12-01")});
  EXPECT_EQ(ends, (std::vector<base::Instant>{day("2026-09-20"), day("2026-10-01"), day("2026-11-01")}));
  EXPECT_EQ(period_of(ends, day("2026-09-19")), 0);
  EXPECT_EQ(period_of(ends, day("2026-09-20")), 1) << "an end belongs to what comes after it";
  EXPECT_EQ(period_of(ends, day("2026-10-31")), 2);
  EXPECT_FALSE(period_of(ends, day("2026-11-02")));
}

std::vector<AttemptObservation> people(std::initializer_list<std::pair<std::optional<CareerStage>, int>> groups) {
  std::vector<AttemptObservation> made;
  for (const auto& [stage, count] : groups)
    for (int i = 0; i < count; ++i) {
      auto& one = made.emplace_back();
      one.person = "p" + std::to_string(made.size());
      one.where.stage = stage;
    }
  return made;
}
int with(const std::vector<AttemptObservation>& attempts, std::optional<CareerStage> stage) {
  return static_cast<int>(std::ranges::count_if(attempts, [&](const auto& a) { return a.where.stage == stage; }));
}

TEST(Period, StagesThatAreFewGoTogetherWithThoseWithoutOne) {
  auto enough = people({{CareerStage::trainee, 20}, {CareerStage::years_0_5, 10}});
  merge_thin_stages(enough);
  EXPECT_EQ(with(enough, CareerStage::trainee), 20);
  EXPECT_EQ(with(enough, CareerStage::years_0_5), 10);
  auto few = people({{CareerStage::trainee, 20}, {CareerStage::years_0_5, 9}, {CareerStage::years_6_10, 3}});
  merge_thin_stages(few);
  EXPECT_EQ(with(few, std::nullopt), 12);
  EXPECT_EQ(with(few, CareerStage::trainee), 20);
  auto lonely = people({{CareerStage::trainee, 20}, {CareerStage::years_0_5, 11}, {std::nullopt, 2}});
  merge_thin_stages(lonely);
  EXPECT_EQ(with(lonely, std::nullopt), 13) << "two without a stage would stand alone: the smallest stage joins them";
  EXPECT_EQ(with(lonely, CareerStage::trainee), 20);
}

}  // namespace
}  // namespace preceptor::burden
