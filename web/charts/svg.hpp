// SVG marks as text. Coordinates are CSS pixels from the reading side: in right-to-left pages everything is mirrored here.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::web::charts {

// The slot a chart is drawn into. `id` must be unique on the page and hold letters, digits and hyphens only.
struct Slot {
  std::string id;
  int width = 640;         // CSS pixels; at least kNarrowest
  bool right_to_left = false;
};
inline constexpr int kNarrowest = 280;
inline constexpr int kTextSize = 13;  // never below 12 at rendered size (ui.md 3.1)

// Markup-safe in element content and quoted attributes; control characters XML does not know are left out.
std::string escape(std::string_view text);
// Between U+2068 and U+2069, so that a title in one direction keeps its order and its marks in a sentence of the other.
std::string isolated(std::string_view text);
// "12.5": at most `decimals` (0 to 3) places, trailing zeros cut, "-0" is "0", always a point.
std::string plain_number(double value, int decimals);
// At most `characters` code points, the last one "…" when something was cut.
std::string shorten(std::string_view text, std::size_t characters);

// Okabe and Ito's palette where it keeps 3:1 on both grounds; a series is its colour, its shape and its label.
enum class Shape { circle, square, diamond, triangle };
inline constexpr int kSeries = 4;
std::string_view colour(int series);  // of series modulo kSeries
Shape shape(int series);

enum class Anchor { start, middle, end };
enum class Stroke { thin, thick, dashed, faint };

class Svg {
 public:
  Svg(const Slot& slot, double height);
  void line(double x1, double y1, double x2, double y2, Stroke stroke);
  // A filled box with an outline in the text's colour, so that its edge shows on any ground.
  void box(double x, double y, double width, double height, int series, double opacity = 1);
  void mark(double x, double y, int series, double radius = 6);
  void text(double x, double y, Anchor anchor, std::string_view text, bool quiet = false, bool bold = false);
  // Through the points; `series` gives the colour and the marks on them.
  void path(const std::vector<std::pair<double, double>>& points, int series);
  // Title and description are what a screen reader says.
  std::string finish(std::string_view title, std::string_view description) const;

 private:
  double mirrored(double x) const { return slot_.right_to_left ? slot_.width - x : x; }

  Slot slot_;
  double height_;
  std::string body_;
};

}  // namespace preceptor::web::charts
