// Comma-separated values by RFC 4180. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::manifests::importers {

struct CsvRow {
  int line = 0;  // on which it begins, from 1
  std::vector<std::string> fields;
};

// Line ends are LF; a line end inside quotes belongs to the field. Empty lines are left out. Limits: 20,000 rows, 100
// fields a row, 64 KiB a field. Error content_invalid with the line: a quotation mark that is never closed, that stands
// inside a field without quotes, or that is followed by something else than a comma; a limit.
base::Result<std::vector<CsvRow>> read_csv(std::string_view text);

}  // namespace preceptor::manifests::importers
