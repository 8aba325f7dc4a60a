// What a learner may claim of an activity: one offer a system. Used by fold_ledger.
#pragma once
#include "core/credit/ledger.hpp"

namespace preceptor::credit {

inline constexpr const char* kParticipation = "participation";

// `ledger` holds everything but the offers.
std::vector<Offer> offers_of(const Ledger& ledger, const LedgerFacts& facts);
// The rule that prices an offer: its own system; of participation, the first designation's. Null: unknown.
const CreditSystem* system_of(const Ledger& ledger, const LedgerFacts& facts, const std::string& code);

}  // namespace preceptor::credit
