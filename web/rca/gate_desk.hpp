// The gate at the start, asked with what is stored: lint's warnings of a unit's `gap:` line, and why an activity with credit may not be published.
#pragma once
#include <string>
#include <vector>

#include "web/rca/case_book.hpp"
#include "web/rca/disclosure_book.hpp"

namespace preceptor::web {

// A unit and its `gap:` line as it was written.
struct GatedUnit {
  std::string unit_id, gap;
};

// From the first draft on: no case, no GO yet, a re-review that is due. Errors: store_*, json_malformed.
base::Result<std::vector<rca::Problem>> gap_warnings_of(CaseBook& cases, const std::string& gap, base::Date today);
// Empty: the activity may be published. `people`: members of staff who control its content, in all four parts.
base::Result<std::vector<rca::Problem>> publish_refusals_of(CaseBook& cases, DisclosureBook& disclosures, const std::vector<GatedUnit>& units,
                                                            const std::vector<std::string>& people, const std::string& support, bool with_credit,
                                                            base::Date today);

}  // namespace preceptor::web
