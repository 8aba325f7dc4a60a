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

const Setting* setting_named(const std::vector<Setting>& known, std::string_view name) {
  for (const Setting& one : known) {
    const auto family = one.name.find('<');
    if (family == one.name.npos ? name == one.name : name.size() > family && name.starts_with(one.name.substr(0, family))) return &one;
  }
  return nullptr;
}

}  // namespace preceptor::report
