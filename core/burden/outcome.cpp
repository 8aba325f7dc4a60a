#include "core/burden/outcome.hpp"

#include <algorithm>
#include <limits>

#include "core/burden/suppression.hpp"

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
  std::vector<Member> members;
  std::vector<base::Milliseconds> times;
  for (const AttemptObservation& attempt : attempts) {
    if (attempt.outcome == Outcome::open || !attempt.active) continue;
    members.push_back(member(attempt.person, attempt.where.period));
    times.push_back(*attempt.active);
  }
  const auto timed = admitted(members, least);
  made.too_few = !members.empty() && timed.empty();
  if (made.too_few) return;
  base::Milliseconds sum{};
  int as_of = members.empty() ? std::numeric_limits<int>::max() : 0;
  for (const std::size_t i : timed) {
    sum += times[i];
    as_of = std::max(as_of, members[i].where.period);
  }
  made.attempts_measured = static_cast<int>(timed.size());
  made.attempts_not_measured = static_cast<int>(std::ranges::count_if(
      attempts, [&](const AttemptObservation& attempt) { return attempt.outcome != Outcome::open && !attempt.active && attempt.where.period <= as_of; }));
  if (!timed.empty()) made.hours = static_cast<double>(sum.count()) / 3'600'000;
}

}  // namespace

Beside beside(const CaseMeasure& measure, const std::vector<FollowUp>& follow_ups, const std::vector<AttemptObservation>& attempts,
              const std::vector<CommitmentObservation>& commitments, int least) {
  Beside made;
  add_outcome(measure, follow_ups, made);
  add_hours(attempts, least, made);
  std::vector<const CommitmentObservation*> all;
  std::vector<Member> members;
  for (const CommitmentObservation& each : commitments) {
    all.push_back(&each);
    members.push_back(member(each.person, each.period));
  }
  made.commitments = static_cast<int>(admitted(members, least).size());
  const auto said = last_follow_ups(all, least);
  const auto done = std::ranges::count_if(said, [](const LastFollowUp& one) { return one.said->went == Kept::done; });
  const int asked = static_cast<int>(said.size());
  made.kept = hide_small(share(static_cast<int>(done), asked, std::max(made.commitments - asked, 0)), least);
  return made;
}

}  // namespace preceptor::burden
