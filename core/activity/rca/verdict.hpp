// What the visible rule of credit.md 9.2 says about a case: the outcome, what is missing, and what would change it.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "core/activity/rca/rating.hpp"
#include "core/activity/rca/score.hpp"
#include "core/activity/rca/sheet.hpp"

namespace preceptor::rca {

struct Verdict {
  Outcome outcome = Outcome::incomplete;
  Score score;
  std::vector<Problem> missing;  // incomplete: everything that is missing, in the order of the sheet
  std::vector<Row> collect;      // hold_data: top rows whose evidence is below the threshold
  std::vector<Row> partners;     // hold_partner: blockers without a named owner outside education who accepted
  std::vector<Row> other;        // go_part, no_go, hold_partner: what education cannot take away, greatest first
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
Verdict assess(const Sheet& sheet, const Panel& panel);

// The planner's evidence (0 where not stated yet) and the owners who accepted, by row.
ByRow<int> evidence_of(const Sheet& sheet);
ByRow<bool> accepted_of(const Sheet& sheet);

// The single answer that would flip the outcome.
struct Flip {
  enum class Kind { owner, evidence, rating, row };
  Kind kind = Kind::owner;
  Row row = Row::k1;
  int from = 0, to = 0;  // owner: 0 not accepted, 1 accepted; evidence 0 to 3; rating and row: 0, 1 or 3
  Outcome outcome = Outcome::incomplete;  // what the rule would say then
  friend bool operator==(const Flip&, const Flip&) = default;
};
std::string_view name(Flip::Kind kind);  // "owner", "evidence", "rating", "row"

// Every single answer that would: an owner's acceptance or its withdrawal, the planner's evidence for one row, one
// person's answer about one row (without saying whose). Smallest step first, then owners, evidence, ratings, then the
// rows' order. When there is none, the rows' values as a whole (kind row). Steps 2 to 6 of the rule alone decide;
// nothing flips to incomplete, and an incomplete case (W = 0) has no flips.
std::vector<Flip> flips(const Sheet& sheet, const std::vector<Rating>& ratings);
// "One person's answer on team workflow, "contributes" instead of "main cause", would give NO-GO: wrong tool."
Sentence sentence_of(const Flip& flip);

}  // namespace preceptor::rca
