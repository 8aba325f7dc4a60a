#include "core/report/csv.hpp"

#include <algorithm>

namespace preceptor::report {
namespace {

base::Error csv_problem(int line, std::string_view what) {
  return {base::Code::content_invalid, "line " + std::to_string(line) + ": " + std::string(what), {}, {}};
}

char separator_of(std::string_view first_line) {
  const auto count = [&](char c) { return std::count(first_line.begin(), first_line.end(), c); };
  if (count('\t') > 0) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

}  // namespace

CsvReader::CsvReader(std::string_view text, CsvLimits limits) : text_(text), limits_(limits) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  separator_ = separator_of(text_.substr(0, std::min(text_.find_first_of("\r\n"), std::size_t{4096})));
}

bool CsvReader::at_end_of_line() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

void CsvReader::pass_end_of_line() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

base::Result<bool> CsvReader::quoted(std::string& cell) {
  const int opened = line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        return true;
      }
      ++at_;
    }
    if (text_[at_] == '\n') ++line_;
    if (cell.size() >= limits_.cell_bytes) return base::fail(csv_problem(line_, "a cell is too long"));
    cell += text_[at_];
  }
  return base::fail(csv_problem(opened, "a quotation mark is never closed"));
}

base::Status CsvReader::cell(std::string& cell) {
  if (at_ < text_.size() && text_[at_] == '"') {
    if (const auto done = quoted(cell); !done) return base::fail(done.error());
    if (!at_end_of_line() && text_[at_] != separator_) return base::fail(csv_problem(line_, "text after a closing quotation mark"));
    return {};
  }
  while (!at_end_of_line() && text_[at_] != separator_) {
    if (text_[at_] == '"') return base::fail(csv_problem(line_, "a quotation mark inside a cell without quotes"));
    if (cell.size() >= limits_.cell_bytes) return base::fail(csv_problem(line_, "a cell is too long"));
    cell += text_[at_++];
  }
  return {};
}

base::Result<bool> CsvReader::next(std::vector<std::string>& cells) {
  cells.clear();
  while (at_ < text_.size() && at_end_of_line()) pass_end_of_line();
  if (at_ >= text_.size()) return false;
  begins_ = line_;
  for (;;) {
    if (cells.size() >= limits_.cells) return base::fail(csv_problem(line_, "too many cells"));
    if (const auto done = cell(cells.emplace_back()); !done) return base::fail(done.error());
    if (at_end_of_line()) break;
    ++at_;   // the separator
  }
  pass_end_of_line();
  return true;
}

}  // namespace preceptor::report
