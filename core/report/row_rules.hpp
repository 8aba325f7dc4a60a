// The rules of the pre-flight that look at one row alone, each named after its number in credit.md 4.5. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/report/preflight.hpp"

namespace preceptor::report {

// What the rules add to: the row's findings so far.
class Findings {
 public:
  Findings(const LearnerRow& row, std::vector<RowFinding>& found) : ccid_(row.grant.ccid), found_(found) {}
  void block(const char* rule, std::string field, const char* key, std::string value = {}) { add(Weight::block, rule, std::move(field), key, std::move(value)); }
  void warn(const char* rule, std::string field, const char* key, std::string value = {}) { add(Weight::warn, rule, std::move(field), key, std::move(value)); }
  void route(const char* rule, std::string field, const char* key, std::string value = {}) { add(Weight::route, rule, std::move(field), key, std::move(value)); }

 private:
  void add(Weight weight, const char* rule, std::string field, const char* key, std::string value) {
    found_.push_back({ccid_, rule, weight, std::move(field), key, std::move(value)});
  }
  const std::string& ccid_;
  std::vector<RowFinding>& found_;
};

// identity_rules.cpp
void v02_names(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v03_birth_day(const LearnerRow& row, Findings& found);
void v04_npi(const LearnerRow& row, Findings& found);
void v05_identifiers(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v05_register(const PreflightFacts& facts, Findings& found);   // what a register of licences answered
void v11_permission(const LearnerRow& row, Findings& found);
void formulas(const LearnerRow& row, Findings& found);
// credit_rules.cpp
void v01_ids(const LearnerRow& row, Findings& found);
void v06_amount(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v07_boards(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v08_board_amounts(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v12_whole_points(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v13_receiver(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
// time_rules.cpp
void v09_dates(const LearnerRow& row, const PreflightFacts& facts, Findings& found);
void v14_deadlines(const LearnerRow& row, const PreflightFacts& facts, Findings& found);

// "boards[ABIM].points"
std::string board_field(std::string_view board, std::string_view member);
// Verified, or switched on by staff.
bool is_on(const credit::Source& source, std::string_view what, const PreflightFacts& facts);

}  // namespace preceptor::report
