// Comma-separated values by RFC 4180 as others hand them to us, a row at a time. Commas, semicolons or tabs part the cells, as the first line has them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::report {

struct CsvLimits {
  std::size_t cells = 60;       // of a row
  std::size_t cell_bytes = 4096;
};

class CsvReader {
 public:
  // `text` must live as long as the reader. A byte order mark is passed over.
  explicit CsvReader(std::string_view text, CsvLimits limits = {});
  // The next row that is not empty; false at the end. Error content_invalid with the line: a quotation mark never closed or out of place, a limit.
  base::Result<bool> next(std::vector<std::string>& cells);
  int line() const { return begins_; }   // on which the row began, from 1

 private:
  base::Result<bool> quoted(std::string& cell);
  base::Status cell(std::string& cell);
  bool at_end_of_line() const;
  void pass_end_of_line();

  std::string_view text_;
  CsvLimits limits_;
  char separator_ = ',';
  std::size_t at_ = 0;
  int line_ = 1, begins_ = 1;
};

}  // namespace preceptor::report
