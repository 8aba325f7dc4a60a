// An activity as PARS' batch upload and services take it: MEMS v2 XML and the JSON of the draft schema. Off until staff switch them on (`format:pars-activity`):
// names are known, nesting and transport were not confirmed (credit.md 2, 11). Pure.
#pragma once
#include <string>

#include "adapters/pars/activity_sheet.hpp"

namespace preceptor::pars {

inline constexpr bool kActivityDocumentsVerified = false;

enum class ActivityAction { add, update, remove };
struct ActivityFacts {
  SheetFacts sheet;
  std::string accme_provider_id;          // 7 digits
  std::string web_service_provider_id;    // empty: no XtensibleInfo.ProviderID
  ActivityAction action = ActivityAction::add;
  base::Date from{}, to{};                // of the report
};
// Errors report_row: what the receiver requires and the activity does not have, by its field.
base::Result<std::string> activity_json(const credit::Activity& activity, const ActivityFacts& facts);
base::Result<std::string> activity_mems(const credit::Activity& activity, const ActivityFacts& facts);

}  // namespace preceptor::pars
