// A claim: refused with a key, or the two events it makes (credit.md 10, "Amount rule"; scenarios 9 and 10).
#include <algorithm>

#include "core/credit/board_points.hpp"
#include "core/credit/ledger.hpp"
#include "core/credit/offers.hpp"
#include "core/credit/predicates.hpp"

namespace preceptor::credit {
namespace {

std::optional<ClaimRefused> refused(std::string key, Amount limit = {}) { return ClaimRefused{std::move(key), limit}; }

// A check that does not hold, as the claim says it.
std::string key_of(const Check& check) {
  if (check.rule == "rule_stands") return "rule_off";
  if (check.rule == "profession") return check.truth == Truth::unknown ? "profession_unknown" : "profession";
  if (check.rule == "within_window") return "expired";
  if (check.rule == "not_previously_granted") return "once_ever";
  return "nothing_available";
}

std::optional<ClaimRefused> refuse_amount(const Offer& offer, const CreditSystem& system, const Activity& now, Amount amount) {
  if (offer.available.hundredths <= 0) return refused("nothing_available");
  if (amount.hundredths <= 0 || amount.hundredths % system.step.hundredths != 0) return refused("step", system.step);
  if (amount > offer.available) return refused("more_than_available", offer.available);
  if (offer.granted + amount < system.minimum) return refused("minimum", system.minimum);
  if (!now.partial && amount != offer.available) return refused("partial", offer.available);
  return std::nullopt;
}

// The points of each board that is asked for, or why one of them may not have any.
std::optional<ClaimRefused> choose_boards(const Ledger& ledger, const LedgerFacts& facts, const Offer& offer, const ClaimAsked& asked,
                                          std::vector<BoardRegistration>& chosen) {
  const Activity* now = version_now(ledger, facts);
  std::vector<std::string> codes = asked.boards;
  std::ranges::sort(codes);
  codes.erase(std::ranges::unique(codes).begin(), codes.end());
  for (const auto& code : codes) {
    const auto checked = std::ranges::find(offer.board_checks, code, &Offer::BoardCheck::board);
    const auto registration = std::ranges::find(now->boards, code, &BoardRegistration::board);
    const Board* board = facts.rules->board(code);
    if (checked == offer.board_checks.end() || registration == now->boards.end() || !board) return refused("board");
    if (!holds(checked->checks)) return refused("board_gate");
    // Such a board takes the whole and nothing less: the learner claims all, or goes without its points.
    if (forbids_part(*board, offer, asked.amount)) return refused("board_partial", offer.maximum - std::min(offer.granted, offer.maximum));
    if (const auto left = year_limit(ledger, facts, offer, *registration, asked.amount)) return refused("board_year_cap", *left);
    auto points = points_for(ledger, facts, offer, *registration, asked.amount);
    if (!points.points.empty()) chosen.push_back(std::move(points));
  }
  return std::nullopt;
}

int next_sequence(const Ledger& ledger, const std::string& system) {
  int last = 0;
  for (const auto& grant : ledger.grants)
    if (grant.system == system) last = std::max(last, grant.sequence);
  return last + 1;
}

}  // namespace

ClaimAnswer claim(const Ledger& ledger, const LedgerFacts& facts, const ClaimAsked& asked, const base::PlatformId& platform, const base::PersonId& person,
                  std::string_view provider_domain, const std::string& code, const std::string& attestation, base::Instant now) {
  const auto offer = std::ranges::find(ledger.offers, asked.system, &Offer::system);
  const CreditSystem* system = system_of(ledger, facts, asked.system);
  const Activity* activity = version_now(ledger, facts);
  if (offer == ledger.offers.end() || !activity) return {std::nullopt, refused("system")};
  for (const auto& check : offer->checks)
    if (check.truth != Truth::yes) return {std::nullopt, refused(key_of(check))};
  if (!system) return {std::nullopt, refused("system")};
  if (auto no = refuse_amount(*offer, *system, *activity, asked.amount)) return {std::nullopt, std::move(no)};
  // A part of what is available may have been reached earlier than the whole, in another year of a board.
  Offer part = *offer;
  part.date = offer->date_of(asked.amount);
  std::vector<BoardRegistration> boards;
  if (auto no = choose_boards(ledger, facts, part, asked, boards)) return {std::nullopt, std::move(no)};

  Grant grant;
  grant.platform = platform;
  grant.person = person;
  grant.activity_id = ledger.activity_id;
  grant.activity = activity->hash;
  grant.rules = facts.rules->hash;
  grant.provider = activity->provider;
  grant.system = asked.system;
  grant.amount = asked.amount;
  grant.profession = facts.profession;
  grant.boards = std::move(boards);
  grant.date = part.date;
  grant.granted_at = grant.changed_at = now;
  grant.sequence = next_sequence(ledger, asked.system);
  grant.certificate = code;
  grant.ccid = ccid(provider_domain, grant.provider, grant.activity_id, person, grant.system, grant.date, grant.sequence);
  CreditClaimed claimed{ledger.activity_id, asked.system, asked.amount, activity->hash, facts.rules->hash, attestation, ledger.own_time, offer->rests_on};
  return {ClaimMade{std::move(claimed), CreditGranted{std::move(grant)}}, std::nullopt};
}

}  // namespace preceptor::credit
