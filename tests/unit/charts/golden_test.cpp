// The charts as they are: golden files, and what holds for all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/unit/charts/samples.hpp"

namespace preceptor::web::charts {
namespace {

namespace fs = std::filesystem;
const fs::path kGolden = fs::path(PRECEPTOR_SOURCE_DIR) / "tests" / "data" / "charts";

// One element a line, so that a difference can be read.
std::string lines(std::string text) {
  return std::regex_replace(text, std::regex("><"), ">\n<") + "\n";
}

void same_as_golden(const std::string& name, const std::string& text) {
  const fs::path path = kGolden / name;
  if (std::getenv("PRECEPTOR_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream in(path);
  std::stringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(text, golden.str()) << path;
}

TEST(Golden, PlotsInEnglishAndFromRightToLeft) {
  for (const Sample& sample : samples())
    for (const char* language : {"en", "ar"}) {
      const Messages& words = Messages::in(language);
      const Figure figure = sample.plot({sample.name, 640, words.right_to_left()}, words);
      same_as_golden(sample.name + "." + language + ".html", lines(figure_html(figure, "/" + sample.name + ".csv", words)));
    }
}

TEST(Golden, Csv) {
  for (const Sample& sample : samples()) same_as_golden(sample.name + ".csv", csv(sample.plot({"c"}, Messages::in("en")).table));
}

TEST(Golden, Lines) {
  Slot slot{"queue", 480};
  const Axis x{0, 3, {{0, "09:00"}, {3, "12:00"}}, "time"}, y{0, 20, {{0, "0"}, {20, "20"}}, "waiting"};
  same_as_golden("lines.html", lines(line_chart(slot, {"Queue", "It shrinks", {{0, "main"}, {1, "second"}}}, x, y, {{0, {{0, 20}, {1, 9}, {3, 0}}}, {1, {{0, 4}, {3, 6}}}})));
}

// Tags nest, attributes are quoted, nothing else opens a tag.
bool is_well_formed(const std::string& text, std::string& why) {
  std::vector<std::string> open;
  const std::regex tag(R"(<(/?)([a-z]+)((?: [a-zA-Z0-9-]+(?:="[^"<>]*")?)*)(/?)>)");
  std::size_t tags = 0;
  for (std::sregex_iterator one(text.begin(), text.end(), tag), end; one != end; ++one, ++tags) {
    const std::smatch& m = *one;
    if (m[1] == "/") {
      if (open.empty() || open.back() != m[2]) return why = "closes " + m[2].str(), false;
      open.pop_back();
    } else if (m[4] != "/") {
      open.push_back(m[2]);
    }
  }
  why = "unclosed or stray <";
  return open.empty() && tags == static_cast<std::size_t>(std::ranges::count(text, '<'));
}

// What every chart must be, at every width, in every language, in both directions.
TEST(EveryChart, IsWellFormedNamedAndInsideItsSlot) {
  const std::regex text(R"re(<text x="([-0-9.]+)" y="([-0-9.]+)"(?: text-anchor="(\w+)")?[^>]*>([^<]*)<)re");
  for (const Sample& sample : samples())
    for (const std::string& language : Messages::languages())
      for (const int width : {280, 320, 480, 640, 900}) {
        const Messages& words = Messages::in(language);
        const Figure figure = sample.plot({"c", width, words.right_to_left()}, words);
        std::string why;
        ASSERT_TRUE(is_well_formed(figure_html(figure, "/x.csv?a=1&b=2", words), why)) << sample.name << ": " << why;
        ASSERT_NE(figure.svg.find("role=\"img\" aria-labelledby=\"c-t c-d\" width=\"" + std::to_string(width)), std::string::npos);
        ASSERT_NE(figure.svg.find("font-size=\"13\""), std::string::npos);
        ASSERT_EQ(figure.svg.find("font-size", figure.svg.find("font-size") + 1), std::string::npos) << "one size for all text";
        ASSERT_EQ(figure.svg.find("style="), std::string::npos) << "the pages' policy lets no inline style through";
        for (std::sregex_iterator one(figure.svg.begin(), figure.svg.end(), text), end; one != end; ++one) {
          const double x = std::stod((*one)[1]), y = std::stod((*one)[2]);
          // Six pixels a glyph: what system fonts take at 13 px on average, with a little slack.
          const std::string shown = std::regex_replace((*one)[4].str(), std::regex("&[a-z#0-9]+;"), "x");
          const double length = 6.0 * static_cast<double>(std::ranges::count_if(shown, [](char c) { return (c & 0xC0) != 0x80; }));
          const double before = (*one)[3] == "end" ? length : (*one)[3] == "middle" ? length / 2 : 0;
          const double left = words.right_to_left() ? x - (length - before) : x - before;
          EXPECT_GE(left, -8) << sample.name << " " << language << " " << width << ": " << shown;
          EXPECT_LE(left + length, width + 8) << sample.name << " " << language << " " << width << ": " << shown;
          EXPECT_GE(y, 10) << shown;
        }
      }
}

TEST(EveryChart, SaysColourWithAShapeOrAWord) {
  std::set<std::pair<std::string_view, Shape>> series;
  for (int i = 0; i < kSeries; ++i) series.insert({colour(i), shape(i)});
  EXPECT_EQ(series.size(), 4u);
  std::set<Shape> shapes;
  for (const auto& [paint, form] : series) shapes.insert(form);
  EXPECT_EQ(shapes.size(), 4u);
}

// WCAG 1.4.11: marks against both grounds of the style sheet.
TEST(EveryChart, ColoursKeepThreeToOneOnLightAndDark) {
  const auto luminance = [](std::string_view hex) {
    double sum = 0;
    const double weights[] = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < 3; ++i) {
      const double c = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  };
  for (int i = 0; i < kSeries; ++i)
    for (const char* ground : {"#ffffff", "#1c2226", "#14181b"}) {
      const double a = luminance(colour(i)), b = luminance(ground);
      EXPECT_GE((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05), 3.0) << colour(i) << " on " << ground;
    }
}

}  // namespace
}  // namespace preceptor::web::charts
