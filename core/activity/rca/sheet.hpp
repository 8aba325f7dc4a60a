// The planner's sheet of a root-cause case: the gap, the aim, the money, and for each row the evidence, the cause in
// words, the five whys and its owner.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/rows.hpp"
#include "core/activity/sentence.hpp"
#include "core/base/date.hpp"

namespace preceptor::rca {

using activity::Problem;
using activity::Sentence;

inline constexpr int kGapWords = 100;   // ACCME/ABIM audit abstract: practice gap
inline constexpr int kCauseWords = 50;  // the same: each educational need
inline constexpr std::size_t kWhysNeeded = 2, kWhysMost = 5;
inline constexpr std::size_t kTextCharacters = 2000;  // of any other free text
inline constexpr int kEvidenceMost = 3;  // 0 opinion, 1 one source, 2 two or more independent sources, 3 local data

// How the gap differs between groups. "Not available" is an answer; leaving it out is not.
struct Stratum {
  std::string by;  // "site", "payer", "race_ethnicity", "language", "rurality"
  bool available = false;
  std::string finding;  // when available
  friend bool operator==(const Stratum&, const Stratum&) = default;
};

struct Gap {
  std::string statement;  // what is done now and what should be, at most 100 words
  std::string measure, baseline, target, source, population;
  std::optional<base::Date> measured_on;
  std::vector<Stratum> strata;
  friend bool operator==(const Gap&, const Gap&) = default;
};

enum class AimKind { none, population_health, equity, cost, patient_experience, clinician_experience };
std::string_view name(AimKind kind);  // "population_health", ...; empty for none
struct Aim {
  AimKind kind = AimKind::none;
  std::string measure;
  friend bool operator==(const Aim&, const Aim&) = default;
};

struct Funding {
  std::string funder;  // "none" when nobody pays for it
  // Whether the money may be used when education is only a part of the answer, and whether the answer may be "no".
  std::optional<bool> permits_part, permits_no;
  friend bool operator==(const Funding&, const Funding&) = default;
};

enum class Department { none, education, quality, informatics, personnel, payer, clinic, other };
std::string_view name(Department department);  // "education", ...; empty for none
struct Owner {
  std::string name;
  Department department = Department::none;
  std::optional<base::Date> accepted_on;
  // A named owner outside education who accepted: what credit.md 9.2 asks for a blocker.
  bool accepted() const;
  friend bool operator==(const Owner&, const Owner&) = default;
};

struct RowSheet {
  std::optional<int> evidence;    // 0 to 3, the planner's alone
  std::string asked;              // who was asked, or which source
  std::string cause;              // the cause in at most 50 words, for the audit abstract
  std::vector<std::string> whys;  // first level first, at most 5
  Owner owner;
  std::string action;  // what the owner does, for what education cannot do
  std::optional<base::Date> due;
  friend bool operator==(const RowSheet&, const RowSheet&) = default;
};

struct Sheet {
  std::string title;
  Gap gap;
  Aim aim;
  Funding funding;
  std::vector<std::string> plan_changers;  // who may change the plan: names or posts
  std::string audience;                    // whom a unit would be for; may be empty
  ByRow<RowSheet> rows;
  friend bool operator==(const Sheet&, const Sheet&) = default;
};

// What is wrong or missing whatever the ratings say, in the order of the sheet. Empty when complete.
std::vector<Problem> check_sheet(const Sheet& sheet);

// Of these, what forbids to store it even unfinished: identifiers, characters that cannot be stored, unknown choices, texts that are much too long.
std::vector<Problem> check_storable(const Sheet& sheet);

// Words between white space, as the lint of content files counts them.
int count_words(std::string_view text);

// A problem of the catalogue below. `values` fill in its sentence. Rules: required, words, characters, identifier,
// text, choice, strata, date, and those of ratings and decisions.
Problem problem(std::string field, std::string_view rule, std::vector<std::pair<std::string, std::string>> values = {});
// Free text as it may be stored: UTF-8 without controls, not too long, no obvious patient identifier.
void check_text(std::vector<Problem>& problems, const std::string& field, std::string_view text, bool required,
                int words = 0);

// Canonical JSON and back. Error: json_malformed with the member's path.
std::string to_json(const Sheet& sheet);
base::Result<Sheet> sheet_from_json(std::string_view json);

}  // namespace preceptor::rca
