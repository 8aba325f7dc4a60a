// One learner's account in one activity: a fold over its stream. Pure; the same events in any order, doubled or not, give the same ledger.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/credit/events.hpp"

namespace preceptor::credit {

enum class Truth { no, yes, unknown };

// One condition, and what it rests on: so that a page can say exactly what is missing.
struct Check {
  std::string rule;                       // stable: "within_window", "completed", "score", "told_standard_before_start", "disclosure_before_content", ...
  Truth truth = Truth::unknown;
  std::vector<std::string> evidence;      // event ids ("<stream>/<seq>"), attempt ids, grants' ids; of what has an order, the times (RFC 3339) too
  std::string missing;                    // end of a message key "credit.missing.<...>"; empty when true
};

// What the engine is told beside the events.
struct LedgerFacts {
  // The version with that hash; null when the store lost it.
  std::function<const Activity*(const base::ContentHash&)> version;
  const Activity* current = nullptr;      // the version that is current now; null when withdrawn
  const Rulebook* rules = nullptr;
  std::vector<Enabled> enabled;           // what staff switched on
  std::string profession;                 // code; empty = not told yet
  base::Date today{};                     // in the provider's zone
  std::string time_zone = "UTC";
  // Grants of the same learner in other activities of the provider, for rules over a day, a year or ever.
  std::vector<Grant> others;
};

// What may be claimed of one system now.
struct Offer {
  std::string system;
  Amount accrued, granted, available;     // available = what may be claimed now; accrued never exceeds the designated maximum of a completion
  Amount maximum;                         // designated, of one completion
  int completions = 1;                    // begun: more than one only where the system may be had again
  bool whole = false;                     // what must be done is done
  // The credit date of a claim of all that is available: the day at which it was reached. `steps`: at what sum of claims which day was.
  base::Date date{};
  struct Reached { Amount sum; base::Date date{}; };
  std::vector<Reached> steps;
  std::vector<std::string> rests_on;      // attempt ids, or the ids of questions at the point of care
  int minutes_done = 0, minutes_to_next = 0;   // planned; to the next step, 0 when none is left
  Amount next;                            // what the next step adds
  std::vector<Check> checks;              // of the whole: eligibility
  std::vector<BoardRegistration> boards;  // points that would go with the available amount, of boards whose gates hold
  struct BoardCheck { std::string board; std::vector<Check> checks; };
  std::vector<BoardCheck> board_checks;
  bool may_claim() const { return available.hundredths > 0; }
  base::Date date_of(Amount claimed) const;   // of a claim of so much, made now
};
struct CountedUnit {
  UnitCounted fact;                       // the first attempt that accrues; without one, the newest
  bool accrues = false;                   // counts towards credit
  std::vector<Check> checks;
  bool too_fast = false;                  // observed under 25 % of planned: flagged to staff
  // Of all attempts that accrue: a later one is not priced again, but may be scored better.
  int best_raw = 0, best_max = 0;
  bool rationale = false, citations = false, evaluated = false;
};
struct Ledger {
  std::string activity_id;
  std::vector<CountedUnit> units;         // the best of each unit, by bundle order; every attempt is in `attempts`
  std::vector<UnitCounted> attempts;
  std::vector<bool> attempt_accrues;      // one an attempt
  std::vector<CycleCounted> cycles;
  std::vector<Check> cycle_checks;        // one a cycle: whether it counts, and what it lacks
  std::vector<Offer> offers;              // by the activity's designations, in order; "participation" where the profession gets no credit
  std::vector<Grant> grants;              // with the state now
  int minutes_done = 0, minutes_planned = 0;
  std::optional<base::Milliseconds> own_time;   // sum of what was observed; absent when one was not measured
  bool profession_known = false;
  std::int64_t last_seq = 0;
};

// Observed under 25 % of the planned time. What was not measured is not fast.
bool is_too_fast(const UnitCounted& fact);

// Events of the ledger's stream; the order does not matter, doubles are passed over.
base::Result<Ledger> fold_ledger(const std::vector<record::Event>& events, const LedgerFacts& facts);

struct ClaimAsked {
  std::string system;
  Amount amount;                          // the step's multiple, 0 < amount <= available
  std::vector<std::string> boards;        // codes the points go to
};
// Why a claim is refused: `key` is the end of a message key "credit.refused.<key>" ("step", "more_than_available", "partial", "profession", "expired", ...).
struct ClaimRefused {
  std::string key;
  Amount limit;                           // what would be allowed; 0 where that makes no sense
};
struct ClaimMade {
  CreditClaimed claimed;
  CreditGranted granted;
};
struct ClaimAnswer {
  std::optional<ClaimMade> made;
  std::optional<ClaimRefused> refused;
};
// Pure: the caller commits both events at ledger.last_seq + 1 and + 2. `code` is the certificate's verify code.
ClaimAnswer claim(const Ledger& ledger, const LedgerFacts& facts, const ClaimAsked& asked, const base::PlatformId& platform, const base::PersonId& person,
                  std::string_view provider_domain, const std::string& code, const std::string& attestation, base::Instant now);

}  // namespace preceptor::credit
