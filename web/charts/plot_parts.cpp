#include "web/charts/plot_parts.hpp"

#include <algorithm>

namespace preceptor::web::charts {

std::string quoted(const std::string& title, const Messages& words) {
  const bool plain = std::ranges::all_of(title, [](char c) { return (c & 0x80) == 0; });
  return plain && !words.right_to_left() ? title : isolated(title);
}

std::string share_phrase(const burden::Share& share, const Messages& words) {
  return words.text("chart.share", {{"share", per_cent(*share.value, words)},
                                    {"low", per_cent(*share.low, words)},
                                    {"high", per_cent(*share.high, words)},
                                    {"n", std::to_string(share.n)}});
}

std::string n_phrase(int n, const Messages& words) { return words.text("chart.n", {{"n", std::to_string(n)}}); }

void add_share(std::vector<Datum>& row, const std::optional<burden::Share>& share) {
  const auto part = [](const std::optional<double>& value) {
    return Datum::of(value ? std::optional(*value * 100) : std::nullopt, 1);
  };
  const burden::Share none;
  const burden::Share& from = share ? *share : none;
  for (const auto& value : {from.value, from.low, from.high}) row.push_back(part(value));
  row.push_back(Datum::of(share ? std::optional<double>(share->n) : std::nullopt, 0));
}

void add_distribution(std::vector<Datum>& row, const std::optional<burden::Distribution>& values, int decimals) {
  const burden::Distribution none;
  const burden::Distribution& from = values ? *values : none;
  row.push_back(Datum::of(values ? std::optional<double>(values->n) : std::nullopt, 0));
  for (const auto& value : {from.q1, from.median, from.q3, from.p90}) row.push_back(Datum::of(value, decimals));
  row.push_back(Datum::of(values ? std::optional<double>(values->missing) : std::nullopt, 0));
}

void add_share_heads(std::vector<std::string>& head, const Messages& words) {
  for (const std::string& text : {words.text("chart.column_share"), words.text("chart.column_low"),
                                  words.text("chart.column_high"), words.text("chart.column_n")})
    head.push_back(text);
}

void add_distribution_heads(std::vector<std::string>& head, const Messages& words) {
  for (const std::string& text : {words.text("chart.column_n"), words.text("chart.column_q_one"), words.text("chart.median"),
                                  words.text("chart.column_q_three"), words.text("chart.ninety"), words.text("chart.column_missing")})
    head.push_back(text);
}

Axis share_axis(const std::string& title, const Messages& words) {
  Axis axis{0, 1, {}, title};
  for (const double value : {0.0, 0.25, 0.5, 0.75, 1.0}) axis.ticks.push_back({value, per_cent(value, words)});
  return axis;
}

Axis amount_axis(double high, int count, int decimals, const std::string& title, const Messages& words) {
  Axis axis{0, 1, {}, title};
  for (const double value : round_ticks(0, high, count)) axis.ticks.push_back({value, shown_number(value, decimals, words)});
  axis.high = axis.ticks.back().value;
  return axis;
}

Dot dot_of(const burden::Share& share, int series) { return {share.value.value_or(0), series, share.low, share.high}; }

std::string not_shown(const Messages& words) { return words.text("chart.not_shown"); }

bool has_value(const std::optional<burden::Share>& share) { return share && share->value; }
bool has_value(const std::optional<burden::Distribution>& values) { return values && values->median; }

}  // namespace preceptor::web::charts
