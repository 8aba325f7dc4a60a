// Conditions of one completed unit, and of one cycle (credit.md 10, "Predicates"): pure functions of what the ledger holds.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/credit/ledger.hpp"

namespace preceptor::credit {

// A unit's fact with the event it was read from.
struct CountedFact {
  UnitCounted fact;
  std::string event;
};
// When something was shown or told first, over all attempts of the ledger: what one attempt showed holds for those that begin later.
struct FirstShown {
  struct At {
    base::Instant at{};
    std::string event;
  };
  std::map<std::string, At> disclosures;   // by the text's hash
  std::map<int, At> standards;             // by per cent
};
FirstShown first_shown(const std::vector<CountedFact>& facts);

// Whether the version's credit asks for an assessment with a standard told before the start: not what happens in real time.
bool needs_assessment(const Activity& version, const Rulebook& rules);
// Error: config_value, the zone of `facts` is unknown.
base::Result<std::vector<Check>> check_unit(const CountedFact& counted, const FirstShown& shown, const LedgerFacts& facts);
Check check_cycle(const CycleCounted& cycle, const LedgerFacts& facts);
bool holds(const std::vector<Check>& checks);   // all are true

}  // namespace preceptor::credit
