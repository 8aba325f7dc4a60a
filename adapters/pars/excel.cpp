#include "adapters/pars/counted_writer.hpp"
#include "adapters/pars/pars_formats.hpp"
#include "adapters/pars/sheet_reader.hpp"
#include "adapters/pars/workbook.hpp"

namespace preceptor::pars {
namespace {

class ExcelWriter final : public RecordWriter {
 public:
  ExcelWriter(Workbook book, const report::Report& report) : RecordWriter(report), book_(std::move(book)), pairs_(with_pairs(learner_template(), report)) {}
  base::Status finish() override { return book_.close(); }

 protected:
  base::Status put(const std::vector<Record>& records, const report::LearnerRow&) override {
    std::vector<std::vector<TableCell>> lines;
    for (const Record& record : records) {
      auto cells = cells_of(learner_template(), record, pairs_);
      if (!cells) return base::fail(cells.error());
      lines.push_back(std::move(*cells));
    }
    if (const auto room = book_.room(lines.size()); !room) return room;
    for (const auto& line : lines)
      if (const auto added = book_.add(line); !added) return added;
    return {};
  }

 private:
  Workbook book_;
  const bool pairs_;
};

// Judges one row of the sheet after the other against the template.
class SheetJudge {
 public:
  explicit SheetJudge(report::ReadBack& read) : read_(read) {}

  void take(const SheetRow& row) {
    if (row.number == 1) return;   // guidance, for people
    if (row.number == 2) return take_header(row);
    ++read_.rows;
    std::vector<std::string> texts(columns_used(form_, pairs_));
    for (const SheetCell& cell : row.cells) {
      if (cell.column >= texts.size()) {
        note(row, "a cell stands beside the template's columns");
        continue;
      }
      if (cell.kind != form_.columns[cell.column].cell) note(row, form_.columns[cell.column].header + " is a cell of another kind");
      texts[cell.column] = cell.text;
    }
    for (const auto& problem : problems_of(form_, texts, read_.total)) note(row, problem);
  }
  void end() {
    if (!headed_) read_.note("row 2 with the headers is missing");
  }

 private:
  void take_header(const SheetRow& row) {
    headed_ = true;
    pairs_ = row.cells.size() > form_.pairs_from;
    bool same = row.cells.size() == columns_used(form_, pairs_);
    for (std::size_t i = 0; same && i < row.cells.size(); ++i) same = row.cells[i].column == i && row.cells[i].text == form_.columns[i].header;
    if (!same) read_.note("row 2 does not name the template's columns in order");
  }
  void note(const SheetRow& row, const std::string& what) { read_.note("row " + std::to_string(row.number) + ": " + what); }

  report::ReadBack& read_;
  const Template& form_ = learner_template();
  bool headed_ = false, pairs_ = false;
};

}  // namespace

std::string ParsExcel::version() const { return learner_template().version; }

base::Result<std::unique_ptr<report::Writer>> ParsExcel::begin(const std::string& path, const report::Report& report) const {
  auto book = Workbook::create(path, learner_template(), with_pairs(learner_template(), report), report.as_of);
  if (!book) return base::fail(book.error());
  return std::make_unique<ExcelWriter>(std::move(*book), report);
}

base::Result<report::ReadBack> ParsExcel::read_back(const std::string& path) const {
  report::ReadBack read;
  SheetJudge judge(read);
  if (const auto done = read_sheet(path, [&](const SheetRow& row) { judge.take(row); }); !done) return base::fail(done.error());
  judge.end();
  return read;
}

}  // namespace preceptor::pars
