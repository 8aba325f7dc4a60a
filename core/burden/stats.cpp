#include "core/burden/stats.hpp"

#include <algorithm>
#include <cmath>

namespace preceptor::burden {

double quantile(const std::vector<double>& sorted, double p) {
  const double position = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Distribution distribution(std::vector<double> values, int missing) {
  Distribution made{static_cast<int>(values.size()), missing, {}, {}, {}, {}};
  if (values.empty()) return made;
  std::ranges::sort(values);
  made.q1 = quantile(values, 0.25);
  made.median = quantile(values, 0.5);
  made.q3 = quantile(values, 0.75);
  if (made.n >= kTailNeeds) made.p90 = quantile(values, 0.9);
  return made;
}

Share share(int k, int n, int missing, double z) {
  Share made{k, n, missing, {}, {}, {}};
  if (n <= 0) return made;
  const double count = n, p = k / count, z2 = z * z;
  const double centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const double half = z / (1 + z2 / count) * std::sqrt(p * (1 - p) / count + z2 / (4 * count * count));
  made.value = p;
  // Exact at the ends, where rounding would leave 1e-17 or 1 + 1e-16.
  made.low = k == 0 ? 0 : std::max(0.0, centre - half);
  made.high = k == n ? 1 : std::min(1.0, centre + half);
  return made;
}

Share hide_small(const Share& share, int least) { return share.n >= least ? share : Share{}; }

Difference difference(const Share& a, const Share& b, double z) {
  Difference made{a.n, b.n, {}, {}, {}};
  if (a.n <= 0 || b.n <= 0) return made;
  // The shares may carry intervals of another level.
  const Share first = share(a.k, a.n, 0, z), second = share(b.k, b.n, 0, z);
  const double d = *first.value - *second.value;
  made.value = d;
  made.low = d - std::hypot(*first.value - *first.low, *second.high - *second.value);
  made.high = d + std::hypot(*first.high - *first.value, *second.value - *second.low);
  return made;
}

Difference shift(const std::vector<double>& a, const std::vector<double>& b, double z) {
  Difference made{static_cast<int>(a.size()), static_cast<int>(b.size()), {}, {}, {}};
  if (a.empty() || b.empty()) return made;
  std::vector<double> all;
  all.reserve(a.size() * b.size());
  for (const double x : a)
    for (const double y : b) all.push_back(x - y);
  std::ranges::sort(all);
  made.value = quantile(all, 0.5);
  const auto m = static_cast<double>(a.size()), n = static_cast<double>(b.size());
  const double rank = std::floor(m * n / 2 - z * std::sqrt(m * n * (m + n + 1) / 12));
  if (rank < 1) return made;
  const auto from_end = static_cast<std::size_t>(rank);  // the rank-th smallest and the rank-th largest
  made.low = all[from_end - 1];
  made.high = all[all.size() - from_end];
  return made;
}

}  // namespace preceptor::burden
