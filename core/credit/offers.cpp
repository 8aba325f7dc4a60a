#include "core/credit/offers.hpp"

#include <algorithm>

#include "core/credit/accrual.hpp"
#include "core/credit/board_points.hpp"
#include "core/credit/predicates.hpp"

namespace preceptor::credit {
namespace {

constexpr std::string_view kPhysician = "physician";

bool takes(const CreditSystem& system, const std::string& profession) {
  return system.professions.empty() || std::ranges::find(system.professions, profession) != system.professions.end();
}

// Systems of the version now, then those that only an earlier version had: what was banked there stays.
std::vector<std::string> systems_of(const Ledger& ledger, const LedgerFacts& facts, const Activity& now) {
  std::vector<std::string> codes;
  const auto add = [&](const Activity* version) {
    if (!version) return;
    for (const auto& one : version->designations)
      if (std::ranges::find(codes, one.system) == codes.end()) codes.push_back(one.system);
  };
  add(&now);
  for (const auto& fact : ledger.attempts) add(facts.version(fact.activity));
  for (const auto& cycle : ledger.cycles) add(facts.version(cycle.activity));
  return codes;
}

class Offering {
 public:
  Offering(const Ledger& ledger, const LedgerFacts& facts, const Activity& now) : ledger_(ledger), facts_(facts), now_(now) {}

  Offer credit(const std::string& code) const;
  // A certificate without credit: counted as the first designation is, granted under its own name.
  Offer participation() const;

 private:
  std::vector<Check> eligibility(const std::string& code, const CreditSystem* system) const;
  Check open() const;
  Banked bank(const CreditSystem& system) const;
  void fill(Offer& offer, const CreditSystem& system) const;
  void rest(Offer& offer, const Banked& banked) const;

  const Ledger& ledger_;
  const LedgerFacts& facts_;
  const Activity& now_;
};

Check Offering::open() const {
  const bool open = facts_.today <= now_.ends;
  return {"within_window", open ? Truth::yes : Truth::no, {}, open ? "" : "window_over"};
}

std::vector<Check> Offering::eligibility(const std::string& code, const CreditSystem* system) const {
  std::vector<Check> checks;
  if (!system || !stands(system->source, "system:" + code, facts_)) checks.push_back({"rule_stands", Truth::unknown, {}, "rule_off"});
  if (!ledger_.profession_known) {
    checks.push_back({"profession", Truth::unknown, {}, "profession"});
  } else if (system) {
    const bool takes_it = takes(*system, facts_.profession);
    checks.push_back({"profession", takes_it ? Truth::yes : Truth::no, {}, takes_it ? "" : "profession_other"});
  }
  checks.push_back(open());
  if (system && system->repeat == Repeat::once_ever) {
    std::vector<std::string> before;
    for (const auto& grant : facts_.others)
      if (grant.activity_id == ledger_.activity_id && grant.system == code && grant.state != GrantState::superseded) before.push_back(grant.ccid);
    const bool free = before.empty();
    checks.push_back({"not_previously_granted", free ? Truth::yes : Truth::no, std::move(before), free ? "" : "once_ever"});
  }
  return checks;
}

Banked Offering::bank(const CreditSystem& system) const {
  if (counts_cycles(now_)) {
    std::vector<const CycleCounted*> cycles;
    for (std::size_t i = 0; i < ledger_.cycles.size(); ++i)
      if (ledger_.cycle_checks[i].truth == Truth::yes) cycles.push_back(&ledger_.cycles[i]);
    return bank_cycles(std::move(cycles), system, facts_);
  }
  std::vector<const UnitCounted*> units;
  for (std::size_t i = 0; i < ledger_.attempts.size(); ++i)
    if (ledger_.attempt_accrues[i]) units.push_back(&ledger_.attempts[i]);
  return bank_units(std::move(units), system, facts_);
}

void Offering::rest(Offer& offer, const Banked& banked) const {
  for (const Round& round : banked.rounds)
    for (const auto& [unit, fact] : round.units) offer.rests_on.push_back(fact->attempt.str());
  for (std::size_t i = 0; counts_cycles(now_) && i < ledger_.cycles.size(); ++i)
    if (ledger_.cycle_checks[i].truth == Truth::yes) offer.rests_on.push_back(ledger_.cycles[i].question_id);
  std::ranges::sort(offer.rests_on);
}

void Offering::fill(Offer& offer, const CreditSystem& system) const {
  const Banked banked = bank(system);
  const Round& last = banked.rounds.back();
  const Designation* designation = designation_of(now_, system.code);
  const NextStep next = next_step(last, system, now_);
  offer.accrued = banked.total;
  offer.maximum = designation ? designation->max : banked.total;
  offer.completions = static_cast<int>(banked.rounds.size());
  offer.whole = last.whole;
  offer.minutes_done = last.minutes;
  offer.minutes_to_next = next.minutes;
  offer.next = next.adds;
  rest(offer, banked);
  for (const Step& step : banked.steps) offer.steps.push_back({now_.partial ? step.total : step.whole, step.date});
  if (!offer.steps.empty()) offer.date = offer.steps.back().date;   // while nothing may be claimed
  for (const auto& grant : ledger_.grants)
    if (grant.system == offer.system && grant.state != GrantState::superseded) offer.granted += grant.amount;
  // Where only the whole may be claimed, what is under way does not count yet.
  const Amount claimable = now_.partial || last.whole ? offer.accrued : offer.accrued - last.banked;
  const bool some = claimable.hundredths > 0;
  offer.checks.push_back({"completed", some ? Truth::yes : Truth::no, offer.rests_on, some ? "" : (now_.partial ? "minutes" : "all_units")});
  if (!holds(offer.checks)) return;
  offer.available = std::max(Amount{}, round_to(claimable - offer.granted, system.step, Rounding::down));
  if (offer.granted + offer.available < system.minimum) offer.available = {};
  offer.date = offer.date_of(offer.available);
}

Offer Offering::credit(const std::string& code) const {
  const CreditSystem* system = facts_.rules->system(code);
  Offer offer;
  offer.system = code;
  offer.checks = eligibility(code, system);
  if (system) fill(offer, *system);   // a system that nobody knows is worth nothing
  return offer;
}

Offer Offering::participation() const {
  Offer offer;
  offer.system = kParticipation;
  offer.checks.push_back(open());
  for (const auto& one : now_.designations) {
    const CreditSystem* like = facts_.rules->system(one.system);
    if (!like) continue;
    fill(offer, *like);
    break;
  }
  return offer;
}

bool gets(const Offer& offer) {
  return std::ranges::any_of(offer.checks, [](const Check& check) { return check.rule == "profession" && check.truth == Truth::yes; });
}

// Points go with a physician's first credit: boards of other professions are not known to the rules.
void add_boards(Offer& offer, const Ledger& ledger, const LedgerFacts& facts, const Activity& now) {
  for (const auto& registration : now.boards) {
    offer.board_checks.push_back(check_board(ledger, facts, offer, registration));
    if (!holds(offer.board_checks.back().checks)) continue;
    auto given = points_for(ledger, facts, offer, registration, offer.available);
    if (!given.points.empty()) offer.boards.push_back(std::move(given));
  }
}

}  // namespace

// Claims are paid in the order in which the account grew: this one begins where those before it ended.
base::Date Offer::date_of(Amount claimed) const {
  const auto reached = std::ranges::find_if(steps, [&](const Reached& step) { return step.sum >= granted + claimed; });
  if (reached != steps.end()) return reached->date;
  return steps.empty() ? base::Date{} : steps.back().date;
}

const CreditSystem* system_of(const Ledger& ledger, const LedgerFacts& facts, const std::string& code) {
  const CreditSystem* system = facts.rules->system(code);
  if (code != kParticipation) return system;
  const Activity* now = version_now(ledger, facts);
  for (std::size_t i = 0; now && i < now->designations.size(); ++i)
    if (const CreditSystem* like = facts.rules->system(now->designations[i].system)) return like;
  return nullptr;
}

std::vector<Offer> offers_of(const Ledger& ledger, const LedgerFacts& facts) {
  const Activity* now = version_now(ledger, facts);
  if (!now) return {};
  const Offering offering(ledger, facts, *now);
  std::vector<Offer> offers;
  for (const auto& code : systems_of(ledger, facts, *now)) offers.push_back(offering.credit(code));
  const auto first = std::ranges::find_if(offers, gets);
  if (first != offers.end() && facts.profession == kPhysician) add_boards(*first, ledger, facts, *now);
  if (ledger.profession_known && first == offers.end()) offers.push_back(offering.participation());
  return offers;
}

}  // namespace preceptor::credit
