// The micro-burden survey: MB1 to MB5, their score, and when it is offered (credit.md 9.1). Locally developed, not validated.
#pragma once
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/burden/stats.hpp"

namespace preceptor::burden {

// MB5. `nothing` stands alone.
enum class Friction { sign_in, too_many_questions, off_topic, identifiers_again, forms, technical, nothing };
// Stable: "sign-in", "too-many-questions", ...
std::string_view name(Friction friction);
std::optional<Friction> friction_named(std::string_view name);

// What one person answered; absent = left empty (or, for MB3, not shown or "did not try").
struct MbAnswers {
  std::optional<int> worth;          // MB1: 1 far too long .. 5 well worth it
  std::optional<int> relevance;      // MB2: 0, 25, 50, 75 or 100 per cent
  std::optional<int> credit_ease;    // MB3: 1 very hard .. 7 very easy
  std::optional<int> point_of_need;  // MB4: 0 had no question, 1 no, 2 partly, 3 yes
  std::set<Friction> friction;       // MB5, not scored
};

// Burden from 0 (none) to 100; a part is absent when its item is missing, and for MB4 = 0.
struct MbScore {
  std::optional<double> worth, relevance, credit_ease, point_of_need;
  int parts = 0;              // how many of the four there are
  std::optional<double> mbi;  // the plain mean of the parts, only from kPartsNeeded on
};
inline constexpr int kPartsNeeded = 3;
// Error: answer_invalid naming the item whose value is out of range.
base::Result<MbScore> score(const MbAnswers& answers);

struct MbSummary {
  Distribution mbi, worth, relevance, credit_ease, point_of_need;  // missing = answered the survey, but not this
};

// What a completion may lead to. There is no "required": the survey cannot hold up credit, nor a receipt.
enum class Offer { none, optional };
// `offered_before`: for each earlier completion of this learner, oldest first, whether the survey was offered then. Offers at
// most 1 in 3 completions, both over the whole history and among any three in a row.
Offer survey_offer(const std::vector<bool>& offered_before);

}  // namespace preceptor::burden
