// A chart with what stands around it: the finding as a sentence, the numbers as a table and as CSV.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/messages.hpp"

namespace preceptor::web::charts {

// Text, or a number that the page writes in its language and the CSV with a point.
struct Datum {
  std::string text;
  std::optional<double> number;
  int decimals = 0;
  std::string link = {};   // where the rows behind a number are; in the page only

  static Datum of(std::string text) { return {std::move(text), {}, 0}; }
  // Absent: an empty cell. Not measured is not 0.
  static Datum of(std::optional<double> number, int decimals) { return {{}, number, decimals}; }
};
struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<Datum>> rows;
};

struct Figure {
  std::string sentence;               // plain text
  std::vector<std::string> remarks;   // warnings and what is not shown, plain text
  std::string svg;                    // empty when there is nothing to draw
  Table table;
};

// In the page's language: 1 -> "1", 2.5 -> "2,5".
std::string shown_number(double value, int decimals, const Messages& words);
// A share as whole per cent, without the sign.
std::string per_cent(double share, const Messages& words);

// RFC 4180 with a byte order mark and every text quoted. A text that a spreadsheet would take for a formula gets an apostrophe in
// front (OWASP, CSV Injection); numbers are ours and stay numbers.
std::string csv(const Table& table);
std::string table_html(const Table& table, const Messages& words);
// <figure>: sentence, remarks, chart, table in a details element, and a link to the CSV at `csv_url` (none when empty).
std::string figure_html(const Figure& figure, const std::string& csv_url, const Messages& words);

}  // namespace preceptor::web::charts
