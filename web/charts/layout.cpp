#include "web/charts/layout.hpp"

#include <cmath>

namespace preceptor::web::charts {
namespace {

// Code points, as a guess at width.
double length(const std::string& text) {
  return static_cast<double>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

double legend_width(const Legend& entry) { return 24 + length(entry.label) * kCharacter + 16; }

}  // namespace

std::vector<double> round_ticks(double low, double high, int count) {
  if (!(high > low)) high = low + 1;
  const double raw = (high - low) / std::max(count, 1), power = std::pow(10, std::floor(std::log10(raw)));
  const double share = raw / power;
  const double step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  std::vector<double> ticks;
  // Counted in steps, so that 0.1 + 0.1 + 0.1 does not drift; the last tick is at or above `high`.
  for (double i = std::floor(low / step); ; ++i) {
    ticks.push_back(i * step);
    if (i * step >= high - step * 1e-9) return ticks;
  }
}

double legend_height(const Slot& slot, const std::vector<Legend>& legend) {
  if (legend.empty()) return 0;
  double x = kPad, height = kLineHeight;
  for (const Legend& entry : legend) {
    if (x > kPad && x + legend_width(entry) > width_of(slot)) {
      x = kPad;
      height += kLineHeight;
    }
    x += legend_width(entry);
  }
  return height + 4;
}

void draw_legend(Svg& svg, const Slot& slot, double y, const std::vector<Legend>& legend) {
  double x = kPad;
  y += 14;
  for (const Legend& entry : legend) {
    if (x > kPad && x + legend_width(entry) > width_of(slot)) {
      x = kPad;
      y += kLineHeight;
    }
    if (entry.marked)
      svg.mark(x + 7, y - 4, entry.series);
    else
      svg.box(x, y - 10, 14, 12, entry.series, 0.45);
    svg.text(x + 22, y, Anchor::start, entry.label);
    x += legend_width(entry);
  }
}

void draw_x_axis(Svg& svg, const Axis& axis, const Scale& scale, double top, double y) {
  svg.line(scale.from, y, scale.to, y, Stroke::thin);
  for (const Tick& tick : axis.ticks) {
    const double x = scale(tick.value);
    svg.line(x, top, x, y, Stroke::faint);
    svg.line(x, y, x, y + 4, Stroke::thin);
    // The outer ones end at the edge instead of running over it.
    const Anchor anchor = x - scale.from < 8 ? Anchor::start : scale.to - x < 8 ? Anchor::end : Anchor::middle;
    svg.text(x, y + 18, anchor, tick.label, true);
  }
  svg.text(scale.to, y + 18 + kLineHeight, Anchor::end, axis.title, true);
}

void draw_y_axis(Svg& svg, const Axis& axis, const Scale& scale, double left, double right) {
  svg.line(left, scale.from, left, scale.to, Stroke::thin);
  for (const Tick& tick : axis.ticks) {
    const double y = scale(tick.value);
    svg.line(left, y, right, y, Stroke::faint);
    svg.text(left - 6, y + 4, Anchor::end, tick.label, true);
  }
  svg.text(kPad, scale.to - 12, Anchor::start, axis.title, true);
}

double reference_height(const std::vector<Reference>& references) { return static_cast<double>(references.size()) * kLineHeight; }

void draw_references(Svg& svg, std::vector<Reference> references, const Scale& scale, double top, double bottom, double width) {
  // Ascending, so that a lower line begins beyond the labels above it.
  std::ranges::stable_sort(references, {}, &Reference::value);
  const double first = top - reference_height(references);
  double y = first;
  for (const Reference& reference : references) {
    svg.line(scale(reference.value), y + 6, scale(reference.value), bottom, Stroke::dashed);
    y += kLineHeight;
  }
  // Labels after all lines, whose rims cover what runs behind them.
  y = first;
  for (const Reference& reference : references) {
    const double x = scale(reference.value);
    const bool before = x + 6 + length(reference.label) * kCharacter > width;
    svg.text(x + (before ? -6 : 6), y + 14, before ? Anchor::end : Anchor::start, reference.label);
    y += kLineHeight;
  }
}

}  // namespace preceptor::web::charts
