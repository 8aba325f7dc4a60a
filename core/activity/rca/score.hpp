// The education-amenable share (EAS) and the quality of the evidence (EQ) of credit.md 9.2, in whole numbers so that a
// threshold is met or not met the same way everywhere.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/rows.hpp"
#include "core/activity/sentence.hpp"

namespace preceptor::rca {

// Defaults of credit.md 9.2, not evidence. Percent. A change is a new rule version: old decisions keep theirs.
inline constexpr std::string_view kRuleVersion = "9.2/1";
inline constexpr int kEvidenceNeeded = 70;  // EQ below it: collect data first
inline constexpr int kWrongTool = 30;       // EAS below it: education is the wrong tool
inline constexpr int kEducationAlone = 65;  // EAS from it, without a blocker: education is the right tool
inline constexpr int kBlockerContribution = 3;
inline constexpr int kBlockerShare = 20;  // a main cause whose education share is at most this blocks
inline constexpr int kTopRows = 3;        // rows whose evidence counts and that are asked why
inline constexpr int kEvidenceWeight[] = {50, 75, 90, 100};  // ev of e = 0 .. 3

// The thresholds as they are printed beside every verdict.
struct Threshold {
  std::string name;   // "EAS"
  std::string value;  // "0.30"
  activity::Sentence meaning;
  friend bool operator==(const Threshold&, const Threshold&) = default;
};
std::vector<Threshold> thresholds();
// "Locally developed and not validated ...": goes wherever a score or threshold is shown.
activity::Sentence validity_label();

struct Score {
  int weight = 0;    // W = sum of c * ev, hundredths
  int educable = 0;  // sum of c * ev * a, ten-thousandths
  int quality = 0;   // sum of ev over the top rows, hundredths
  std::vector<Row>
      top;  // at most three rows with the largest c * ev, c > 0; of equals the greater c, then the rows' order
  std::vector<Row> blockers;  // c = 3 and a <= 0.2
  friend bool operator==(const Score&, const Score&) = default;
};
// `contribution` 0 to 3, `evidence` 0 to 3 for each row.
Score score(const ByRow<int>& contribution, const ByRow<int>& evidence);
// EAS and EQ, 0 to 1, for showing only; 0 when nothing is a cause. Thousandths, rounded half up: 681 is 0.681.
int eas_thousandths(const Score& score);
int eq_thousandths(const Score& score);
// 681 -> "0.681".
std::string thousandths_text(int thousandths);

enum class Outcome { incomplete, hold_data, hold_partner, go_education, go_part, no_go };
std::string_view name(Outcome outcome);   // "incomplete", "hold_data", ...
std::string_view title(Outcome outcome);  // "GO: education", "HOLD: collect data", ...
bool is_go(Outcome outcome);

// Steps 2 to 6 of the rule, and incomplete when W = 0. `accepted`: rows whose named owner outside education accepted.
Outcome outcome_of(const Score& score, const ByRow<bool>& accepted);

// Rows with a cause that education alone would not be sent to mend (a < 0.65), the greatest part c * ev * (1 - a)
// first. Never empty when EAS < 0.65.
std::vector<Row> other_part(const ByRow<int>& contribution, const ByRow<int>& evidence);

}  // namespace preceptor::rca
