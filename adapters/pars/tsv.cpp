#include "adapters/pars/counted_writer.hpp"
#include "adapters/pars/pars_formats.hpp"
#include "adapters/pars/table.hpp"
#include "adapters/report_files/text_file.hpp"

namespace preceptor::pars {
namespace {

std::string tsv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i ? "\t" : "") + cells[i];
  return line + "\r\n";
}

std::vector<std::string> words_of(const Template& form, bool pairs, std::string Column::* word) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < columns_used(form, pairs); ++i) words.push_back(form.columns[i].*word);
  return words;
}

// No guidance row: what is pasted goes below the header of ACCME's own workbook.
class TsvWriter final : public RecordWriter {
 public:
  TsvWriter(report_files::TextFile file, const report::Report& report)
      : RecordWriter(report), file_(std::move(file)), form_(learner_template()), pairs_(with_pairs(form_, report)) {}
  base::Status start() { return file_.write(tsv_line(words_of(form_, pairs_, &Column::header))); }
  base::Status finish() override { return file_.close(); }

 protected:
  base::Status put(const std::vector<Record>& records, const report::LearnerRow&) override {
    std::string lines;
    for (const Record& record : records) {
      const auto cells = cells_of(form_, record, pairs_);
      if (!cells) return base::fail(cells.error());
      std::vector<std::string> texts;
      for (const TableCell& cell : *cells) texts.push_back(cell.text);
      lines += tsv_line(texts);
    }
    return file_.write(lines);
  }

 private:
  report_files::TextFile file_;
  const Template& form_;
  const bool pairs_;
};

std::vector<std::string> split_line(std::string line) {
  if (line.ends_with('\r')) line.pop_back();
  std::vector<std::string> cells;
  for (std::size_t at = 0;;) {
    const auto end = line.find('\t', at);
    cells.push_back(line.substr(at, end == line.npos ? end : end - at));
    if (end == line.npos) return cells;
    at = end + 1;
  }
}

}  // namespace

std::string ParsTsv::version() const { return learner_template().version; }

base::Result<std::unique_ptr<report::Writer>> ParsTsv::begin(const std::string& path, const report::Report& report) const {
  auto file = report_files::TextFile::create(path);
  if (!file) return base::fail(file.error());
  auto writer = std::make_unique<TsvWriter>(std::move(*file), report);
  if (const auto started = writer->start(); !started) return base::fail(started.error());
  return writer;
}

base::Result<report::ReadBack> ParsTsv::read_back(const std::string& path) const {
  auto lines = report_files::LineReader::open(path);
  if (!lines) return base::fail(lines.error());
  const Template& form = learner_template();
  report::ReadBack read;
  auto header = lines->next();
  if (!header) return base::fail(header.error());
  const auto headers = split_line(header->value_or(""));
  const bool pairs = headers.size() > form.pairs_from;
  if (headers != words_of(form, pairs, &Column::header)) read.note("the first line does not name the template's columns in order");
  while (true) {
    auto line = lines->next();
    if (!line) return base::fail(line.error());
    if (!*line) return read;
    const std::string where = "line " + std::to_string(++read.rows + 1) + ": ";
    const auto cells = split_line(**line);
    if (cells.size() != columns_used(form, pairs)) {
      read.note(where + "has not one cell a column");
      continue;
    }
    for (const auto& problem : problems_of(form, cells, read.total)) read.note(where + problem);
  }
}

}  // namespace preceptor::pars
