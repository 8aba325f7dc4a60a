// Payloads of a case's events (stream kind "case", design section 3; vocabulary in xapi.md section 4) and their JSON.
// As everywhere, an event holds person ids and salted hashes; the texts lie in tables that can be deleted from.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/activity/rca/decision.hpp"

namespace preceptor::rca {

struct RcaOpened {  // by the planner: the event's person
  std::string case_id;
  std::string planner_hash = {};  // of the planner's name; empty when none was given
  friend bool operator==(const RcaOpened&, const RcaOpened&) = default;
};
// The planner saved the sheet. The text is the sheet's canonical JSON; what the rule needs is repeated here as numbers.
struct RcaSheetSaved {
  std::string text_hash;  // hex SHA-256 of salt + the sheet's canonical JSON
  ByRow<std::optional<int>> evidence;
  ByRow<bool> accepted;
  friend bool operator==(const RcaSheetSaved&, const RcaSheetSaved&) = default;
};
struct RcaRated {  // by a stakeholder: the event's person; a later one by the same person replaces it
  Role role = Role::other;
  bool told = false;
  struct Card {
    int degree = kNotACause;
    std::vector<Row> applies;
    std::string example_hash;  // empty without an example
    friend bool operator==(const Card&, const Card&) = default;
  };
  std::array<Card, kCardCount> cards;
  bool leaves = false;  // the form said that it goes to a record store; false in events older than the member
  friend bool operator==(const RcaRated&, const RcaRated&) = default;
};
struct RcaDecided {  // by the signer: the event's person
  int n = 1;
  Outcome proposed = Outcome::incomplete, decided = Outcome::incomplete;
  int eas = 0, eq = 0;  // thousandths
  std::string rule;
  std::string basis_hash;  // salted: the basis covers texts that can be erased
  std::string reason_hash, name_hash, interest_hash;
  bool has_interest = false;
  std::string second_person;                      // of an override; empty without one
  std::string second_hash, override_reason_hash;  // name and interest of the second; the reason
  bool second_has_interest = false;
  base::Date re_review{};
  std::optional<base::Instant> signed_at = {};  // by the signer, when a second person signed later: the event's time
  friend bool operator==(const RcaDecided&, const RcaDecided&) = default;
};
// A follow-up value of the case's measure, entered at re-review.
struct RcaFollowedUp {
  std::string value;  // canonical decimal
  base::Date measured_on{};
  std::string source_hash;
  friend bool operator==(const RcaFollowedUp&, const RcaFollowedUp&) = default;
};

// A unit was started from the case.
struct RcaUnitStarted {
  std::string unit_id;
  friend bool operator==(const RcaUnitStarted&, const RcaUnitStarted&) = default;
};

using CasePayload = std::variant<RcaOpened, RcaSheetSaved, RcaRated, RcaDecided, RcaFollowedUp, RcaUnitStarted>;
// "rca_opened", "rca_sheet_saved", "rca_rated", "rca_decided", "rca_followed_up", "rca_unit_started".
std::string_view type_name(const CasePayload& payload);

// Canonical JSON of one payload, and back by its type. Error: json_malformed with the member's path, or the unknown
// type.
std::string to_json(const CasePayload& payload);
base::Result<CasePayload> case_payload_from_json(std::string_view type, std::string_view json);

// Hashes one text as the record does: hex SHA-256 of salt + text. Empty for an empty text.
std::string text_hash(std::string_view salt, std::string_view text);
// The payloads of what was accepted. One salt an event; the caller stores it beside the texts.
RcaSheetSaved payload_of(const Sheet& sheet, std::string_view salt);
RcaRated payload_of(const Rating& rating, std::string_view salt);
RcaDecided payload_of(const Decision& decision, std::string_view salt);
// A rating from its event, without the examples: all that row values need.
Rating rating_of(const RcaRated& payload, std::string person, base::Instant at);
// A decision from its event, without its texts; `at`: the event's time, `person`: the signer.
Decision decision_of(const RcaDecided& payload, std::string person, base::Instant at);

}  // namespace preceptor::rca
