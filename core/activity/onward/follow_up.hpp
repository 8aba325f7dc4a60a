// "Did you do it?": the 7- and 30-day follow-up of a commitment, asked at the next launch of anything, once each
// (ui.md 6.1).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/base/time.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::onward {

enum class FollowUpDay { seven = 7, thirty = 30 };
// The 30-day question lapses when nothing was launched for so long: an answer from memory would say little. A house
// rule.
inline constexpr int kFollowUpLapsesDays = 180;

// One commitment a learner chose, without answers such as "none of these".
struct Commitment {
  std::string attempt, unit_id, question_id;
  std::vector<std::string> choices;
  base::Instant at{};
  friend bool operator==(const Commitment&, const Commitment&) = default;
};
// Of a completed attempt; `at` is when it was completed. Exclusive options are no commitment.
std::vector<Commitment> commitments_of(const activity::Unit& unit, const record::Attempt& attempt);

// That a follow-up was put before the learner, answered or not: it is not asked again.
struct FollowUpAsked {
  std::string attempt, question_id;
  FollowUpDay day = FollowUpDay::seven;
  friend bool operator==(const FollowUpAsked&, const FollowUpAsked&) = default;
};

struct FollowUpDue {
  Commitment commitment;
  FollowUpDay day = FollowUpDay::seven;
  friend bool operator==(const FollowUpDue&, const FollowUpDue&) = default;
};

// What may be asked now. Seven is due from day 7 until day 30, thirty from day 30 until it lapses: never both at once,
// and who comes back after day 30 is asked one question, not two. Days are 24 h from the commitment. A later commitment
// to the same question of a unit replaces an earlier one. Oldest commitment first, then attempt and question.
std::vector<FollowUpDue> follow_ups_due(const std::vector<Commitment>& commitments,
                                        const std::vector<FollowUpAsked>& asked, base::Instant now);
// Those for one launch: all of one attempt, the one whose commitment is oldest. Empty when nothing is due.
std::vector<FollowUpDue> follow_ups_for_launch(const std::vector<Commitment>& commitments,
                                               const std::vector<FollowUpAsked>& asked, base::Instant now);
// When the next one falls due, for the calendar reminder of a receipt; nullopt when none will.
std::optional<base::Instant> next_follow_up(const std::vector<Commitment>& commitments,
                                            const std::vector<FollowUpAsked>& asked, base::Instant now);

enum class Done { done, partly, no };
inline constexpr std::size_t kBarrierBytes = 64;  // of a barrier's id
// Two taps at most: how it went, and what was in the way when it is not done. Whether such an answer is complete.
bool is_complete(Done done, std::string_view barrier_id);

}  // namespace preceptor::onward
