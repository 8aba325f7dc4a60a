#include "core/burden/outcome.hpp"

#include <set>
#include <string_view>

namespace preceptor::burden {
namespace {

void add_outcome(const CaseMeasure& measure, const std::vector<FollowUp>& follow_ups, Beside& made) {
  if (follow_ups.empty()) return;
  // The later entry of two at one instant corrects the earlier.
  const FollowUp* last = &follow_ups.front();
  for (const FollowUp& each : follow_ups)
    if (each.at >= last->at) last = &each;
  made.value = last->value;
  if (measure.target)
    made.target_met = measure.higher_is_better ? last->value >= *measure.target : last->value <= *measure.target;
  if (!measure.baseline) return;
  made.change = last->value - *measure.baseline;
  if (*made.change == 0)
    made.direction = Direction::same;
  else
    made.direction = (*made.change > 0) == measure.higher_is_better ? Direction::better : Direction::worse;
}

void add_hours(const std::vector<AttemptObservation>& attempts, int least, Beside& made) {
  base::Milliseconds sum{};
  std::set<std::string_view> persons;
  int measured = 0, not_measured = 0;
  for (const AttemptObservation& attempt : attempts) {
    if (attempt.outcome == Outcome::open) continue;
    ++(attempt.active ? measured : not_measured);
    if (!attempt.active) continue;
    persons.insert(attempt.person);
    sum += *attempt.active;
  }
  made.too_few = measured > 0 && static_cast<int>(persons.size()) < least;
  if (made.too_few) return;
  made.attempts_measured = measured;
  made.attempts_not_measured = not_measured;
  if (measured > 0) made.hours = static_cast<double>(sum.count()) / 3'600'000;
}

}  // namespace

Beside beside(const CaseMeasure& measure, const std::vector<FollowUp>& follow_ups, const std::vector<AttemptObservation>& attempts,
              const std::vector<CommitmentObservation>& commitments, int least) {
  Beside made;
  add_outcome(measure, follow_ups, made);
  add_hours(attempts, least, made);
  int done = 0, asked = 0;
  for (const CommitmentObservation& each : commitments) {
    const std::optional<Kept> latest = each.day_30 ? each.day_30 : each.day_7;
    ++made.commitments;
    asked += latest ? 1 : 0;
    done += latest == Kept::done ? 1 : 0;
  }
  made.kept = hide_small(share(done, asked, made.commitments - asked), least);
  return made;
}

}  // namespace preceptor::burden
