#include "core/report/format.hpp"

namespace preceptor::report {

std::vector<std::string> differences(const Written& written, const ReadBack& read) {
  std::vector<std::string> found = read.problems;
  if (read.rows != written.records)
    found.push_back("the file holds " + std::to_string(read.rows) + " records, " + std::to_string(written.records) + " were written");
  if (read.total != written.total)
    found.push_back("the credit in the file adds up to " + credit::format(read.total) + ", " + credit::format(written.total) + " was written");
  return found;
}

}  // namespace preceptor::report
