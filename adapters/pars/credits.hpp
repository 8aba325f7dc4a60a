// The credits of one row as the learner service names them (credit.md 4.1): who the learner is to the receiver, the category, the number, the id.
#pragma once
#include <string>
#include <vector>

#include "core/report/format.hpp"

namespace preceptor::pars {

struct ServiceCredit {
  std::string id, domain;                 // UniqueID: domain "NPI", a board, or a state's code
  std::string certification;              // activityCertification
  credit::Amount amount;
  std::string credit_id;                  // "ccid:<domain>:<rest>"; of a board's part the grant's with its board and number added
  bool of_board = false;
};
struct ServiceRow {
  std::string action;                     // "add", "delete"
  std::string organization, provider, title, activity_id;
  std::string given_name, family_name, birth_date;   // with the placeholder year
  std::string completed;
  std::vector<ServiceCredit> credits;
  credit::Amount total;                   // without the boards' parts
};
// Error report_row, naming the field. The category of a board's credit is its credit type, which was not confirmed: these formats are off until staff switch
// them on.
base::Result<ServiceRow> service_row(const report::LearnerRow& row, const report::Report& report);
// `^ccid:[^:]+:[^:]+$`, at most 300 bytes.
bool is_credit_id(std::string_view text);

}  // namespace preceptor::pars
