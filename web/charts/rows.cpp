// Rows of bars, dots, ranges and dumbbells; each row's label stands above its marks, so that it has the whole width on a phone.
#include "web/charts/layout.hpp"

namespace preceptor::web::charts {
namespace {

constexpr double kMarks = 24;  // height of the strip that holds the marks
constexpr double kRow = kLineHeight + kMarks + 6;

void draw_bars(Svg& svg, const Row& row, const Scale& scale, double y) {
  for (const Bar& bar : row.bars) {
    const double from = scale(bar.from), to = scale(bar.to);
    if (to - from <= 0) continue;
    svg.box(from, y + 2, to - from, kMarks - 4, bar.series, 0.45);
    if (static_cast<double>(bar.label.size()) * kCharacter + 8 <= to - from)
      svg.text((from + to) / 2, y + kMarks / 2 + 5, Anchor::middle, bar.label);
  }
}

void draw_dots(Svg& svg, const Row& row, const Scale& scale, double y) {
  const double middle = y + kMarks / 2;
  if (row.joined && row.dots.size() > 1)
    svg.line(scale(row.dots.front().value), middle, scale(row.dots.back().value), middle, Stroke::thick);
  for (const Dot& dot : row.dots) {
    if (!dot.low || !dot.high) continue;
    svg.line(scale(*dot.low), middle, scale(*dot.high), middle, Stroke::thin);
    for (const double end : {*dot.low, *dot.high}) svg.line(scale(end), middle - 5, scale(end), middle + 5, Stroke::thin);
  }
  for (const Dot& dot : row.dots) svg.mark(scale(dot.value), middle, dot.series);
}

void draw_row(Svg& svg, const Row& row, const Scale& scale, double y) {
  const double width = scale.to - scale.from;
  const std::string note = shorten(row.note, room(width) / 2);
  const std::size_t left = room(width - static_cast<double>(note.size()) * kCharacter - 12);
  svg.text(scale.from, y + 14, Anchor::start, shorten(row.label, left), false, true);
  if (!note.empty()) svg.text(scale.to, y + 14, Anchor::end, note, true);
  if (!row.instead.empty()) return svg.text(scale.from, y + kLineHeight + 16, Anchor::start, row.instead, true);
  draw_bars(svg, row, scale, y + kLineHeight);
  draw_dots(svg, row, scale, y + kLineHeight);
}

}  // namespace

std::string row_chart(const Slot& slot, const Heading& heading, const Axis& axis, const std::vector<Row>& rows,
                      const std::vector<Reference>& references) {
  const double width = width_of(slot);
  const double legend = legend_height(slot, heading.legend), top = legend + reference_height(references) + 4;
  const double bottom = top + kRow * static_cast<double>(rows.size());
  Slot own = slot;
  own.width = width_of(slot);
  Svg svg(own, bottom + kAxisHeight);
  const Scale scale{axis.low, axis.high, kPad, width - kPad};
  draw_legend(svg, own, 0, heading.legend);
  draw_x_axis(svg, axis, scale, top, bottom);
  draw_references(svg, references, scale, top, bottom, width);
  double y = top;
  for (const Row& row : rows) {
    draw_row(svg, row, scale, y);
    y += kRow;
  }
  return svg.finish(heading.title, heading.description);
}

}  // namespace preceptor::web::charts
