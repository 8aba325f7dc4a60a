#include "web/charts/figure.hpp"

#include <string_view>

#include "web/charts/svg.hpp"
#include "web/format.hpp"

namespace preceptor::web::charts {
namespace {

bool begins_formula(std::string_view text) {
  // Some programs skip leading spaces before they decide.
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n|").find(text.front()) != std::string_view::npos) return true;
  // Full-width signs count too where the input method makes them.
  for (const std::string_view sign : {"＝", "＋", "－", "＠"})
    if (text.starts_with(sign)) return true;
  return false;
}

std::string csv_text(const std::string& text) {
  std::string out = begins_formula(text) ? "\"'" : "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string csv_cell(const Datum& datum) {
  return datum.number ? plain_number(*datum.number, datum.decimals) : csv_text(datum.text);
}

std::string html_cell(const Datum& datum, bool first, const Messages& words) {
  if (first) return "<th scope=\"row\" dir=\"auto\">" + escape(datum.text) + "</th>";
  if (!datum.number) return "<td>" + escape(datum.text) + "</td>";
  const std::string shown = escape(shown_number(*datum.number, datum.decimals, words));
  return "<td class=\"number\">" + (datum.link.empty() ? shown : "<a href=\"" + escape(datum.link) + "\">" + shown + "</a>") + "</td>";
}

}  // namespace

std::string shown_number(double value, int decimals, const Messages& words) {
  return format_decimal(plain_number(value, decimals), words);
}

std::string per_cent(double share, const Messages& words) { return shown_number(share * 100, 0, words); }

std::string csv(const Table& table) {
  std::string out = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table.head.size(); ++i) out += (i > 0 ? "," : "") + csv_text(table.head[i]);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "," : "") + csv_cell(row[i]);
    out += "\r\n";
  }
  return out;
}

std::string table_html(const Table& table, const Messages& words) {
  std::string out = "<table><thead><tr>";
  for (const std::string& head : table.head) out += "<th scope=\"col\">" + escape(head) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) out += html_cell(row[i], i == 0, words);
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

std::string figure_html(const Figure& figure, const std::string& csv_url, const Messages& words) {
  std::string out = "<figure class=\"chart\"><figcaption><p>" + escape(figure.sentence) + "</p>";
  for (const std::string& remark : figure.remarks) out += "<p class=\"quiet\">" + escape(remark) + "</p>";
  out += "</figcaption>";
  // A chart wider than the screen scrolls in its own box, which the keyboard must reach.
  if (!figure.svg.empty())
    out += "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + escape(figure.sentence) + "\">" + figure.svg + "</div>";
  if (!figure.table.rows.empty()) {
    const std::string label = escape(words.text("chart.table"));
    // Without a chart the table is all there is to see.
    out += std::string(figure.svg.empty() ? "<details open>" : "<details>") + "<summary>" + label + "</summary><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + label + "\">" +
           table_html(figure.table, words) + "</div></details>";
    if (!csv_url.empty())
      out += "<p><a href=\"" + escape(csv_url) + "\" download>" + escape(words.text("chart.csv")) + "</a></p>";
  }
  return out + "</figure>";
}

}  // namespace preceptor::web::charts
