// Who somebody is to a board: the identifiers that reports need. They live in the vault alone (design, section 6).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::credit {

struct BoardId {
  std::string board, id;                  // code of the board; its own id for the learner, text with leading zeros
  friend bool operator==(const BoardId&, const BoardId&) = default;
};
struct Licence {
  std::string state, number;              // two-letter code; as the state shows it
  friend bool operator==(const Licence&, const Licence&) = default;
};
// Consent to report, with the wording it was given under.
struct Permission {
  std::string kind = "report";            // "report": to the receivers named in the wording
  std::string wording;                    // hash of the text shown
  base::Instant at{};
  std::optional<base::Instant> withdrawn_at;
  friend bool operator==(const Permission&, const Permission&) = default;
};
struct Profile {
  std::string given_name, family_name;    // legal
  std::string launch_name;                // of the launch when the profile was saved: a later difference holds rows
  std::string birth_day;                  // "MM/DD", never a year
  std::string npi;                        // 10 digits
  std::vector<Licence> licences;
  std::vector<BoardId> boards;
  std::string nabp_id, nccpa_id;          // other systems' identities; empty for most
  std::optional<Permission> permission;
  base::Instant changed_at{};
  friend bool operator==(const Profile&, const Profile&) = default;
};
// Canonical JSON and back, for the vault. Error: json_malformed with the member's path, never with a value.
std::string to_json(const Profile& profile);
base::Result<Profile> profile_from_json(std::string_view json);

// A field that cannot stand: `rule` is a V-number of credit.md 4.5 where one applies; `key` is the end of a message key "profile.problem.<key>".
struct ProfileProblem {
  bool refuses = true;
  std::string field, rule, key;
};
// Every field as it is typed; empty fields are no problem here (what a report needs is the pre-flight's question).
std::vector<ProfileProblem> check_profile(const Profile& profile);
// What can be said of a field before it is saved, by whoever shows a form; check_profile says the same of it at saving.
struct TypingRule {
  std::string_view pattern;       // a JavaScript pattern that the whole value fits, blanks at its ends taken away; empty where `prefix` rules
  std::string_view prefix;        // digits that make Luhn's check come out when they stand before the value; empty for most
  std::string_view key;           // of the problem where the rule does not hold, as in ProfileProblem
};
// The rules of a value that is not empty, the one that is said first first. `field`: "npi", "birth_day" (a form may take "9/1" for "09/01"); any other is plain text.
std::vector<TypingRule> typing_rules(std::string_view field);
// The form for identifiers, by the names of its fields: a pharmacist's and a physician assistant's numbers only for them, or where one is kept.
std::vector<std::string> form_fields(std::string_view profession, const Profile& profile);
// Those that the profile holds. `board`: code of the board whose number the form is for, then "boards" is none of them, for that number is new; empty: no board's.
std::vector<std::string> held_fields(const Profile& profile, std::string_view board);
// Ten digits and Luhn over 80840 + NPI (V04).
bool is_npi(std::string_view text);
// "MM/DD" of a real day, 02/29 allowed (V03).
bool is_birth_day(std::string_view text);
// Two letters -> full name; empty when there is no such state or territory.
std::string_view state_name(std::string_view code);
const std::vector<std::string_view>& state_codes();

}  // namespace preceptor::credit
