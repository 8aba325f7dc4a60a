// Recall: a published text is withdrawn by its hash. Who saw it, who may not go on with it, and what each is shown
// next. And the end of a unit's life for credit: `review-by`.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/time.hpp"
#include "core/record/attempt.hpp"

namespace preceptor::onward {

struct Withdrawal {
  std::string unit_id, language, content_hash;
  base::Instant at{};
  std::string correction;  // one or two sentences: what was wrong and what holds
  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};
// What is published now. The withdrawn hash itself is never published again.
struct Current {
  std::string unit_id, language, content_hash;
};

// One person who saw a hash. Every attempt that is pinned to it counts, finished or not: the first page was shown.
struct Seen {
  base::PersonId person;
  std::vector<base::AttemptId> attempts;  // by time opened, then id
  base::Instant first_at{}, last_at{};    // opened; last event
  bool completed = false;                 // any of them
  bool after_withdrawal = false;          // an event after the withdrawal: it was still on someone's screen
};
// By person id. `attempts` may be of anyone and any unit.
std::vector<Seen> who_saw(const std::vector<record::Attempt>& attempts, const Withdrawal& withdrawal);

// Whether another page of an attempt pinned to this hash may be shown or answered. The withdrawal counts at once.
bool may_go_on(std::string_view content_hash, const std::vector<Withdrawal>& withdrawals);

struct Correction {
  std::string content_hash, unit_id, language, text;
  base::Instant seen_at{}, withdrawn_at{};
  std::string replacement;        // hash to be read instead; empty when nothing is published in its place
  bool seen_replacement = false;  // has opened that already; the correction is shown all the same
  friend bool operator==(const Correction&, const Correction&) = default;
};
// What one person is shown at the next launch of anything: a correction for each withdrawn hash among the person's
// attempts, except those in `told` (hashes). The latest withdrawal first, then by hash. A hash withdrawn twice counts
// once, the first time, with the text of the latest.
std::vector<Correction> corrections_due(const std::vector<record::Attempt>& own,
                                        const std::vector<Withdrawal>& withdrawals, const std::vector<Current>& current,
                                        const std::vector<std::string>& told);

enum class MayStart { yes, without_credit };
// Whether a new attempt may be for credit: the day of `review_by` (YYYY-MM-DD) is the last one. Empty = no end. A date
// that cannot be read ends credit: nobody can say that the unit was reviewed. An attempt begun before may be finished
// for credit.
MayStart may_start(std::string_view review_by, base::Date today);

}  // namespace preceptor::onward
