// What came of a pilot: the rule of credit.md 9.1 and the effects it is applied to.
#include <algorithm>
#include <map>

#include "core/burden/measures.hpp"
#include "core/burden/pilot.hpp"

namespace preceptor::burden {
namespace {

// A difference of exactly the margin is not "more than" it, whatever binary fractions make of 0.3 - 0.2.
constexpr double kRounding = 1e-9;

bool contains(const std::vector<std::string>& ids, const std::string& id) { return std::ranges::find(ids, id) != ids.end(); }

// The first attempts of each person that lie in an arm, oldest first.
using Arm = std::vector<const AttemptObservation*>;

Arm arm_of(const std::vector<AttemptObservation>& attempts, const std::vector<std::string>& units, const DayRange& days) {
  Arm arm;
  for (const AttemptObservation& attempt : attempts) {
    const std::string day = base::format_rfc3339(attempt.opened_at).substr(0, 10);
    if (contains(units, attempt.where.unit_id) && day >= days.first && day <= days.last) arm.push_back(&attempt);
  }
  std::ranges::stable_sort(arm, {}, [](const AttemptObservation* attempt) { return attempt->opened_at; });
  return arm;
}

std::vector<double> values_of(const Arm& arm, const Quantity& quantity) {
  std::map<std::string_view, double> first;
  for (const AttemptObservation* attempt : arm)
    if (quantity.applies(*attempt))
      if (const auto value = quantity.value(*attempt)) first.try_emplace(attempt->person, *value);
  std::vector<double> values;
  for (const auto& [person, value] : first) values.push_back(value);
  return values;
}

Share share_of(const Arm& arm, const Proportion& proportion) {
  std::map<std::string_view, Tally> first;
  for (const AttemptObservation* attempt : arm)
    if (proportion.applies(*attempt))
      if (const auto tally = proportion.tally(*attempt)) first.try_emplace(attempt->person, *tally);
  Tally sum;
  for (const auto& [person, tally] : first) {
    sum.k += tally.k;
    sum.n += tally.n;
  }
  return share(sum.k, sum.n, 0, kZ90);
}

Difference effect_of(const std::string& metric, const Arm& pilot, const Arm& comparator) {
  if (const Quantity* quantity = find_quantity(metric))
    return shift(values_of(pilot, *quantity), values_of(comparator, *quantity), kZ90);
  const Proportion& proportion = *find_proportion(metric);  // read_pilot lets no other name through
  return difference(share_of(pilot, proportion), share_of(comparator, proportion), kZ90);
}

PilotVerdict conclude(std::vector<MetricResult> results) {
  const bool one = std::ranges::any_of(results, &MetricResult::improved);
  const bool harm = std::ranges::any_of(results, [](const MetricResult& r) { return r.worse_than_margin || r.not_measured; });
  return {one && !harm ? Verdict::improved : Verdict::not_shown, std::move(results)};
}

}  // namespace

FrozenState frozen_state(const Pilot& pilot, const std::optional<Frozen>& frozen, std::optional<base::Instant> first_launch) {
  if (!frozen) return FrozenState::not_frozen;
  if (frozen->hash != pilot_hash(pilot)) return FrozenState::changed;
  if (first_launch && frozen->at >= *first_launch) return FrozenState::too_late;
  return FrozenState::good;
}

MetricResult judge(const PilotMetric& metric, const Difference& effect) {
  MetricResult made{metric, effect};
  made.not_measured = !effect.value;
  if (made.not_measured) return made;
  // Turned so that positive is worse. An interval without bounds excludes nothing.
  const double sign = metric.lower_is_better ? 1 : -1;
  made.worse_than_margin = sign * *effect.value > metric.margin + kRounding;
  if (!effect.low || !effect.high) {
    made.margin_not_excluded = true;
    return made;
  }
  const double worst = metric.lower_is_better ? *effect.high : -*effect.low;
  made.improved = worst < 0;
  made.margin_not_excluded = worst > metric.margin;
  return made;
}

base::Result<PilotVerdict> verdict(const Pilot& pilot, const std::vector<MetricResult>& results) {
  const bool same = std::ranges::equal(pilot.metrics, results, {}, {}, &MetricResult::metric);
  if (!same) return base::fail(base::Code::content_invalid, "the results are not the metrics declared in " + pilot.id);
  return conclude(results);
}

PilotVerdict evaluate(const Pilot& pilot, const std::vector<AttemptObservation>& attempts) {
  const DayRange days{pilot.starts, pilot.ends};
  const Arm treated = arm_of(attempts, pilot.units, days);
  const Arm compared = pilot.baseline ? arm_of(attempts, pilot.units, *pilot.baseline) : arm_of(attempts, pilot.comparator, days);
  std::vector<MetricResult> results;
  for (const PilotMetric& metric : pilot.metrics) results.push_back(judge(metric, effect_of(metric.name, treated, compared)));
  return conclude(std::move(results));
}

}  // namespace preceptor::burden
