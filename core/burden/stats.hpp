// Medians, quantiles, intervals: the one definition of each that every burden figure uses.
#pragma once
#include <optional>
#include <vector>

namespace preceptor::burden {

// Quantile of `sorted` (ascending, not empty) at p in [0, 1]: linear between order statistics, position (n - 1) p
// (type 7 of Hyndman and Fan 1996). The median of an even count is therefore the mean of the middle two.
double quantile(const std::vector<double>& sorted, double p);

// Values of one measure. `missing` counts what was not measured: it is never a 0 and never part of n.
struct Distribution {
  int n = 0, missing = 0;
  // Absent when n = 0; p90 also below kTailNeeds values, where it would be nearly one person's own.
  std::optional<double> q1, median, q3, p90;
  friend bool operator==(const Distribution&, const Distribution&) = default;
};
inline constexpr int kTailNeeds = 10;
Distribution distribution(std::vector<double> values, int missing);

// k of n, with Wilson's score interval. The parts are absent when n = 0. Answers of one person are not independent; where
// they share a figure the interval is a little too narrow.
struct Share {
  int k = 0, n = 0, missing = 0;
  std::optional<double> value, low, high;  // in [0, 1]
  friend bool operator==(const Share&, const Share&) = default;
};
inline constexpr double kZ95 = 1.959963984540054;  // two-sided 95 %
inline constexpr double kZ90 = 1.6448536269514722;
Share share(int k, int n, int missing = 0, double z = kZ95);

// The share itself when n >= least; one without parts and with n = 0 otherwise, so that nothing of a small group is left.
Share hide_small(const Share& share, int least);

// A difference a - b with an interval; the bounds are absent when the samples are too small to have any.
struct Difference {
  int n_a = 0, n_b = 0;
  std::optional<double> value, low, high;
  friend bool operator==(const Difference&, const Difference&) = default;
};
// Of two independent shares: Newcombe 1998, method 10 (both Wilson intervals joined).
Difference difference(const Share& a, const Share& b, double z);
// Of two independent samples: Hodges and Lehmann's shift, the median of all a_i - b_j, with the interval of the
// Mann-Whitney statistic (normal approximation). No interval when its order statistics fall outside.
Difference shift(const std::vector<double>& a, const std::vector<double>& b, double z);

}  // namespace preceptor::burden
