#include "core/burden/stats.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace preceptor::burden {
namespace {

TEST(Quantile, SmallTables) {
  EXPECT_DOUBLE_EQ(quantile({7}, 0.9), 7);
  EXPECT_DOUBLE_EQ(quantile({1, 2}, 0.5), 1.5);
  EXPECT_DOUBLE_EQ(quantile({1, 2, 3, 4}, 0.25), 1.75);  // R: quantile(1:4, .25, type = 7)
  EXPECT_DOUBLE_EQ(quantile({1, 2, 3, 4}, 1), 4);
  EXPECT_DOUBLE_EQ(quantile({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.9), 9.1);
}

// The definition read backwards: the value v at which the piecewise linear function through ((i)/(n-1), x_i) has height p.
TEST(Quantile, AgreesWithInterpolationOverThePlottingPositions) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(2 + random() % 30);
    for (double& value : values) value = static_cast<double>(random() % 1000);
    std::ranges::sort(values);
    for (const double p : {0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0}) {
      double expected = values.back();
      for (std::size_t i = 1; i < values.size(); ++i) {
        const double left = static_cast<double>(i - 1) / static_cast<double>(values.size() - 1);
        const double right = static_cast<double>(i) / static_cast<double>(values.size() - 1);
        if (p < left || p > right) continue;
        expected = values[i - 1] * (right - p) / (right - left) + values[i] * (p - left) / (right - left);
        break;
      }
      EXPECT_NEAR(quantile(values, p), expected, 1e-9);
    }
  }
}

TEST(Distribution, NothingMeasuredIsNotZero) {
  const Distribution none = distribution({}, 4);
  EXPECT_EQ(none.n, 0);
  EXPECT_EQ(none.missing, 4);
  EXPECT_FALSE(none.median.has_value());
  EXPECT_EQ(distribution({0, 0}, 0).median, 0.0);  // a measured 0 is one
}

TEST(Distribution, NinetiethPercentileNeedsTen) {
  EXPECT_FALSE(distribution(std::vector<double>(9, 1), 0).p90.has_value());
  EXPECT_TRUE(distribution(std::vector<double>(10, 1), 0).p90.has_value());
}

TEST(Share, WilsonAsPublished) {
  // Newcombe 1998, table I: 81/263 and 15/148, method 3; 0/20 and 1/29.
  struct Row {
    int k, n;
    double low, high;
  };
  for (const Row& row : {Row{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}}) {
    const Share made = share(row.k, row.n);
    EXPECT_NEAR(*made.low, row.low, 0.00006) << row.k;
    EXPECT_NEAR(*made.high, row.high, 0.00006) << row.k;
  }
  EXPECT_FALSE(share(0, 0).value.has_value());
}

// The interval's ends are where the score test just does not refuse: |k/n - p| = z sqrt(p (1 - p) / n).
TEST(Share, EndsSolveTheScoreEquation) {
  for (int n = 1; n <= 40; ++n)
    for (int k = 0; k <= n; ++k)
      for (const double z : {kZ95, kZ90}) {
        const Share made = share(k, n, 0, z);
        for (const double p : {*made.low, *made.high}) {
          if (p == 0 || p == 1) continue;
          EXPECT_NEAR(std::abs(static_cast<double>(k) / n - p), z * std::sqrt(p * (1 - p) / n), 1e-9);
        }
        EXPECT_LE(*made.low, *made.value);
        EXPECT_GE(*made.high, *made.value);
      }
}

TEST(Difference, NewcombeAsPublished) {
  // Newcombe 1998 (differences), table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 0/10 - 0/10.
  struct Row {
    int k1, n1, k2, n2;
    double value, low, high;
  };
  for (const Row& r : {Row{56, 70, 48, 80, 0.2, 0.0524, 0.3339}, {9, 10, 3, 10, 0.6, 0.1705, 0.8090}, {0, 10, 0, 10, 0, -0.2775, 0.2775}}) {
    const Difference made = difference(share(r.k1, r.n1), share(r.k2, r.n2), kZ95);
    EXPECT_NEAR(*made.value, r.value, 1e-9);
    EXPECT_NEAR(*made.low, r.low, 0.00006);
    EXPECT_NEAR(*made.high, r.high, 0.00006);
  }
  EXPECT_FALSE(difference(share(1, 2), Share{}, kZ95).value.has_value());
}

// The interval by inversion: the shifts d at which the Mann-Whitney statistic of (a - d, b) is not refused.
TEST(Shift, BoundsAreWhereTheRankTestTurns) {
  std::mt19937 random(3);
  for (int round = 0; round < 30; ++round) {
    std::vector<double> a(8 + random() % 8), b(8 + random() % 8);
    for (double& x : a) x = static_cast<double>(random() % 100000) / 7;
    for (double& x : b) x = static_cast<double>(random() % 100000) / 7 + 2000;
    const Difference made = shift(a, b, kZ90);
    const auto wins = [&](double d) {  // pairs with a - b > d
      int count = 0;
      for (const double x : a)
        for (const double y : b) count += x - y > d ? 1 : 0;
      return count;
    };
    const double pairs = static_cast<double>(a.size() * b.size());
    const double least = pairs / 2 - kZ90 * std::sqrt(pairs * static_cast<double>(a.size() + b.size() + 1) / 12);
    EXPECT_EQ(wins(*made.high), static_cast<int>(std::floor(least)) - 1);
    EXPECT_EQ(wins(*made.low), static_cast<int>(pairs) - static_cast<int>(std::floor(least)));
    EXPECT_NEAR(wins(*made.value), pairs / 2, 1.0);
  }
}

TEST(Shift, TooFewHaveNoInterval) {
  const Difference made = shift({1, 2}, {3, 4}, kZ90);
  EXPECT_EQ(made.value, -2.0);
  EXPECT_FALSE(made.low.has_value());
  EXPECT_FALSE(shift({}, {1}, kZ90).value.has_value());
}

TEST(HideSmall, LeavesNothing) {
  EXPECT_EQ(hide_small(share(1, 4), 5), Share{});
  EXPECT_EQ(hide_small(share(1, 5), 5), share(1, 5));
}

}  // namespace
}  // namespace preceptor::burden
