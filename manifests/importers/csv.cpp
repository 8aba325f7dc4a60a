#include "manifests/importers/csv.hpp"

#include <algorithm>

namespace preceptor::manifests::importers {
namespace {

constexpr std::size_t kMostRows = 20'000, kMostFields = 100, kMostFieldBytes = 64 * 1024;

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  base::Result<std::vector<CsvRow>> read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size() && problem_.empty()) {
      CsvRow row = read_row();
      const bool empty = row.fields.size() == 1 && row.fields[0].empty();
      if (!empty) rows.push_back(std::move(row));
      if (rows.size() > kMostRows) fail(line_, "there are more than 20,000 rows");
    }
    if (!problem_.empty()) return base::fail(base::Code::content_invalid, problem_);
    return rows;
  }

 private:
  void fail(int line, const std::string& why) {
    if (problem_.empty()) problem_ = "line " + std::to_string(line) + ": " + why;
  }

  CsvRow read_row() {
    CsvRow row{line_, {}};
    while (problem_.empty()) {
      const std::size_t before = at_;
      std::string field = at_ < text_.size() && text_[at_] == '"' ? quoted() : bare();
      if (at_ - before > kMostFieldBytes) fail(row.line, "a field is longer than 64 KiB");
      if (row.fields.size() == kMostFields) fail(row.line, "there are more than 100 fields");
      row.fields.push_back(std::move(field));
      const bool more = at_ < text_.size() && text_[at_] == ',';
      if (at_ < text_.size()) ++at_;  // the comma or the line end
      if (more) continue;
      ++line_;
      break;
    }
    return row;
  }

  std::string bare() {
    const auto end = std::min(text_.find_first_of(",\n", at_), text_.size());
    const std::string_view field = text_.substr(at_, end - at_);
    if (field.find('"') != std::string_view::npos)
      fail(line_, "a quotation mark inside a field without quotes: put the field in quotes and double it");
    at_ = end;
    return std::string(field);
  }

  std::string quoted() {
    const int opened = line_;
    std::string field;
    for (++at_;;) {
      const auto end = text_.find('"', at_);
      const std::string_view part = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
      if (end == std::string_view::npos) return fail(opened, "a quotation mark is opened here and never closed"), field;
      line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
      field += part;
      at_ = end + 1;
      if (at_ == text_.size() || text_[at_] != '"') break;
      field += '"';
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n')
      fail(line_, "something stands between a closing quotation mark and the comma");
    return field;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::string problem_;
};

}  // namespace

base::Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  return CsvReader(text).read();
}

}  // namespace preceptor::manifests::importers
