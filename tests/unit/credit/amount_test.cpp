#include "core/credit/amount.hpp"

#include <gtest/gtest.h>

namespace preceptor::credit {
namespace {

TEST(Amount, IsWrittenWithoutTrailingZeros) {
  const std::pair<std::int64_t, const char*> cases[] = {{0, "0"}, {5, "0.05"}, {25, "0.25"}, {50, "0.5"}, {100, "1"}, {1075, "10.75"}, {100'000'000, "1000000"}};
  for (const auto& [hundredths, text] : cases) {
    EXPECT_EQ(format(Amount{hundredths}), text);
    EXPECT_EQ(parse_amount(text)->hundredths, hundredths) << text;
  }
}

TEST(Amount, IsReadAsDecimalTextOnly) {
  EXPECT_EQ(parse_amount("0.50")->hundredths, 50);
  EXPECT_EQ(parse_amount("007")->hundredths, 700);
  for (const char* text : {"", ".", ".5", "5.", "0.125", "-1", "+1", "1e2", "0,25", " 1", "1 ", "0x1", "1000000.01", "99999999", "NaN"}) {
    const auto read = parse_amount(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, base::Code::command_arguments);
  }
}

TEST(Amount, RoundsToItsStep) {
  struct {
    std::int64_t from, step;
    Rounding rounding;
    std::int64_t to;
  } const cases[] = {
      {30, 25, Rounding::nearest, 25},   {37, 25, Rounding::nearest, 25},   {38, 25, Rounding::nearest, 50}, {50, 100, Rounding::nearest, 100},
      {49, 100, Rounding::nearest, 0},   {25, 50, Rounding::nearest, 50},   {49, 25, Rounding::down, 25},    {50, 25, Rounding::down, 50},
      {51, 25, Rounding::up, 75},        {50, 25, Rounding::up, 50},        {51, 25, Rounding::none, 51},    {0, 25, Rounding::up, 0},
  };
  for (const auto& c : cases) EXPECT_EQ(round_to({c.from}, {c.step}, c.rounding).hundredths, c.to) << c.from << " by " << c.step;
}

// credit.md 10.1, scenarios 1 to 4.
TEST(Amount, OfMinutesIsExactBeforeItIsRounded) {
  struct {
    int minutes;
    Rounding rounding;
    std::int64_t to;
  } const cases[] = {
      {52, Rounding::nearest, 75}, {53, Rounding::nearest, 100}, {7, Rounding::nearest, 0},  {8, Rounding::nearest, 25}, {5, Rounding::down, 0},
      {14, Rounding::down, 0},     {15, Rounding::down, 25},     {29, Rounding::down, 25},   {30, Rounding::down, 50},   {1, Rounding::up, 25},
      {15, Rounding::up, 25},      {52, Rounding::none, 86},     {-3, Rounding::nearest, 0},
  };
  for (const auto& c : cases) EXPECT_EQ(from_minutes(c.minutes, {25}, c.rounding).hundredths, c.to) << c.minutes;
  EXPECT_EQ(from_minutes(15, {50}, Rounding::nearest).hundredths, 50) << "a tie goes up";
}

TEST(Amount, RoundingsHaveNames) {
  for (const Rounding one : {Rounding::nearest, Rounding::down, Rounding::up, Rounding::none}) EXPECT_EQ(rounding_named(name(one)), one);
  EXPECT_FALSE(rounding_named("sideways"));
}

}  // namespace
}  // namespace preceptor::credit
