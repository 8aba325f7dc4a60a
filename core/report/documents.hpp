// Documents of credit that adapters write and pages show: pages are handed these functions and see no adapter.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/report/learner_counts.hpp"
#include "core/report/learner_row.hpp"

namespace preceptor::report {

// A field of the PARS web form for an activity.
struct SheetField {
  std::string section, field, value;
  bool decide = false;                    // not known here: staff choose in the form, `value` says between what
  friend bool operator==(const SheetField&, const SheetField&) = default;
};
struct SheetFacts {
  const credit::Rulebook* rules = nullptr;   // null: codes of systems are shown as they are
  std::string provider_name;
  std::int64_t commercial_support_dollars = 0;   // whole dollars; 0 = not told
  int year = 0;                           // of the counts; 0 = no counts
  YearCounts counts;
};

enum class ActivityAction { add, update, remove };
struct ActivityFacts {
  SheetFacts sheet;
  std::string web_service_provider_id;    // empty: no XtensibleInfo.ProviderID
  ActivityAction action = ActivityAction::add;
  base::Date from{}, to{};                // of the report
};

// Every function is pure and always there.
struct Documents {
  // In the order of the web form as far as it is known: identity, time and place, providership, description, credit, support, audience, MOC, outcomes, counts.
  std::function<std::vector<SheetField>(const credit::Activity&, const SheetFacts&)> activity_sheet;
  // The sheet as a table: section, field, value. Error report_row: a value that a spreadsheet would run (the field is named).
  std::function<base::Result<std::string>(const std::vector<SheetField>&)> sheet_csv;
  // Off until staff switch "format:pars-activity" on: names are known, nesting and transport were not confirmed (credit.md 2, 11).
  // Error report_row: what the receiver requires and the activity does not have.
  std::function<base::Result<std::string>(const credit::Activity&, const ActivityFacts&)> activity_json, activity_mems;
  // One learner's grants as a MedBiquitous Activity Report v2. Errors: report_row, command_arguments (no row).
  std::function<base::Result<std::string>(const Report&, const std::vector<LearnerRow>&)> transcript_xml;
};

}  // namespace preceptor::report
