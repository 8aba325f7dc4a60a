// The one-page brief of a case as data: what goes into the accreditation file. It holds nothing that single persons
// said.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/json.hpp"

namespace preceptor::rca {

struct Brief {
  std::string case_id;
  Sheet sheet;
  Panel panel;
  std::vector<RowOpinions> opinions;  // disagreement by role, greatest first
  std::optional<Flip> flip;           // the single answer that would flip the outcome
  DecisionLog decisions;
  friend bool operator==(const Brief&, const Brief&) = default;
};
Brief brief_of(const CaseFile& file);
Verdict verdict_of(const Brief& brief);

// ACCME/ABIM audit abstract: the gap in at most 100 words, each cause in at most 50, tagged where teaching can meet it.
struct Need {
  Row row = Row::k1;
  std::string tag;  // "knowledge", "competence", "performance"; empty: not a need for education
  std::string cause;
  friend bool operator==(const Need&, const Need&) = default;
};
struct AuditAbstract {
  std::string gap;
  std::vector<Need> needs;        // rows that are a cause and are put in words; the greatest c * ev first
  std::vector<Problem> problems;  // too long, or missing
};
AuditAbstract audit_abstract(const Brief& brief);

// What the rule says, in one sentence with its numbers.
Sentence finding(const Brief& brief);
// What a reader should know before trusting it: few roles, no patient's voice, a grant that does not permit "no", an
// override, a signer with an interest.
std::vector<Sentence> warnings(const Brief& brief);
// Printed on every page of a case: not for patient-safety event review, no patient data.
Sentence banner();

struct Letter {
  Owner to;
  std::vector<Sentence> paragraphs;  // one each, in order
};
// The hand-over to the owner outside education. nullopt unless the current decision is NO-GO and such an owner is
// named.
std::optional<Letter> hand_over_letter(const Brief& brief);

// What a unit started from this case begins with. nullopt unless the current decision is a GO.
struct UnitStart {
  std::string gap;  // the case's id, for the unit's front matter
  std::string statement, audience;
  std::vector<std::string> objectives;  // the causes that education can take away
  Aim aim;
};
std::optional<UnitStart> unit_start(const Brief& brief);

// Canonical JSON. The result of the rule, the thresholds and the abstract are written too, for other programs.
std::string to_json(const Brief& brief);
// Error: json_malformed with the member's path; also when what was derived does not follow from the rest (altered, or
// made under another version of the rule).
base::Result<Brief> brief_from_json(std::string_view json);

}  // namespace preceptor::rca
