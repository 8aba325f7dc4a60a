// A grant: credit that a learner claimed and got, and where its report stands (credit.md 10, "States").
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/id.hpp"
#include "core/credit/activity.hpp"

namespace preceptor::credit {

// issued: the certificate stands, nothing is to be reported or nothing was yet. exported: in a file that staff upload. sent: given to a web service.
// pending: the receiver has it, the board has not answered. correcting: a delete is on its way, an add follows. superseded: another grant stands in its place.
enum class GrantState { issued, queued, exported, sent, pending, accepted, rejected, correcting, withdrawn, superseded };
std::string_view name(GrantState state);
std::optional<GrantState> grant_state_named(std::string_view name);
// Whether one may follow the other. The same state again is no move.
bool may_move(GrantState from, GrantState to);

struct Grant {
  std::string ccid;                       // "ccid:<provider domain>:<base32>" (credit.md 10, idempotency)
  base::PlatformId platform;
  base::PersonId person;
  std::string activity_id;
  base::ContentHash activity;             // the version it was granted under
  std::string rules;                      // hash of the rulebook
  std::string provider;                   // id
  std::string system;                     // code of a CreditSystem; "participation" for a certificate without credit
  Amount amount;
  std::string profession;                 // as told when it was claimed
  std::vector<BoardRegistration> boards;  // points that go with it, for the boards the learner named
  base::Date date{};                      // the calendar day of completion in the provider's zone
  base::Instant granted_at{};
  int sequence = 1;                       // of (provider, activity, learner, system): grows with each grant and correction
  std::string certificate;                // the verify code; never derived from the person
  GrantState state = GrantState::issued;
  std::string reason;                     // of the state: a result code or a sentence of the receiver
  base::Instant changed_at{};
  std::int64_t version = 1;               // of the row
  friend bool operator==(const Grant&, const Grant&) = default;
};

// Reasons of a record whose learner took the permission to report back (credit.md 10.1, scenario 25): correcting, staff asked its receiver to remove it;
// withdrawn, it was removed there; accepted, the receiver keeps it.
inline constexpr std::string_view kRemovalAsked = "Removal asked for";
inline constexpr std::string_view kRemovedThere = "Removed at the receiver";
inline constexpr std::string_view kRemovalRefused = "Removal refused";
// The reason of a superseded grant that is reported in one record with another (scenario 9, where the provider wants one).
inline constexpr std::string_view kJoined = "Joined into one record";
// The grant that stands in the place of these, at least two parts of one credit of one learner: the newest's, with the sum of their credit and points, on the last
// of their days. `sequence` and `certificate` are its own; nothing has been reported of it.
Grant join(const std::vector<Grant>& parts, std::string_view provider_domain, int sequence, const std::string& certificate, base::Instant at);
// Whether staff asked for its removal at the receiver and nobody noted yet what came of it.
bool removal_asked(const Grant& grant);
// Whether its credit holds: neither superseded nor withdrawn. What was only removed at its receiver holds: the learner earned it and keeps the certificate.
bool holds(const Grant& grant);

// Canonical JSON and back. Error: json_malformed with the member's path.
std::string to_json(const Grant& grant);
base::Result<Grant> grant_from_json(std::string_view json);

// `provider_domain`: host-like, no ':'; the same arguments give the same id, of at most 300 bytes.
std::string ccid(std::string_view provider_domain, std::string_view provider, std::string_view activity, const base::PersonId& person, std::string_view system,
                 base::Date date, int sequence);

}  // namespace preceptor::credit
