// Records laid out by the template: the same cells for the workbook and for the tab-separated text.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/pars/records.hpp"
#include "adapters/pars/template.hpp"

namespace preceptor::pars {

// One cell: empty, or of the column's kind.
struct TableCell {
  std::string text;                       // of Cell::text, and how the others look as text
  std::optional<credit::Amount> number;
  std::optional<base::Date> date;
  bool empty() const { return text.empty(); }
};

// Whether columns for further credit types are written: verified in the template, or switched on (setting "pars.additional_types" = "on").
bool with_pairs(const Template& form, const report::Report& report);
std::size_t columns_used(const Template& form, bool pairs);
// The cells of one record. Error report_row: a column it needs is empty, or it has more credit types than the file has columns for.
base::Result<std::vector<TableCell>> cells_of(const Template& form, const Record& record, bool pairs);
// What is wrong with one record that was read again; `cells` as text (dates as MM/DD/YYYY). Adds its credit to `total`.
std::vector<std::string> problems_of(const Template& form, const std::vector<std::string>& cells, credit::Amount& total);

}  // namespace preceptor::pars
