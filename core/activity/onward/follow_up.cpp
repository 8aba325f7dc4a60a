#include "core/activity/onward/follow_up.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace preceptor::onward {
namespace {

constexpr std::chrono::hours kDay{24};

base::Instant day_after(const Commitment& commitment, int days) {
  return commitment.at + days * kDay;
}

bool was_asked(const std::vector<FollowUpAsked>& asked, const Commitment& commitment, FollowUpDay day) {
  const FollowUpAsked one{commitment.attempt, commitment.question_id, day};
  return std::ranges::find(asked, one) != asked.end();
}

auto order_of(const Commitment& c) {
  return std::tie(c.at, c.attempt, c.question_id);
}

// The latest commitment to each question of each unit, oldest first.
std::vector<const Commitment*> standing_commitments(const std::vector<Commitment>& commitments) {
  std::map<std::pair<std::string, std::string>, const Commitment*> latest;
  for (const Commitment& one : commitments) {
    const auto [place, is_new] = latest.try_emplace({one.unit_id, one.question_id}, &one);
    if (!is_new && order_of(*place->second) < order_of(one)) place->second = &one;
  }
  std::vector<const Commitment*> standing;
  for (const auto& [key, one] : latest)
    if (!one->choices.empty()) standing.push_back(one);
  std::ranges::sort(standing, {}, [](const Commitment* c) { return order_of(*c); });
  return standing;
}

}  // namespace

std::vector<Commitment> commitments_of(const activity::Unit& unit, const record::Attempt& attempt) {
  std::vector<Commitment> result;
  if (!attempt.completed) return result;
  for (const auto& [question_id, committed] : attempt.commitments) {
    const activity::Question* question = activity::find_question(unit, question_id);
    Commitment one{attempt.id.str(), unit.id, question_id, {}, attempt.completed_at};
    for (const std::string& choice : committed.choices) {
      if (!question) break;
      const auto option = std::ranges::find(question->options, choice, &activity::Option::id);
      if (option != question->options.end() && !option->exclusive) one.choices.push_back(choice);
    }
    result.push_back(std::move(one));
  }
  return result;
}

std::vector<FollowUpDue> follow_ups_due(const std::vector<Commitment>& commitments,
                                        const std::vector<FollowUpAsked>& asked, base::Instant now) {
  std::vector<FollowUpDue> due;
  for (const Commitment* one : standing_commitments(commitments)) {
    if (now < day_after(*one, 7) || now >= day_after(*one, kFollowUpLapsesDays)) continue;
    const FollowUpDay day = now < day_after(*one, 30) ? FollowUpDay::seven : FollowUpDay::thirty;
    if (!was_asked(asked, *one, day)) due.push_back({*one, day});
  }
  return due;
}

std::vector<FollowUpDue> follow_ups_for_launch(const std::vector<Commitment>& commitments,
                                               const std::vector<FollowUpAsked>& asked, base::Instant now) {
  std::vector<FollowUpDue> due = follow_ups_due(commitments, asked, now);
  if (due.empty()) return due;
  const std::string attempt = due.front().commitment.attempt;
  std::erase_if(due, [&](const FollowUpDue& one) { return one.commitment.attempt != attempt; });
  return due;
}

std::optional<base::Instant> next_follow_up(const std::vector<Commitment>& commitments,
                                            const std::vector<FollowUpAsked>& asked, base::Instant now) {
  std::optional<base::Instant> next;
  for (const Commitment* one : standing_commitments(commitments))
    for (const FollowUpDay day : {FollowUpDay::seven, FollowUpDay::thirty}) {
      const base::Instant at = day_after(*one, static_cast<int>(day));
      if (at > now && !was_asked(asked, *one, day) && (!next || at < *next)) next = at;
    }
  return next;
}

bool is_complete(Done done, std::string_view barrier_id) {
  return done == Done::done ? barrier_id.empty() : !barrier_id.empty() && barrier_id.size() <= kBarrierBytes;
}

}  // namespace preceptor::onward
