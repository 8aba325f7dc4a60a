#include "core/credit/board_points.hpp"

#include <algorithm>
#include <functional>

#include "core/credit/predicates.hpp"

namespace preceptor::credit {
namespace {

constexpr Amount kPointStep{25};   // PARS takes quarters (credit.md 2.1, mocPoints)
constexpr Amount kWholePoint{100};

Check board_verdict(std::string rule, bool good, std::vector<std::string> evidence, std::string missing) {
  return {std::move(rule), good ? Truth::yes : Truth::no, std::move(evidence), good ? std::string() : std::move(missing)};
}
Check not_configured(std::string gate) { return {gate, Truth::unknown, {}, gate}; }

std::vector<const CountedUnit*> accruing(const Ledger& ledger) {
  std::vector<const CountedUnit*> units;
  for (const auto& unit : ledger.units)
    if (unit.accrues) units.push_back(&unit);
  return units;
}
std::vector<std::string> attempts_of(const std::vector<const CountedUnit*>& units) {
  std::vector<std::string> ids;
  for (const CountedUnit* unit : units) ids.push_back(unit->fact.attempt.str());
  return ids;
}

// Scenario 12: what the activity does not say is unknown; what the learner lacks is false.
Check check_gate(const std::string& gate, const Ledger& ledger, const Activity& activity, const BoardRegistration& registration) {
  const auto units = accruing(ledger);
  const auto all = [&](auto&& holds_of) { return !units.empty() && std::ranges::all_of(units, holds_of); };
  const auto said = [&](bool configured, bool CountedUnit::*member) {
    return configured ? board_verdict(gate, all([&](const CountedUnit* unit) { return unit->*member; }), attempts_of(units), gate) : not_configured(gate);
  };
  if (gate == "evaluation") return said(activity.evaluation, &CountedUnit::evaluated);
  if (gate == "feedback_rationale") return said(activity.rationale, &CountedUnit::rationale);
  if (gate == "feedback_citation") return said(activity.citations, &CountedUnit::citations);
  if (gate == "pass")   // a unit that accrues has met its standard: here it must have one
    return board_verdict(gate, all([&](const CountedUnit* unit) { return unit->best_max > 0 && std::max(unit->fact.pass_percent, activity.pass_percent) > 0; }),
                         attempts_of(units), gate);
  if (gate == "content_area") return board_verdict(gate, !registration.content_areas.empty(), {}, gate);
  return not_configured(gate);   // a gate this program does not know is never passed
}

bool went_to(const Grant& grant, const std::string& board) {
  return grant.state != GrantState::superseded &&
         std::ranges::any_of(grant.boards, [&](const BoardRegistration& one) { return one.board == board && !one.points.empty(); });
}

Check not_granted_before(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const Board& board) {
  std::vector<std::string> before;
  const auto look = [&](const Grant& grant) {
    if (grant.activity_id != ledger.activity_id || !went_to(grant, board.code)) return;
    if (board.repeat == Repeat::once_ever || (board.repeat == Repeat::once_per_day && grant.date == offer.date)) before.push_back(grant.ccid);
  };
  std::ranges::for_each(ledger.grants, look);
  std::ranges::for_each(facts.others, look);
  const std::string rule = board.repeat == Repeat::once_per_day ? "once_per_day" : "once_ever";
  const bool free = before.empty();
  return board_verdict("not_previously_granted", free, std::move(before), rule);
}

// Grants of this learner, of any activity, whose points the board counts in the same calendar year as the credit that is looked at.
void each_in_year(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const Board& board,
                  const std::function<void(const Grant&, const BoardRegistration&)>& each) {
  const auto look = [&](const Grant& grant) {
    if (!went_to(grant, board.code) || grant.date.year() != offer.date.year()) return;
    each(grant, *std::ranges::find(grant.boards, board.code, &BoardRegistration::board));
  };
  std::ranges::for_each(ledger.grants, look);
  std::ranges::for_each(facts.others, look);
}

Check check_year(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const Board& board) {
  std::vector<std::string> counted;
  each_in_year(ledger, facts, offer, board, [&](const Grant& grant, const BoardRegistration&) { counted.push_back(grant.ccid); });
  const bool some = left_of_year(ledger, facts, offer, board)->hundredths > 0;
  return board_verdict("cap_year", some, std::move(counted), "year_cap");
}

// "ABS SA" and its like: a type that asks for a score of its own (scenario 17).
bool earns_type(const Ledger& ledger, const Board& board, const std::string& type) {
  if (!board.pass_percent || type != board.pass_type) return true;
  std::int64_t raw = 0, max = 0;
  for (const CountedUnit* unit : accruing(ledger)) {
    raw += unit->best_raw;
    max += unit->best_max;
  }
  return max > 0 && raw * 100 >= std::int64_t{*board.pass_percent} * max;
}

Amount share(Amount points, Amount of, Amount whole) {
  return round_to({points.hundredths * of.hundredths / whole.hundredths}, kPointStep, Rounding::down);
}
// In step with the credit, claim by claim: all claims of one completion together never pass what is registered.
Amount share_now(Amount points, const Offer& offer, Amount amount) {
  if (offer.maximum.hundredths <= 0) return {};
  const Amount most{offer.maximum.hundredths * offer.completions};
  return share(points, std::min(offer.granted + amount, most), offer.maximum) - share(points, std::min(offer.granted, most), offer.maximum);
}
// Types that share the total (ABA: two records) add up to it: the first gets what the others leave.
void spread(std::vector<TypePoints>& points, Amount total) {
  for (std::size_t i = points.size(); i-- > 1;) {
    points[i].points = std::min(points[i].points, total);
    total = total - points[i].points;
  }
  points.front().points = total;
}
void share_out(BoardRegistration& given, const BoardRegistration& registration, const Offer& offer, Amount amount) {
  Amount whole;
  for (const auto& one : registration.points) whole += one.points;
  spread(given.points, share_now(whole, offer, amount));
}

bool takes_whole_only(const Board& board) { return !board.partial || !board.variable || board.amount == BoardAmount::round_whole; }

// What a year's cap leaves of points that may be fewer than the credit.
void keep_within(std::vector<TypePoints>& points, const Board& board, Amount left) {
  if (points.empty() || counted_points(board, points) <= left) return;
  if (takes_whole_only(board)) return points.clear();
  if (board.split != Split::none) return spread(points, left);
  for (auto& one : points) one.points = std::min(one.points, left);
}


// Without a cap.
BoardRegistration uncapped(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount) {
  BoardRegistration given = registration;
  given.points.clear();
  const Board* board = facts.rules->board(registration.board);
  if (!board || amount.hundredths <= 0 || forbids_part(*board, offer, amount)) return given;
  const bool whole_only = takes_whole_only(*board);
  for (const auto& [type, points] : registration.points) {
    if (!earns_type(ledger, *board, type)) continue;
    const Amount whole = board->amount == BoardAmount::round_whole ? round_to(points, kWholePoint, Rounding::nearest) : points;
    given.points.push_back({type, whole_only ? whole : share_now(points, offer, amount)});
  }
  const bool all_types = given.points.size() == registration.points.size() && !given.points.empty();
  if (board->split != Split::none && !whole_only && all_types) share_out(given, registration, offer, amount);
  std::erase_if(given.points, [](const TypePoints& one) { return one.points.hundredths <= 0; });
  return given;
}

}  // namespace

bool stands(const Source& source, const std::string& what, const LedgerFacts& facts) {
  return source.verified || std::ranges::any_of(facts.enabled, [&](const Enabled& one) { return one.what == what; });
}

const Activity* version_now(const Ledger& ledger, const LedgerFacts& facts) {
  if (facts.current) return facts.current;
  const UnitCounted* newest = nullptr;
  for (const auto& fact : ledger.attempts)
    if (!newest || fact.completed_at > newest->completed_at) newest = &fact;
  if (newest) return facts.version(newest->activity);
  return ledger.cycles.empty() ? nullptr : facts.version(ledger.cycles.back().activity);
}

Offer::BoardCheck check_board(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration) {
  Offer::BoardCheck result{registration.board, {}};
  auto& checks = result.checks;
  const Board* board = facts.rules->board(registration.board);
  const Activity* activity = version_now(ledger, facts);
  if (!board || !activity || !stands(board->source, "board:" + registration.board, facts)) {
    checks.push_back({"rule_stands", Truth::unknown, {}, "rule_off"});
    return result;
  }
  const bool holds_now = (!board->from || *board->from <= facts.today) && (!board->until || facts.today <= *board->until);
  checks.push_back(board_verdict("rule_in_force", holds_now, {}, "rule_not_in_force"));
  checks.push_back(board_verdict("claim_by", !registration.claim_by || facts.today <= *registration.claim_by, {}, "claim_by"));
  for (const auto& gate : board->gates) checks.push_back(check_gate(gate, ledger, *activity, registration));
  if (takes_whole_only(*board)) checks.push_back(board_verdict("completed", offer.whole, offer.rests_on, "all_parts"));
  if (board->year_cap) checks.push_back(check_year(ledger, facts, offer, *board));
  if (board->repeat == Repeat::once_ever || board->repeat == Repeat::once_per_day) checks.push_back(not_granted_before(ledger, facts, offer, *board));
  return result;
}

// With what was granted before, the claim makes the activity whole (once more, where it may be had again).
bool forbids_part(const Board& board, const Offer& offer, Amount amount) {
  return takes_whole_only(board) && (offer.maximum.hundredths <= 0 || (offer.granted + amount).hundredths % offer.maximum.hundredths != 0);
}

Amount counted_points(const Board& board, const std::vector<TypePoints>& points) {
  Amount sum, most;
  for (const auto& one : points) {
    sum += one.points;
    most = std::max(most, one.points);
  }
  return board.split == Split::none ? most : sum;
}

std::optional<Amount> left_of_year(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const Board& board) {
  if (!board.year_cap) return std::nullopt;
  Amount gone;
  each_in_year(ledger, facts, offer, board, [&](const Grant&, const BoardRegistration& went) { gone += counted_points(board, went.points); });
  return std::max(Amount{}, *board.year_cap - gone);
}

std::optional<Amount> year_limit(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount) {
  const Board* board = facts.rules->board(registration.board);
  if (!board || !board->year_cap || (board->amount == BoardAmount::at_most && !takes_whole_only(*board))) return std::nullopt;
  const auto left = left_of_year(ledger, facts, offer, *board);
  return counted_points(*board, uncapped(ledger, facts, offer, registration, amount).points) > *left ? left : std::nullopt;
}

BoardRegistration points_for(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const BoardRegistration& registration, Amount amount) {
  BoardRegistration given = uncapped(ledger, facts, offer, registration, amount);
  const Board* board = facts.rules->board(registration.board);
  if (!board || !board->year_cap) return given;
  keep_within(given.points, *board, *left_of_year(ledger, facts, offer, *board));
  std::erase_if(given.points, [](const TypePoints& one) { return one.points.hundredths <= 0; });
  return given;
}

}  // namespace preceptor::credit
