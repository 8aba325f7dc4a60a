#include "web/charts/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace preceptor::web::charts {
namespace {

struct Series {
  std::string_view colour;
  Shape shape;
};
// Blue, vermillion, bluish green, reddish purple. Yellow, orange and sky blue fall below 3:1 on white.
constexpr std::array<Series, kSeries> kPalette = {Series{"#0072B2", Shape::circle}, {"#D55E00", Shape::square},
                                                  {"#009E73", Shape::diamond}, {"#CC79A7", Shape::triangle}};
const Series& series_of(int series) { return kPalette[static_cast<std::size_t>(series) % kPalette.size()]; }

bool has_latin(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string at(double value) { return plain_number(value, 1); }

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + at(value) + "\"";
}

std::string_view stroke_attributes(Stroke stroke) {
  switch (stroke) {
    case Stroke::thin: return " stroke-width=\"1\"";
    case Stroke::thick: return " stroke-width=\"3\"";
    case Stroke::dashed: return " stroke-width=\"1.5\" stroke-dasharray=\"5 4\"";
    case Stroke::faint: return " stroke-width=\"1\" stroke-opacity=\"0.25\"";
  }
  return {};
}

// Corners around (0, 0) in units of the radius.
std::vector<std::pair<double, double>> corners(Shape shape) {
  switch (shape) {
    case Shape::square: return {{-0.85, -0.85}, {0.85, -0.85}, {0.85, 0.85}, {-0.85, 0.85}};
    case Shape::diamond: return {{0, -1.2}, {1.2, 0}, {0, 1.2}, {-1.2, 0}};
    case Shape::triangle: return {{0, -1.1}, {1.1, 0.9}, {-1.1, 0.9}};
    case Shape::circle: break;
  }
  return {};
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else if (c == '\'') out += "&#39;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

std::string isolated(std::string_view text) { return "\u2068" + std::string(text) + "\u2069"; }

std::string plain_number(double value, int decimals) {
  std::array<char, 64> buffer{};
  // The program never leaves the C locale, so the sign is a point.
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
  std::string text(buffer.data(), length > 0 && length < 64 ? static_cast<std::size_t>(length) : 0);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string shorten(std::string_view text, std::size_t characters) {
  std::size_t count = 0, cut = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) == 0x80) continue;  // inside a code point
    if (count + 1 == characters) cut = i;
    if (++count > characters) return std::string(text.substr(0, cut)) + "…";
  }
  return std::string(text);
}

std::string_view colour(int series) { return series_of(series).colour; }
Shape shape(int series) { return series_of(series).shape; }

Svg::Svg(const Slot& slot, double height) : slot_(slot), height_(height) {}

void Svg::line(double x1, double y1, double x2, double y2, Stroke stroke) {
  body_ += "<line" + attribute("x1", mirrored(x1)) + attribute("y1", y1) + attribute("x2", mirrored(x2)) + attribute("y2", y2) +
           " stroke=\"currentColor\"" + std::string(stroke_attributes(stroke)) + "/>";
}

void Svg::box(double x, double y, double width, double height, int series, double opacity) {
  const double left = slot_.right_to_left ? mirrored(x + width) : x;
  body_ += "<rect" + attribute("x", left) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
           " fill=\"" + std::string(colour(series)) + "\"";
  if (opacity < 1) body_ += " fill-opacity=\"" + plain_number(opacity, 2) + "\"";
  body_ += " stroke=\"currentColor\"/>";
}

void Svg::mark(double x, double y, int series, double radius) {
  const std::string paint = " fill=\"" + std::string(colour(series)) + "\" stroke=\"currentColor\"/>";
  const double centre = mirrored(x);
  if (shape(series) == Shape::circle) {
    body_ += "<circle" + attribute("cx", centre) + attribute("cy", y) + attribute("r", radius) + paint;
    return;
  }
  std::string points;
  for (const auto& [dx, dy] : corners(shape(series)))
    points += (points.empty() ? "" : " ") + at(centre + dx * radius) + "," + at(y + dy * radius);
  body_ += "<polygon points=\"" + points + "\"" + paint;
}

void Svg::text(double x, double y, Anchor anchor, std::string_view text, bool quiet, bool bold) {
  body_ += "<text" + attribute("x", mirrored(x)) + attribute("y", y);
  if (anchor != Anchor::start) body_ += anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
  if (quiet) body_ += " fill-opacity=\"0.8\"";  // above 7:1 on both grounds
  if (bold) body_ += " font-weight=\"600\"";
  // A rim in the card's colour keeps lines that run behind from crossing the letters; centred text stands in boxes of its own.
  if (anchor != Anchor::middle || quiet) body_ += " stroke=\"var(--surface,transparent)\" stroke-width=\"3\" paint-order=\"stroke\"";
  body_ += ">" + escape(slot_.right_to_left && has_latin(text) ? isolated(text) : std::string(text)) + "</text>";
}

void Svg::path(const std::vector<std::pair<double, double>>& points, int series) {
  std::string list;
  for (const auto& [x, y] : points) list += (list.empty() ? "" : " ") + at(mirrored(x)) + "," + at(y);
  body_ += "<polyline points=\"" + list + "\" fill=\"none\" stroke=\"" + std::string(colour(series)) + "\" stroke-width=\"2\"/>";
  for (const auto& [x, y] : points) mark(x, y, series, 4);
}

std::string Svg::finish(std::string_view title, std::string_view description) const {
  const std::string id = escape(slot_.id), width = std::to_string(slot_.width), height = at(height_);
  // Paint is set on the group: a page's rule for svg elements (icons) must not reach the marks.
  return "<svg class=\"chart\" role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\" width=\"" + width + "\" height=\"" + height +
         "\" viewBox=\"0 0 " + width + " " + height + "\"><title id=\"" + id + "-t\">" + escape(title) + "</title><desc id=\"" + id +
         "-d\">" + escape(description) + "</desc><g fill=\"currentColor\" stroke=\"none\" stroke-width=\"1\" font-size=\"" +
         std::to_string(kTextSize) + "\" direction=\"" + (slot_.right_to_left ? "rtl" : "ltr") + "\">" + body_ + "</g></svg>";
}

}  // namespace preceptor::web::charts
