// What completed work is worth in one system (credit.md 10, "Amount rule"). What was banked under one version of an activity is never priced
// again under another: the account is walked completion by completion, each under the version that was current then, and never falls.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/credit/ledger.hpp"

namespace preceptor::credit {

// The account after a completion that raised it.
struct Step {
  Amount total, whole;                               // all of it; without a time through that lacks required units
  base::Date date{};                                 // of that completion
};

// One time through the activity.
struct Round {
  std::map<std::string, const UnitCounted*> units;   // by unit id: what it was counted with
  Amount banked;
  int minutes = 0;                                   // planned, of those units
  bool whole = false;                                // every unit that is required was done, by some version
};
struct Banked {
  std::vector<Round> rounds;                         // at least one
  Amount total;
  std::vector<Step> steps;                           // how the account grew, in order
};

// `facts`: those that accrue. The order does not matter.
Banked bank_units(std::vector<const UnitCounted*> facts, const CreditSystem& system, const LedgerFacts& told);
// Half a credit a cycle (credit.md 6.1, 10), in the version's system, never above the designated maximum.
Banked bank_cycles(std::vector<const CycleCounted*> cycles, const CreditSystem& system, const LedgerFacts& told);

const Designation* designation_of(const Activity& activity, std::string_view system);
// To the next step: planned minutes, and what they add. Both 0 where nothing is left in this round.
struct NextStep {
  int minutes = 0;
  Amount adds;
};
NextStep next_step(const Round& round, const CreditSystem& system, const Activity& activity);

}  // namespace preceptor::credit
