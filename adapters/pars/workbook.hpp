// The one file that sees libxlsxwriter is workbook.cpp: a sheet written row by row with constant memory.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapters/pars/table.hpp"

namespace preceptor::pars {

class Workbook {
 public:
  // Guidance in row 1, headers in row 2. `created` is printed into the properties: the same rows and time give the same bytes.
  // Errors: command_arguments, store_full.
  static base::Result<Workbook> create(const std::string& path, const Template& form, bool pairs, base::Instant created);
  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

  // Error report_row: the sheet has no row left (1,048,576 in all).
  base::Status room(std::size_t records) const;
  base::Status add(const std::vector<TableCell>& cells);
  base::Status close();

 private:
  struct Inside;
  explicit Workbook(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace preceptor::pars
