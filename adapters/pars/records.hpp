// From a row to the records PARS takes of it: one for the CME and one board together, another for each further board, two where a board takes patient safety
// apart (ABA, credit.md 5). Pure; the learner formats write what comes out here.
#pragma once
#include <string>
#include <vector>

#include "core/report/format.hpp"

namespace preceptor::pars {

struct Record {
  std::string action;                     // "Add", "Delete"
  std::string accme_activity_id;
  base::Date date{};
  std::string given_name, family_name, birth_day;
  std::string state;                      // full name
  std::string license_or_npi;
  credit::Amount credits;                 // 0 = the credit stands in another record of the row
  std::string board, board_id;
  credit::Amount board_total;
  std::vector<credit::TypePoints> types;
  bool board_id_required = true;
};

// Error report_row: names the field that cannot be said. The sum of `credits` over the records is the grant's amount.
base::Result<std::vector<Record>> records_of(const report::LearnerRow& row, const report::Report& report);
bool removes(const Record& record);

}  // namespace preceptor::pars
