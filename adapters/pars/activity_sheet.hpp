// What staff type into the PARS web form for an activity, field by field, and how many learners they enter at the year's end. PARS asks every provider for
// both; learner records come on top where boards or states want them (credit.md 1 and 2). Pure.
#pragma once
#include "core/report/documents.hpp"

namespace preceptor::pars {

// report::Documents says what they answer.
std::vector<report::SheetField> activity_sheet(const credit::Activity& activity, const report::SheetFacts& facts);
base::Result<std::string> sheet_csv(const std::vector<report::SheetField>& sheet);

}  // namespace preceptor::pars
