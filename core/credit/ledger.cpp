#include "core/credit/ledger.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/credit/board_points.hpp"
#include "core/credit/offers.hpp"
#include "core/credit/predicates.hpp"

namespace preceptor::credit {
namespace {

// Observed under 25 % of the planned time is shown to staff (credit.md 10; the issue).
constexpr int kFlagShare = 4;

// What the stream says, each thing once.
struct Account {
  std::vector<CountedFact> facts;        // by completion
  std::vector<CycleCounted> cycles;      // by time
  std::vector<Grant> grants;             // as they were granted, in order
  std::int64_t last_seq = 0;
};

// Reads the payload as T and hands it on, when it is one. Answers whether it was.
template <class T, class Use>
base::Result<bool> with(const record::Other& payload, Use&& use) {
  if (payload.type != T::kType) return false;
  auto read = payload_from_json<T>(payload.json);
  if (!read) return base::fail(read.error());
  use(std::move(*read));
  return true;
}

void move_on(Account& account, const CreditMoved& moved, base::Instant at) {
  const auto grant = std::ranges::find(account.grants, moved.ccid, &Grant::ccid);
  if (grant == account.grants.end()) return;
  grant->state = moved.to;
  grant->reason = moved.reason;
  grant->changed_at = at;
  ++grant->version;
}

// Events of other kinds (claims, what a later version of this program writes) change nothing here.
base::Status take(Account& account, const record::Event& event) {
  const auto* payload = std::get_if<record::Other>(&event.payload);
  if (!payload) return {};
  auto taken = with<UnitCounted>(*payload, [&](UnitCounted unit) { account.facts.push_back({std::move(unit), record::event_id(event)}); });
  if (taken && !*taken) taken = with<CycleCounted>(*payload, [&](CycleCounted cycle) { account.cycles.push_back(std::move(cycle)); });
  if (taken && !*taken) taken = with<CreditGranted>(*payload, [&](CreditGranted granted) { account.grants.push_back(std::move(granted.grant)); });
  if (taken && !*taken) taken = with<CreditMoved>(*payload, [&](const CreditMoved& moved) { move_on(account, moved, event.at); });
  if (!taken) return base::fail(taken.error());
  return {};
}

base::Result<Account> account_of(const std::vector<record::Event>& events) {
  Account account;
  for (const auto* event : record::in_order(events)) {
    if (auto taken = take(account, *event); !taken) return base::fail(taken.error());
    account.last_seq = std::max(account.last_seq, event->seq);
  }
  // An attempt and a question count once, however often they were noted.
  std::set<std::string> known;
  std::erase_if(account.facts, [&](const CountedFact& one) { return !known.insert(one.fact.attempt.str()).second; });
  std::erase_if(account.cycles, [&](const CycleCounted& one) { return !known.insert(one.question_id).second; });
  std::ranges::sort(account.facts, {}, [](const CountedFact& one) { return std::tie(one.fact.completed_at, one.fact.attempt); });
  std::ranges::sort(account.cycles, {}, [](const CycleCounted& one) { return std::tie(one.at, one.question_id); });
  return account;
}

void note_attempt(CountedUnit& unit, const UnitCounted& fact, bool accrues, const std::vector<Check>& checks) {
  // The first that accrues stands; until there is one, the newest.
  if (!unit.accrues) {
    unit.fact = fact;
    unit.accrues = accrues;
    unit.checks = checks;
    unit.too_fast = is_too_fast(fact);
  }
  if (!accrues) return;
  const bool better = fact.has_score && fact.max > 0 && std::int64_t{fact.raw} * unit.best_max >= std::int64_t{unit.best_raw} * fact.max;
  if (better) {
    unit.best_raw = fact.raw;
    unit.best_max = fact.max;
  }
  unit.rationale = unit.rationale || fact.rationale;
  unit.citations = unit.citations || fact.citations;
  unit.evaluated = unit.evaluated || fact.evaluated;
}

base::Status add_units(Ledger& ledger, const std::vector<CountedFact>& facts, const LedgerFacts& told) {
  const FirstShown shown = first_shown(facts);
  std::map<std::string, CountedUnit> units;
  for (const auto& counted : facts) {
    const auto checks = check_unit(counted, shown, told);
    if (!checks) return base::fail(checks.error());
    const bool accrues = holds(*checks);
    note_attempt(units[counted.fact.unit_id], counted.fact, accrues, *checks);
    ledger.attempts.push_back(counted.fact);
    ledger.attempt_accrues.push_back(accrues);
  }
  const Activity* now = version_now(ledger, told);
  for (std::size_t i = 0; now && i < now->bundle.size(); ++i)
    if (const auto done = units.find(now->bundle[i].unit_id); done != units.end()) ledger.units.push_back(std::move(units.extract(done).mapped()));
  for (auto& [id, unit] : units) ledger.units.push_back(std::move(unit));   // what is in the bundle no more
  ledger.minutes_planned = now ? now->planned_minutes() : 0;
  return {};
}

// Of what accrues; absent when one of them was not measured.
void add_times(Ledger& ledger) {
  std::optional<base::Milliseconds> sum = base::Milliseconds(0);
  for (const auto& unit : ledger.units) {
    if (!unit.accrues) continue;
    ledger.minutes_done += unit.fact.minutes;
    if (sum && unit.fact.active) *sum += *unit.fact.active;
    else sum.reset();
  }
  if (ledger.minutes_done > 0) ledger.own_time = sum;
}

std::string activity_of(const Account& account, const LedgerFacts& told) {
  if (!account.facts.empty()) return account.facts.front().fact.activity_id;
  if (!account.cycles.empty()) return account.cycles.front().activity_id;
  if (!account.grants.empty()) return account.grants.front().activity_id;
  return told.current ? told.current->id : std::string();
}

}  // namespace

bool is_too_fast(const UnitCounted& fact) {
  return fact.active && fact.active->count() * kFlagShare < std::chrono::milliseconds(std::chrono::minutes(fact.minutes)).count();
}

base::Result<Ledger> fold_ledger(const std::vector<record::Event>& events, const LedgerFacts& told) {
  auto account = account_of(events);
  if (!account) return base::fail(account.error());
  Ledger ledger;
  ledger.activity_id = activity_of(*account, told);
  ledger.last_seq = account->last_seq;
  ledger.profession_known = !told.profession.empty();
  ledger.grants = std::move(account->grants);
  for (auto& cycle : account->cycles) {
    ledger.cycle_checks.push_back(check_cycle(cycle, told));
    ledger.cycles.push_back(std::move(cycle));
  }
  if (auto added = add_units(ledger, account->facts, told); !added) return base::fail(added.error());
  add_times(ledger);
  ledger.offers = offers_of(ledger, told);
  return ledger;
}

}  // namespace preceptor::credit
