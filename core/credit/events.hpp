// Events of credit. Those of one learner in one activity share a stream (kind "person"), so that of two claims made at once one wins; what a learner tells
// of herself is a stream of its own, and so is each activity. Payloads are record::Other; nothing here holds an identifier.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/credit/grant.hpp"
#include "core/record/event.hpp"

namespace preceptor::credit {

// The streams' ids: the same arguments give the same UUID.
std::string ledger_stream(const base::PersonId& person, std::string_view activity_id);
std::string person_stream(const base::PersonId& person);
std::string activity_stream(std::string_view activity_id);
std::string validation_stream(std::string_view ccid);
// Of the site: what staff switched on.
std::string rules_stream();
// How a disclosure's text is named in events: hex SHA-256; empty for an empty text.
std::string disclosure_hash(std::string_view text);

// A unit of a bundle was completed. Everything the engine needs of the attempt is in it, so that a ledger is a fold over one stream. Written in the
// commit of attempt_completed, for each activity that has the unit in its bundle then.
struct UnitCounted {
  inline static constexpr const char* kType = "unit_counted";
  std::string activity_id;
  base::ContentHash activity;              // the version current at completion
  std::optional<base::Instant> activity_at;   // when that version was published: an attempt that began before could not show what is new in it
  std::string unit_id;
  base::ContentHash unit;
  base::AttemptId attempt;
  base::RegistrationId registration;       // where it was done
  int minutes = 0;                         // planned, of the bundle
  base::Instant opened_at{}, completed_at{};
  base::Date date{};                       // of completion in the provider's zone
  std::optional<base::Instant> disclosure_at;   // when the disclosure was shown first
  std::string disclosure;                  // hash of its text; empty: which text stood there when the attempt began is not known
  bool from_records = false;               // the text was made from what the people disclosed, not the version's own
  std::optional<base::Instant> content_at; // when content was shown first
  int raw = 0, max = 0;                    // scored questions right
  bool has_score = false;
  int pass_percent = 0;                    // the standard, 0 = none
  std::optional<base::Instant> standard_at;     // when it was told; absent: it was not
  bool tested_out = false;
  bool past_review = false;                // begun after the unit's review-by
  bool rationale = false, citations = false, evaluated = false;   // feedback shown; the learner was evaluated (boards ask for that, credit.md 5)
  std::optional<base::Milliseconds> active;     // observed; absent = not measured
  friend bool operator==(const UnitCounted&, const UnitCounted&) = default;
};
// One completed question at the point of care (internet searching and learning).
struct CycleCounted {
  inline static constexpr const char* kType = "cycle_counted";
  std::string activity_id;
  base::ContentHash activity;
  std::string question_id;                 // the stream of the question
  int resources = 0;
  bool applied = false;
  base::Instant at{};
  base::Date date{};
  friend bool operator==(const CycleCounted&, const CycleCounted&) = default;
};
struct ProfessionTold {
  inline static constexpr const char* kType = "profession_told";
  std::string profession;                  // a code
  friend bool operator==(const ProfessionTold&, const ProfessionTold&) = default;
};
// The vault's content changed: which fields, never what they hold.
struct ProfileSaved {
  inline static constexpr const char* kType = "profile_saved";
  std::vector<std::string> fields;
  std::string by;                          // "learner", "roster", or the member of staff's person id
  friend bool operator==(const ProfileSaved&, const ProfileSaved&) = default;
};
// After a claim the learner was led to the form for identifiers: its fields, and those of them that her profile held by then. Names, never what they hold. Once a
// claim; who opens the form herself is not asked.
struct IdentifiersAsked {
  inline static constexpr const char* kType = "identifiers_asked";
  std::string ccid;                        // of the grant that the claim made
  std::vector<std::string> fields, known;
  friend bool operator==(const IdentifiersAsked&, const IdentifiersAsked&) = default;
};
struct PermissionGiven {
  inline static constexpr const char* kType = "permission_given";
  std::string kind, wording;               // as in Permission
  friend bool operator==(const PermissionGiven&, const PermissionGiven&) = default;
};
struct PermissionWithdrawn {
  inline static constexpr const char* kType = "permission_withdrawn";
  std::string kind;
  friend bool operator==(const PermissionWithdrawn&, const PermissionWithdrawn&) = default;
};
struct CreditClaimed {
  inline static constexpr const char* kType = "credit_claimed";
  std::string activity_id, system;
  Amount amount;
  base::ContentHash activity;
  std::string rules;                       // hash of the rulebook
  std::string attestation;                 // hash of the sentence that stood above the button
  std::optional<base::Milliseconds> own_time;   // what was shown as the learner's own time
  std::vector<std::string> attempts;       // what it rests on
  friend bool operator==(const CreditClaimed&, const CreditClaimed&) = default;
};
struct CreditGranted {
  inline static constexpr const char* kType = "credit_granted";
  Grant grant;                             // as it was granted; later states are CreditMoved
  friend bool operator==(const CreditGranted&, const CreditGranted&) = default;
};
struct CreditMoved {
  inline static constexpr const char* kType = "credit_moved";
  std::string ccid;
  GrantState from = GrantState::issued, to = GrantState::issued;
  std::string reason, by;                  // by: "upkeep", "import", a member's person id, "learner"
  std::string batch;                       // id of the export or sending it came with; may be empty
  friend bool operator==(const CreditMoved&, const CreditMoved&) = default;
};
// Where a report stands before it leaves: the pre-flight let it through; it waits, and for what; or it is for another receiver, or for none (V13).
enum class Readiness { ready, held, elsewhere };
std::string_view name(Readiness readiness);
std::optional<Readiness> readiness_named(std::string_view name);
// The pre-flight was asked of a grant and said something else than the last time. Each grant's lie in a stream of their own, so that no page of a learner's account
// is out of date by one.
struct CreditValidated {
  inline static constexpr const char* kType = "credit_validated";
  struct Finding {
    std::string rule, field, key, value;   // as report::RowFinding; never an identifier of a person
    friend bool operator==(const Finding&, const Finding&) = default;
  };
  std::string ccid;
  Readiness readiness = Readiness::held;
  std::vector<Finding> findings;           // what it waits for, or why it goes elsewhere; empty when it is ready
  std::string by;                          // "claim", "profile", "upkeep", or a member's person id
  friend bool operator==(const CreditValidated&, const CreditValidated&) = default;
};
// PARS gave the activity its 9-digit id, or staff corrected it.
struct ActivityNumbered {
  inline static constexpr const char* kType = "activity_numbered";
  std::string accme_activity_id, by;
  friend bool operator==(const ActivityNumbered&, const ActivityNumbered&) = default;
};
// A rule or format that the reference does not settle was switched on or off.
struct RuleEnabled {
  inline static constexpr const char* kType = "rule_enabled";
  std::string what;                        // as in Enabled
  bool on = true;
  std::string by_name, by;
  friend bool operator==(const RuleEnabled&, const RuleEnabled&) = default;
};

// Each payload as the record keeps it, and back. Error of reading: json_malformed with the member's path.
template <class T>
record::Other payload_of(const T& payload);
template <class T>
base::Result<T> payload_from_json(std::string_view json);

}  // namespace preceptor::credit
