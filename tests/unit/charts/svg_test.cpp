#include "web/charts/svg.hpp"

#include <gtest/gtest.h>
#include <tuple>

#include "web/charts/chart.hpp"
#include "web/charts/figure.hpp"

namespace preceptor::web::charts {
namespace {

TEST(Escape, NothingOpensATagOrAnAttribute) {
  EXPECT_EQ(escape("<b a=\"x\" c='y'>&amp;"), "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(escape(std::string("a\0b\x1b[c\n", 7)), "ab[c\n");
  EXPECT_EQ(escape("نص"), "نص");
}

TEST(PlainNumber, ByTable) {
  for (const auto& [value, decimals, text] : {std::tuple(2.50, 2, "2.5"), {3.0, 1, "3"}, {-0.04, 1, "0"}, {-0.05, 2, "-0.05"}, {1200.0, 0, "1200"}, {0.125, 3, "0.125"}, {100.0, 0, "100"}})
    EXPECT_EQ(plain_number(value, decimals), text);
}

TEST(Shorten, CutsBetweenCodePoints) {
  EXPECT_EQ(shorten("short", 5), "short");
  EXPECT_EQ(shorten("shorter", 5), "shor…");
  EXPECT_EQ(shorten("نص طويل", 4), "نص …");
  EXPECT_EQ(shorten("", 3), "");
}

TEST(Isolated, ATitleKeepsItsOwnDirection) {
  EXPECT_EQ(isolated("Which dose?"), "\u2068Which dose?\u2069");
  Svg svg({"c", 300, true}, 50);
  svg.text(10, 20, Anchor::start, "Which dose?");
  svg.text(10, 40, Anchor::start, "12");
  const std::string text = svg.finish("t", "d");
  EXPECT_NE(text.find(">\u2068Which dose?\u2069<"), std::string::npos);
  EXPECT_NE(text.find(">12<"), std::string::npos);
}

TEST(Svg, MirrorsFromRightToLeft) {
  const auto drawn = [](bool right_to_left) {
    Svg svg({"c", 300, right_to_left}, 50);
    svg.text(10, 20, Anchor::start, "a");
    svg.box(20, 5, 100, 10, 0);
    svg.mark(40, 10, 0);
    svg.line(0, 0, 30, 0, Stroke::thin);
    return svg.finish("t", "d");
  };
  const std::string plain = drawn(false), mirrored = drawn(true);
  EXPECT_NE(plain.find("<text x=\"10\" y=\"20\""), std::string::npos) << plain;
  EXPECT_NE(plain.find("direction=\"ltr\""), std::string::npos);
  for (const char* part : {"<text x=\"290\" y=\"20\"", "<rect x=\"180\" y=\"5\" width=\"100\"", "cx=\"260\"", "<line x1=\"300\" y1=\"0\" x2=\"270\"", "direction=\"rtl\""})
    EXPECT_NE(mirrored.find(part), std::string::npos) << part << mirrored;
}

TEST(Ticks, AreRoundAndCover) {
  EXPECT_EQ(round_ticks(0, 10, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(round_ticks(0, 7.3, 5).back(), 8);
  EXPECT_EQ(round_ticks(0, 0, 5).size() >= 2, true);
  for (const double high : {0.1, 0.3, 0.7, 1.0, 3.3, 9.9, 12.0, 55.0, 1234.0}) {
    const auto ticks = round_ticks(0, high, 5);
    EXPECT_GE(ticks.back(), high * (1 - 1e-9));
    EXPECT_LE(ticks.size(), 8u);
    EXPECT_EQ(ticks.front(), 0);
  }
}

TEST(Csv, IsFormulaSafeAndNumbersStayNumbers) {
  Table table{{"=head", "n"}, {}};
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x", " =x", "＝x", "|cmd"}) table.rows.push_back({Datum::of(text), Datum::of(-0.5, 1)});
  table.rows.push_back({Datum::of("he said \"no\", twice"), Datum::of(std::nullopt, 1)});
  EXPECT_EQ(csv(table),
            "\xEF\xBB\xBF\"'=head\",\"n\"\r\n"
            "\"'=1+1\",-0.5\r\n\"'+1\",-0.5\r\n\"'-1\",-0.5\r\n\"'@SUM(A1)\",-0.5\r\n\"'\tx\",-0.5\r\n\"'\r=x\",-0.5\r\n\"' =x\",-0.5\r\n"
            "\"'＝x\",-0.5\r\n\"'|cmd\",-0.5\r\n\"he said \"\"no\"\", twice\",\"\"\r\n");
}

TEST(TableHtml, EscapesAndWritesNumbersInTheLanguage) {
  const Table table{{"<h>"}, {{Datum::of("<r>"), Datum::of(2.5, 1), Datum::of(std::nullopt, 1)}}};
  EXPECT_EQ(table_html(table, Messages::in("es")),
            "<table><thead><tr><th scope=\"col\">&lt;h&gt;</th></tr></thead><tbody><tr><th scope=\"row\" dir=\"auto\">&lt;r&gt;</th>"
            "<td class=\"number\">2,5</td><td></td></tr></tbody></table>");
}

}  // namespace
}  // namespace preceptor::web::charts
