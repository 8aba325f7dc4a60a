// Charts with two axes: histogram, scatter, lines; and the heat map.
#include "web/charts/layout.hpp"

namespace preceptor::web::charts {
namespace {

constexpr double kPlot = 200;     // height of the plane
constexpr double kYLabels = 46;   // room for the y axis' labels

Slot widened(const Slot& slot) {
  Slot own = slot;
  own.width = width_of(slot);
  return own;
}

// The common plane of scatter and lines: axes drawn, scales returned.
struct Plane {
  Slot slot;
  Scale x, y;
  Svg svg;
};
Plane plane(const Slot& slot, const Heading& heading, const Axis& x, const Axis& y) {
  Slot own = widened(slot);
  const double top = legend_height(own, heading.legend) + kLineHeight + 10, bottom = top + kPlot;
  Plane made{own, {x.low, x.high, kPad + kYLabels, own.width - kPad}, {y.low, y.high, bottom, top}, Svg(own, bottom + kAxisHeight)};
  draw_legend(made.svg, own, 0, heading.legend);
  draw_x_axis(made.svg, x, made.x, top, bottom);
  draw_y_axis(made.svg, y, made.y, made.x.from, made.x.to);
  return made;
}

void draw_cell(Svg& svg, double x, double y, double width, std::optional<double> value, const std::string& label) {
  constexpr double height = 40;
  if (value) svg.box(x, y, width, height, 0, 0.05 + 0.4 * std::clamp(*value, 0.0, 1.0));
  svg.text(x + width / 2, y + 20, Anchor::middle, shorten(label, room(width)));
  // Length says the same as the colour, for those who do not see it.
  if (value && *value > 0) svg.box(x + 4, y + height - 10, (width - 8) * std::min(*value, 1.0), 6, 0);
}

}  // namespace

std::string histogram(const Slot& slot, const Heading& heading, const Axis& axis, const std::vector<int>& counts,
                      const std::vector<Reference>& references) {
  const Slot own = widened(slot);
  const double top = legend_height(own, heading.legend) + reference_height(references) + kLineHeight, bottom = top + kPlot * 0.7;
  Svg svg(own, bottom + kAxisHeight);
  const Scale x{axis.low, axis.high, kPad, own.width - kPad};
  const int most = counts.empty() ? 1 : std::max(1, *std::ranges::max_element(counts));
  const Scale y{0, static_cast<double>(most), bottom, top};
  draw_legend(svg, own, 0, heading.legend);
  draw_x_axis(svg, axis, x, top, bottom);
  const double bin = (axis.high - axis.low) / static_cast<double>(std::max<std::size_t>(counts.size(), 1));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const double from = x(axis.low + bin * static_cast<double>(i)), to = x(axis.low + bin * static_cast<double>(i + 1));
    svg.box(from + 1, y(counts[i]), to - from - 2, bottom - y(counts[i]), 0, 0.6);
    const std::string count = std::to_string(counts[i]);
    if (to - from >= static_cast<double>(count.size()) * kCharacter) svg.text((from + to) / 2, y(counts[i]) - 4, Anchor::middle, count, true);
  }
  draw_references(svg, references, x, top - kLineHeight, bottom, own.width);
  return svg.finish(heading.title, heading.description);
}

std::string scatter(const Slot& slot, const Heading& heading, const Axis& x, const Axis& y, const std::vector<Point>& points) {
  Plane made = plane(slot, heading, x, y);
  for (const Point& point : points) {
    const double at = made.x(point.x);
    if (point.low && point.high) made.svg.line(at, made.y(*point.low), at, made.y(*point.high), Stroke::thin);
    made.svg.mark(at, made.y(point.y), 0);
  }
  // Labels last, so that no range runs through a later one.
  for (const Point& point : points) {
    const double at = made.x(point.x);
    const bool before = at > (made.x.from + made.x.to) / 2;
    const std::string label = shorten(point.label, room((made.x.to - made.x.from) / 2 - 12));
    made.svg.text(at + (before ? -10 : 10), made.y(point.y) - 4, before ? Anchor::end : Anchor::start, label);
  }
  return made.svg.finish(heading.title, heading.description);
}

std::string line_chart(const Slot& slot, const Heading& heading, const Axis& x, const Axis& y, const std::vector<Line>& lines) {
  Plane made = plane(slot, heading, x, y);
  for (const Line& line : lines) {
    std::vector<std::pair<double, double>> points;
    for (const auto& [at, value] : line.points) points.emplace_back(made.x(at), made.y(value));
    made.svg.path(points, line.series);
  }
  return made.svg.finish(heading.title, heading.description);
}

std::string heat_map(const Slot& slot, const Heading& heading, const Heat& heat) {
  const Slot own = widened(slot);
  constexpr double kCell = 40, kRow = kLineHeight + kCell + 8;
  const double columns = static_cast<double>(std::max<std::size_t>(heat.columns.size(), 1));
  const double width = (own.width - 2 * kPad) / columns;
  // Where the columns' names do not fit side by side, each gets a line of its own and its number stands for it.
  const bool narrow = std::ranges::any_of(heat.columns, [&](const std::string& name) { return shorten(name, room(width - 4)) != name; });
  const double head = narrow ? kLineHeight * (columns + 1) : kLineHeight;
  Svg svg(own, head + kRow * static_cast<double>(heat.rows.size()) + kPad);
  for (std::size_t c = 0; c < heat.columns.size(); ++c) {
    const double x = kPad + width * static_cast<double>(c);
    const std::string number = std::to_string(c + 1);
    if (narrow) svg.text(kPad, 14 + kLineHeight * static_cast<double>(c), Anchor::start, number + " " + heat.columns[c], true);
    svg.text(x + width / 2, head - 6, Anchor::middle, narrow ? number : shorten(heat.columns[c], room(width - 4)), true);
  }
  for (std::size_t r = 0; r < heat.rows.size(); ++r) {
    const double y = head + kRow * static_cast<double>(r);
    svg.text(kPad, y + 14, Anchor::start, shorten(heat.rows[r], room(own.width - 2 * kPad)), false, true);
    for (std::size_t c = 0; c < heat.cells[r].size(); ++c)
      draw_cell(svg, kPad + width * static_cast<double>(c) + 1, y + kLineHeight, width - 2, heat.cells[r][c], heat.labels[r][c]);
  }
  return svg.finish(heading.title, heading.description);
}

}  // namespace preceptor::web::charts
