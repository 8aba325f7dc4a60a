// Points that go with a claim: a board's gates, and its share of an amount (credit.md 5). Every rule of a board is data.
#pragma once
#include "core/credit/ledger.hpp"

namespace preceptor::credit {

// Whether staff or its source stand for a rule: "system:<code>", "board:<code>".
bool stands(const Source& source, const std::string& what, const LedgerFacts& facts);
// The version that counts now: the current one, or the newest the account knows where it was withdrawn. Null: none.
const Activity* version_now(const Ledger& ledger, const LedgerFacts& facts);

Offer::BoardCheck check_board(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration);
// What would go with a claim of `amount`. No points: the board forbids a part, or the share is below its step.
BoardRegistration points_for(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount);
// Whether the board takes the whole only, and this claim would not make it whole.
bool forbids_part(const Board& board, const Offer& offer, Amount amount);

}  // namespace preceptor::credit
