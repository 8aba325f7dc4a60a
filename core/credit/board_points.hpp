// Points that go with a claim: a board's gates, and its share of an amount (credit.md 5). Every rule of a board is data.
#pragma once
#include "core/credit/ledger.hpp"

namespace preceptor::credit {

// Whether staff or its source stand for a rule: "system:<code>", "board:<code>".
bool stands(const Source& source, const std::string& what, const LedgerFacts& facts);
// The version that counts now: the current one, or the newest the account knows where it was withdrawn. Null: none.
const Activity* version_now(const Ledger& ledger, const LedgerFacts& facts);

Offer::BoardCheck check_board(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration);
// What a board counts of these points: types that share the total are added, of others the largest stands for all.
Amount counted_points(const Board& board, const std::vector<TypePoints>& points);
// What the board still counts of this learner in the calendar year of the credit's date, over all activities. Nothing: it has no cap.
std::optional<Amount> left_of_year(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const Board& board);
// The same where it is in the way: the board counts what the claim is worth or nothing, and that is more than is left. Claim no more than this, or without it.
std::optional<Amount> year_limit(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount);
// What would go with a claim of `amount`, never above what is left of a year. No points: the board forbids a part, or the share is below its step.
BoardRegistration points_for(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount);
// Whether the board takes the whole only, and this claim would not make it whole.
bool forbids_part(const Board& board, const Offer& offer, Amount amount);

}  // namespace preceptor::credit
