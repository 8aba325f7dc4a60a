// Credit systems and boards: data with source and date, never compiled in (credit.md 5 and 6). What the sources do not settle ships switched off.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/id.hpp"
#include "core/credit/amount.hpp"

namespace preceptor::credit {

// Where a rule comes from, and how sure we are.
struct Source {
  std::string text;                       // "accme.org/faq/8080"
  std::optional<base::Date> read_on;
  bool verified = false;                  // false: recalled, conflicting or not seen; off until staff switch it on with name and date
  friend bool operator==(const Source&, const Source&) = default;
};

enum class Repeat { once_per_activity, once_per_day, per_session, per_cycle, once_ever };
std::string_view name(Repeat repeat);
std::optional<Repeat> repeat_named(std::string_view name);

// How somebody else who counts credit names a system's, by the kind of activity (credit.md 6.2, AOA). Told to learners with its doubt; never claimed or reported.
struct SeenAs {
  std::string by;                         // "AOA", the only one so far
  std::string name;                       // "AOA Category 2-B"
  std::string not_towards;                // whose minimum it does not help to reach: "AOA Category 1-A"
  std::vector<std::string> formats;       // of activities: codes of activity_formats()
  Source source;
  friend bool operator==(const SeenAs&, const SeenAs&) = default;
};

struct CreditSystem {
  std::string code;                       // stable: "ama-pra-1", "ancc", "participation", ...
  std::string name;                       // as it is printed: "AMA PRA Category 1 Credit(s)"
  std::string unit;                       // "credit", "contact hour"
  Amount step{25}, minimum{25};
  Rounding designation = Rounding::nearest;   // of planned minutes, when an activity is designated
  Rounding accrual = Rounding::down;          // of planned minutes of completed units
  std::vector<std::string> professions;   // codes who may receive it; empty = everybody
  std::vector<std::string> identity;      // fields of the profile that its reports need
  Repeat repeat = Repeat::once_per_activity;
  bool needs_assessment = false;          // enduring material: a passing standard told before the start
  std::string pars_certification;         // PARS `activityCertification`; empty: not reported there
  Source source;
  std::vector<SeenAs> seen_as = {};
  // For an activity of that format; null where no source says so.
  const SeenAs* seen_as_for(std::string_view format) const;
  friend bool operator==(const CreditSystem&, const CreditSystem&) = default;
};

enum class BoardAmount { equal, at_most, round_whole };   // points against the activity's credit
std::string_view name(BoardAmount rule);
std::optional<BoardAmount> board_amount_named(std::string_view name);
enum class Split { none, sum_equals_total, two_records };  // how credit types share the total (ABA: two records); none: each type has the total for itself
std::string_view name(Split split);
std::optional<Split> split_named(std::string_view name);

struct Board {
  std::string code, name;                 // "ABIM", "American Board of Internal Medicine"
  bool in_pars = false;
  std::vector<std::string> types;         // credit types as PARS spells them
  BoardAmount amount = BoardAmount::equal;
  bool partial = true;                    // less than the registered value may be claimed
  bool variable = true;                   // learners may differ
  Repeat repeat = Repeat::once_per_activity;
  Split split = Split::none;
  std::vector<std::string> gates;         // "evaluation" | "pass" | "feedback_rationale" | "feedback_citation" | "content_area"
  std::optional<int> pass_percent;        // of the type in `pass_type` (ABS SA: 75)
  std::string pass_type;                  // when there is one, gates and pass_percent are that type's alone
  std::optional<int> report_within_days;
  std::optional<Amount> year_cap;         // points it counts of one learner in a calendar year, of all activities together
  bool year_end_alert = false;
  bool id_required = true;                // false: the board's own id may be left out (ABS)
  std::optional<base::Date> from, until;  // when the rule holds
  Source source;
  friend bool operator==(const Board&, const Board&) = default;
};

// One loaded set of rules. A claim names the hash of the rules it was granted under.
struct Rulebook {
  std::string hash;                       // hex SHA-256 of the canonical JSON
  std::vector<CreditSystem> systems;
  std::vector<Board> boards;
  const CreditSystem* system(std::string_view code) const;
  const Board* board(std::string_view code) const;
};
// {"systems": [...], "boards": [...]}; sets the hash. Error: content_invalid with the member's path.
base::Result<Rulebook> rulebook_from_json(std::string_view json);
std::string to_json(const Rulebook& rules);

// Switched on by somebody of the staff, who stands for it with name and date.
struct Enabled {
  std::string what;                       // "system:aoa", "board:ABTS", "format:cebroker", "rule:ABP.half" (0.5 credit rounds to 1 point)
  std::string by_name;
  base::PersonId by;
  base::Instant at{};
};

// Codes of professions, stable: "physician" (MD, DO), "nurse", "pharmacist", "pharmacy-technician", "physician-assistant", "psychologist", "optometrist",
// "social-worker", "dentist", "dental-staff", "dietitian", "dietetic-technician", "athletic-trainer", "other" (credit.md 2.3).
const std::vector<std::string_view>& professions();
// As PARS spells it: "Physician Assistant"; empty for "other".
std::string_view pars_profession(std::string_view code);

}  // namespace preceptor::credit
