// Layouts: rows (bar, dot, range, dumbbell), histogram, scatter, lines, heat map. Values in, SVG text out; words come from the caller.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/charts/svg.hpp"

namespace preceptor::web::charts {

// Round values that cover [low, high] in about `count` steps of 1, 2 or 5 times a power of ten; at least two.
std::vector<double> round_ticks(double low, double high, int count);

struct Tick {
  double value = 0;
  std::string label;
};
struct Axis {
  double low = 0, high = 1;
  std::vector<Tick> ticks;
  std::string title;
};
// A dashed line across, with its label.
struct Reference {
  double value = 0;
  std::string label;
};
struct Legend {
  int series = 0;
  std::string label;
  bool marked = true;  // a mark of the series' shape; a box otherwise
};
// What every chart has. The title says what is shown, the description the finding.
struct Heading {
  std::string title, description;
  std::vector<Legend> legend;
};

// One row: its label above, then its marks; bars lie from `from` to `to`.
struct Bar {
  double from = 0, to = 0;
  int series = 0;
  std::string label;                // written in it when it fits, never without the table beside it
};
struct Dot {
  double value = 0;
  int series = 0;
  std::optional<double> low, high;  // a range through the mark
};
struct Row {
  std::string label, note;          // the note stands at the far end of the label's line: n, a value
  std::vector<Bar> bars;
  std::vector<Dot> dots;
  bool joined = false;              // dumbbell: a line from the first to the last dot
  std::string instead;              // said in place of marks ("not shown")
};
std::string row_chart(const Slot& slot, const Heading& heading, const Axis& axis, const std::vector<Row>& rows,
                      const std::vector<Reference>& references = {});

// Counts of equal bins from axis.low to axis.high.
std::string histogram(const Slot& slot, const Heading& heading, const Axis& axis, const std::vector<int>& counts,
                      const std::vector<Reference>& references);

struct Point {
  double x = 0, y = 0;
  std::optional<double> low, high;  // of y
  std::string label;
};
std::string scatter(const Slot& slot, const Heading& heading, const Axis& x, const Axis& y, const std::vector<Point>& points);

struct Line {
  int series = 0;
  std::vector<std::pair<double, double>> points;  // ascending x
};
std::string line_chart(const Slot& slot, const Heading& heading, const Axis& x, const Axis& y, const std::vector<Line>& lines);

// Cells of value 0 to 1: the value as text, a bar under it and the strength of the colour. Absent: "instead" as text.
struct Heat {
  std::vector<std::string> columns, rows;
  std::vector<std::vector<std::optional<double>>> cells;  // [row][column]
  std::vector<std::vector<std::string>> labels;           // what is written in them
};
std::string heat_map(const Slot& slot, const Heading& heading, const Heat& heat);

}  // namespace preceptor::web::charts
