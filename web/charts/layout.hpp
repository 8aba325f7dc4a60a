// Measures shared by the layouts of chart.hpp. Internal to this folder.
#pragma once
#include <algorithm>

#include "web/charts/chart.hpp"

namespace preceptor::web::charts {

inline constexpr double kPad = 10;        // around everything
inline constexpr double kLineHeight = 20; // of text
inline constexpr double kCharacter = 7.2; // an average glyph of kTextSize in the system fonts

// How many average glyphs fit.
inline std::size_t room(double width) { return static_cast<std::size_t>(std::max(4.0, width / kCharacter)); }

// From values to pixels.
struct Scale {
  double low, high, from, to;
  double operator()(double value) const {
    const double share = high > low ? (std::clamp(value, low, high) - low) / (high - low) : 0;
    return from + share * (to - from);
  }
};

inline int width_of(const Slot& slot) { return std::max(slot.width, kNarrowest); }
// Height of the legend's lines; 0 without one.
double legend_height(const Slot& slot, const std::vector<Legend>& legend);
// Draws it from `y` down.
void draw_legend(Svg& svg, const Slot& slot, double y, const std::vector<Legend>& legend);
// Line, ticks with grid lines up to `top`, labels and title below `y`.
void draw_x_axis(Svg& svg, const Axis& axis, const Scale& scale, double top, double y);
void draw_y_axis(Svg& svg, const Axis& axis, const Scale& scale, double left, double right);
inline constexpr double kAxisHeight = 2 * kLineHeight + 6;
// Dashed lines from `top` to `bottom` with their labels in rows above `top`; reference_height() tells how much they need.
double reference_height(const std::vector<Reference>& references);
void draw_references(Svg& svg, std::vector<Reference> references, const Scale& scale, double top, double bottom, double width);

}  // namespace preceptor::web::charts
