#include "adapters/plain/columns.hpp"
#include "adapters/plain/plain_formats.hpp"
#include "adapters/report_files/text_file.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::plain {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";   // without it spreadsheets take UTF-8 for another encoding

// RFC 4180: every cell quoted, so that "00123" and dates look alike to every reader.
std::string csv_record(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    line += line.empty() ? "\"" : ",\"";
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + "\r\n";
}

std::vector<std::string> csv_header() {
  std::vector<std::string> header;
  for (const auto column : csv_columns()) header.emplace_back(column);
  return header;
}

class CsvWriter final : public report::Writer {
 public:
  CsvWriter(report_files::TextFile file, report::Report report) : file_(std::move(file)), report_(std::move(report)) {}

  base::Status start() { return file_.write(std::string(kByteOrderMark) + csv_record(csv_header())); }

  base::Status row(const report::LearnerRow& row) override {
    const auto cells = csv_cells(row, report_);
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (const auto why = report::unsafe_text(cells[i])) return base::fail(base::Code::report_row, std::string(csv_columns()[i]) + ": " + std::string(*why));
    if (const auto put = file_.write(csv_record(cells)); !put) return put;
    ++written_.rows;
    ++written_.records;
    if (row.action == report::Action::add) written_.total += row.grant.amount;
    return {};
  }
  base::Status finish() override { return file_.close(); }
  report::Written written() const override { return written_; }

 private:
  report_files::TextFile file_;
  report::Report report_;
  report::Written written_;
};

// The cells of one line as CsvWriter writes it; nothing when it is not so written.
std::optional<std::vector<std::string>> cells_of(std::string_view line) {
  if (!line.ends_with('\r')) return std::nullopt;
  line.remove_suffix(1);
  std::vector<std::string> cells;
  while (true) {
    if (!line.starts_with('"')) return std::nullopt;
    std::string cell;
    std::size_t at = 1;
    for (; at < line.size() && (line[at] != '"' || line.substr(at + 1).starts_with('"')); ++at) {
      if (line[at] == '"') ++at;
      cell += line[at];
    }
    if (at >= line.size()) return std::nullopt;
    cells.push_back(std::move(cell));
    line.remove_prefix(at + 1);
    if (line.empty()) return cells;
    if (!line.starts_with(',')) return std::nullopt;
    line.remove_prefix(1);
  }
}

void count_record(const std::string& line, report::ReadBack& read) {
  const std::string where = "record " + std::to_string(++read.rows);
  const auto cells = cells_of(line);
  if (!cells || cells->size() != csv_columns().size()) {
    read.note(where + " has not one quoted cell a column");
    return;
  }
  for (std::size_t i = 0; i < cells->size(); ++i)
    if (report::unsafe_text((*cells)[i])) read.note(where + ": " + std::string(csv_columns()[i]) + " is unsafe");
  const auto amount = credit::parse_amount((*cells)[kAmountColumn]);
  if (!amount) read.note(where + ": the amount is no number");
  if (amount && (*cells)[kActionColumn] == "add") read.total += *amount;
}

}  // namespace

base::Result<std::unique_ptr<report::Writer>> CsvFormat::begin(const std::string& path, const report::Report& report) const {
  auto file = report_files::TextFile::create(path);
  if (!file) return base::fail(file.error());
  auto writer = std::make_unique<CsvWriter>(std::move(*file), report);
  if (const auto started = writer->start(); !started) return base::fail(started.error());
  return writer;
}

base::Result<report::ReadBack> CsvFormat::read_back(const std::string& path) const {
  auto lines = report_files::LineReader::open(path);
  if (!lines) return base::fail(lines.error());
  report::ReadBack read;
  auto header = lines->next();
  if (!header) return base::fail(header.error());
  std::string expected = std::string(kByteOrderMark) + csv_record(csv_header());
  expected.pop_back();   // the line's end
  if (*header != expected) read.note("the first line does not name the columns in order");
  while (true) {
    auto line = lines->next();
    if (!line) return base::fail(line.error());
    if (!*line) return read;
    count_record(**line, read);
  }
}

}  // namespace preceptor::plain
