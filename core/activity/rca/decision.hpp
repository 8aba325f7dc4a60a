// Go or no-go: who decided what, on which grounds. Decisions are added, never changed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/verdict.hpp"
#include "core/base/date.hpp"

namespace preceptor::rca {

inline constexpr int kReReviewMonthsMost = 24;  // latest re-review after a decision

struct Signature {
  std::string person;  // person id
  std::string name;    // as it is printed
  base::Instant at{};
  std::string interest;  // the signer's own interest in the activity; "none" is an answer, an empty text is not
  friend bool operator==(const Signature&, const Signature&) = default;
};

struct Override {
  Signature second;  // another person than the signer
  std::string reason;
  friend bool operator==(const Override&, const Override&) = default;
};

struct Decision {
  int n = 1;                               // 1 for the first of a case
  Outcome proposed = Outcome::incomplete;  // what the rule said
  Outcome decided = Outcome::incomplete;
  int eas = 0, eq = 0;  // thousandths, as shown to the signer
  std::string rule = std::string(kRuleVersion);
  std::string basis;  // basis_of the sheet and ratings the signer saw
  std::string reason;
  Signature signer;
  std::optional<Override> against_rule;  // exactly when decided differs from proposed
  base::Date re_review{};
  friend bool operator==(const Decision&, const Decision&) = default;
};

// When a decision began to stand: at its last signature.
base::Instant stands_from(const Decision& decision);

// Hex SHA-256 of the sheet and the latest rating of each person: tells whether a case changed since.
std::string basis_of(const Sheet& sheet, const std::vector<Rating>& ratings);

// Who may sign. `planner`: the person id of the sheet's author.
struct SigningPolicy {
  std::string planner;
  bool separate_signer = false;  // the planner does not sign the own case (ui.md 6.3)
};

class DecisionLog {
 public:
  const std::vector<Decision>& all() const { return decisions_; }
  const Decision* current() const { return decisions_.empty() ? nullptr : &decisions_.back(); }

  // Checks a decision against the case as it is now. Empty when it may be appended.
  std::vector<Problem> check(const Decision& decision, const Sheet& sheet, const std::vector<Rating>& ratings,
                             const SigningPolicy& policy) const;
  // Appends when nothing is wrong; answers what is.
  std::vector<Problem> append(const Decision& decision, const Sheet& sheet, const std::vector<Rating>& ratings,
                              const SigningPolicy& policy);
  // Reads back what was appended before. False, and nothing changes, when it does not follow the last one.
  bool restore(Decision decision);

  friend bool operator==(const DecisionLog&, const DecisionLog&) = default;

 private:
  std::vector<Decision> decisions_;
};

// Rows that someone outside education owns: those of `other` first and in its order, then the rest.
std::vector<Row> partner_rows(const Sheet& sheet, const std::vector<Row>& other);

// A decision as the rule proposes it now, to be signed: number, outcome, scores and basis filled in.
Decision proposal(const Sheet& sheet, const std::vector<Rating>& ratings, const DecisionLog& log);

}  // namespace preceptor::rca
