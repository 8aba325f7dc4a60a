// Knowledge before and after, and commitments chosen and kept.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/stats.hpp"

namespace preceptor::burden {

// When doing it again tests what is still known: a month, less the days by which people come early.
inline constexpr base::Milliseconds kLaterAfter = std::chrono::hours(24 * 25);
// One learner and one question, as it stood in that period. Absent = that time it was not asked.
struct PairedAnswer {
  std::string person, question_id;
  std::optional<bool> before, after, later;  // later: kLaterAfter or more after `after`
  std::optional<bool> sure_before, sure_after;
  int period = 0;
};
struct KnowledgeChange {
  std::string question_id;
  int paired = 0;                  // learners with both answers; no other is in `before` and `after`
  Share before, after;
  std::optional<double> change;    // after minus before
  Share later;                     // of the paired learners who were asked again
  Share overconfident_before, overconfident_after;  // wrong and sure, of paired learners who said how sure
};
// One row a question, in the order of first appearance. A learner's answers stand in the order of time, and the last counts. Each share is held back on its own
// answers: what changed in it becomes part of it once `least` learners' did (suppression.hpp), so it is empty (n = 0) with fewer, and so is the whole row with
// fewer pairs.
std::vector<KnowledgeChange> knowledge_change(const std::vector<PairedAnswer>& answers, int least = 5);

enum class Kept { done, partly, not_done };
struct FollowedUp {
  Kept went = Kept::done;
  std::string barrier;                   // named when not done; may be empty
  base::Instant at{};
  int period = 0;                        // of the answer, which comes later than the commitment
};
struct CommitmentObservation {
  std::string person, option;            // what was chosen
  std::optional<FollowedUp> day_7, day_30;   // absent = not followed up (yet)
  int period = 0;
};
struct CommitmentFigures {
  std::string option;
  int chosen = 0;
  Share done_7, done_30;                 // "done" of those followed up; missing = not followed up
  std::map<std::string, int> barriers;   // of those not or partly done at the last follow-up
};
// One row an option, most chosen first, then by option; options that fewer than `least` persons chose come together as the last row,
// whose option is empty, and only if they are enough together. Shares of fewer are empty, barriers of fewer left out. Choices and follow-ups are each held back
// until so many persons' are new.
std::vector<CommitmentFigures> commitment_figures(const std::vector<CommitmentObservation>& commitments, int least = 5);

// What was said last of each commitment that was followed up; held back in the same way.
struct LastFollowUp {
  const CommitmentObservation* commitment = nullptr;
  const FollowedUp* said = nullptr;
};
std::vector<LastFollowUp> last_follow_ups(const std::vector<const CommitmentObservation*>& commitments, int least);

}  // namespace preceptor::burden
