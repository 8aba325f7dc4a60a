// A root-cause case as its events and texts tell it: what pages show, and what the rule of core/activity/rca is asked about.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/gate.hpp"
#include "core/base/id.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

// Who acts on a case: a member of staff, or a stakeholder.
struct CaseActor {
  base::PersonId person;
  std::string name;   // as it is printed; empty for a stakeholder, and when it was erased
  friend bool operator==(const CaseActor&, const CaseActor&) = default;
};

// A text whose hash is in the record, but which is not there to be shown: never to be taken for an empty one.
struct LostText {
  std::int64_t seq = 0;    // of its event
  std::string field;       // "sheet", "planner", "reason", "signer.name", "example.system", ...
  bool damaged = false;    // there, but not what was hashed; otherwise it was erased
  friend bool operator==(const LostText&, const LostText&) = default;
};

struct FollowUpValue {
  base::Instant at{};
  base::PersonId by;
  std::string value;       // canonical decimal, in the unit of the sheet's measure
  base::Date measured_on{};
  std::string source;
  friend bool operator==(const FollowUpValue&, const FollowUpValue&) = default;
};

struct StartedUnit {
  base::Instant at{};
  base::PersonId by;
  std::string unit_id;
  friend bool operator==(const StartedUnit&, const StartedUnit&) = default;
};

// A decision against the rule, signed by one person: nothing is decided until a second signs it.
struct PendingOverride {
  rca::Outcome decided = rca::Outcome::incomplete;
  std::string reason, basis;
  rca::Signature first;
  base::Date re_review{};
  friend bool operator==(const PendingOverride&, const PendingOverride&) = default;
};

struct RcaCase {
  std::string id;
  CaseActor planner;
  base::Instant opened_at{}, changed_at{};
  std::int64_t last_seq = 0;
  std::int64_t sheet_seq = 0;            // the event that saved the sheet last; 0: never
  base::PersonId sheet_by;
  rca::Sheet sheet;
  std::vector<rca::Rating> ratings;      // every one, oldest first
  rca::DecisionLog decisions;
  std::vector<FollowUpValue> follow_ups;
  std::vector<StartedUnit> units;
  std::vector<LostText> lost;
  std::optional<PendingOverride> pending;

  rca::CaseFile file() const { return {id, sheet, ratings, decisions}; }
  rca::Verdict verdict() const;
  bool is_lost(std::int64_t seq, const std::string& field) const;
  // Whether stakeholders may still answer: until a GO or NO-GO is decided. A HOLD asks for more.
  bool takes_ratings() const;
  // Whether sheet or ratings differ from what the current decision was made on. False while there is none, or when what it was made on was erased.
  bool changed_since_decision() const;
  // The person's newest rating; null when there is none.
  const rca::Rating* rating_of(const base::PersonId& person) const;
};

// Folds a stream. Error json_malformed: an event cannot be read, or does not follow from those before (the store is damaged).
base::Result<RcaCase> fold_case(const std::vector<record::Event>& events, const std::vector<ports::FreeText>& texts);

}  // namespace preceptor::web
