// Phrases and cells that several plots share. Internal to this folder.
#pragma once
#include <string>
#include <vector>

#include "core/burden/stats.hpp"
#include "web/charts/chart.hpp"
#include "web/charts/figure.hpp"

namespace preceptor::web::charts {

// Somebody's title within a sentence of ours: isolated where the two may differ in direction.
std::string quoted(const std::string& title, const Messages& words);
// "62 % (95 % interval 48 to 74 %, n = 55)"; the share must have a value.
std::string share_phrase(const burden::Share& share, const Messages& words);
std::string n_phrase(int n, const Messages& words);
// Share in per cent, both ends, n: four cells, empty but for n when there is no value; all empty when there is no share.
void add_share(std::vector<Datum>& row, const std::optional<burden::Share>& share);
// n, lower quartile, median, upper quartile, p90, not measured.
void add_distribution(std::vector<Datum>& row, const std::optional<burden::Distribution>& values, int decimals);
void add_share_heads(std::vector<std::string>& head, const Messages& words);
void add_distribution_heads(std::vector<std::string>& head, const Messages& words);
// 0 to 100 %.
Axis share_axis(const std::string& title, const Messages& words);
// From 0 to at least `high`, in about `count` steps.
Axis amount_axis(double high, int count, int decimals, const std::string& title, const Messages& words);
Dot dot_of(const burden::Share& share, int series);
// The whole figure when nothing may be shown or nothing was measured.
std::string not_shown(const Messages& words);
bool has_value(const std::optional<burden::Share>& share);
bool has_value(const std::optional<burden::Distribution>& values);

}  // namespace preceptor::web::charts
