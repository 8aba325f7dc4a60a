#include "core/credit/accrual.hpp"

#include <algorithm>
#include <tuple>

namespace preceptor::credit {
namespace {

constexpr Amount kCycle{50};

bool has_all(const Round& round, const Activity& activity, bool required_only) {
  return !activity.bundle.empty() && std::ranges::all_of(activity.bundle, [&](const BundleUnit& unit) {
    const auto done = round.units.find(unit.unit_id);
    // Done for fewer minutes under an earlier version is not the whole of this one.
    return (required_only && !unit.required) || (done != round.units.end() && done->second->minutes >= unit.minutes);
  });
}

// The round's worth under one version: the whole bundle is the designated maximum, less is rounded as the system accrues.
Amount worth(const Round& round, const CreditSystem& system, const Activity& activity) {
  const Designation* designation = designation_of(activity, system.code);
  if (!designation) return {};
  if (has_all(round, activity, false)) return designation->max;
  return std::min(designation->max, from_minutes(round.minutes, system.step, system.accrual));
}

// Which time through a completion belongs to: the first that lacks the unit. Once a day: never two of one day (credit.md 10.1, scenario 15).
Round* round_for(std::vector<Round>& rounds, const UnitCounted& fact, const CreditSystem& system) {
  for (Round& round : rounds) {
    const auto done = round.units.find(fact.unit_id);
    if (done == round.units.end()) return &round;
    if (system.repeat != Repeat::once_per_day || done->second->date == fact.date) return nullptr;
  }
  return &rounds.emplace_back();
}

// After each completion. One that adds nothing is no step: credit has the date at which it was reached (credit.md 10).
void add_up(Banked& banked, const base::Date& date) {
  banked.total = {};
  for (const Round& round : banked.rounds) banked.total += round.banked;
  const Round& last = banked.rounds.back();
  const Amount whole = last.whole ? banked.total : banked.total - last.banked;
  const bool more = banked.steps.empty() ? banked.total.hundredths > 0 : banked.total > banked.steps.back().total || whole > banked.steps.back().whole;
  if (more) banked.steps.push_back({banked.total, whole, date});
}

}  // namespace

const Designation* designation_of(const Activity& activity, std::string_view system) {
  const auto found = std::ranges::find(activity.designations, system, &Designation::system);
  return found == activity.designations.end() ? nullptr : &*found;
}

Banked bank_units(std::vector<const UnitCounted*> facts, const CreditSystem& system, const LedgerFacts& told) {
  std::ranges::sort(facts, {}, [](const UnitCounted* one) { return std::tie(one->completed_at, one->attempt); });
  Banked banked;
  banked.rounds.emplace_back();
  for (const UnitCounted* fact : facts) {
    const Activity* version = told.version(fact->activity);
    Round* round = version ? round_for(banked.rounds, *fact, system) : nullptr;
    if (!round) continue;
    round->units.emplace(fact->unit_id, fact);
    round->minutes += fact->minutes;
    round->banked = std::max(round->banked, worth(*round, system, *version));
    round->whole = round->whole || has_all(*round, *version, true);
    add_up(banked, fact->date);
  }
  return banked;
}

Banked bank_cycles(std::vector<const CycleCounted*> cycles, const CreditSystem& system, const LedgerFacts& told) {
  std::ranges::sort(cycles, {}, [](const CycleCounted* one) { return std::tie(one->at, one->question_id); });
  Banked banked;
  Round& round = banked.rounds.emplace_back();
  Amount sum;
  for (const CycleCounted* cycle : cycles) {
    const Activity* version = told.version(cycle->activity);
    const Designation* designation = version ? designation_of(*version, system.code) : nullptr;
    if (!designation) continue;
    sum += kCycle;
    round.banked = std::max(round.banked, std::min(designation->max, round_to(sum, system.step, system.accrual)));
    round.whole = round.whole || round.banked >= designation->max;
    add_up(banked, cycle->date);
  }
  return banked;
}

NextStep next_step(const Round& round, const CreditSystem& system, const Activity& activity) {
  const Designation* designation = designation_of(activity, system.code);
  if (!designation || round.banked >= designation->max) return {};
  int left = 0, required = 0;
  for (const BundleUnit& unit : activity.bundle) {
    if (round.units.contains(unit.unit_id)) continue;
    left += unit.minutes;
    if (unit.required) required += unit.minutes;
  }
  if (left == 0) return {};
  // All or nothing: the next step is the whole.
  if (!activity.partial) return {required > 0 ? required : left, designation->max - round.banked};
  const Amount goal = std::max(round.banked + system.step, system.minimum);
  for (int minutes = 1; minutes < left; ++minutes) {
    const Amount then = std::min(designation->max, from_minutes(round.minutes + minutes, system.step, system.accrual));
    if (then >= goal) return {minutes, then - round.banked};
  }
  return {left, designation->max - round.banked};   // the whole bundle is worth the maximum
}

}  // namespace preceptor::credit
