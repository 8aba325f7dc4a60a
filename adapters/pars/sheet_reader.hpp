// Reads the first sheet of a workbook that Workbook wrote, row by row: what kind each cell is, and its text. Not a reader of any workbook: strings kept in a
// table of their own, as Excel saves them, are an error.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapters/pars/template.hpp"

namespace preceptor::pars {

struct SheetCell {
  std::size_t column = 0;                 // 0 = A
  Cell kind = Cell::text;
  std::string text;                       // of a date MM/DD/YYYY
};
struct SheetRow {
  std::int64_t number = 0;                // 1-based
  std::vector<SheetCell> cells;           // those that hold something
};
// Errors: command_arguments (no such file), content_invalid (no workbook as it is written here).
base::Status read_sheet(const std::string& path, const std::function<void(const SheetRow&)>& take);

}  // namespace preceptor::pars
