#include "core/activity/rca/brief.hpp"

#include <algorithm>

#include "core/activity/rca/words.hpp"

namespace preceptor::rca {
namespace {

constexpr int kRolesWanted = 3;  // ui.md 6.3: fewer are warned about

std::string number(int value) {
  return std::to_string(value);
}
std::string interest_of(const Signature& signature) {
  return signature.interest == "none" ? "" : signature.interest;
}

// Rows that are a cause, the greatest c * ev first.
std::vector<Row> causes(const Brief& brief) {
  const ByRow<int> evidence = evidence_of(brief.sheet);
  std::vector<Row> rows;
  for (const RowInfo& row : all_rows())
    if (brief.panel.value[row.row] > 0) rows.push_back(row.row);
  std::ranges::stable_sort(rows, std::greater{}, [&](Row row) {
    return std::pair(brief.panel.value[row] * kEvidenceWeight[evidence[row]], brief.panel.value[row]);
  });
  return rows;
}

void warn_of_money(const Brief& brief, std::vector<Sentence>& result) {
  const Funding& funding = brief.sheet.funding;
  if (funding.permits_no == false)
    result.push_back({"rca.warning.grant_no",
                      "The money of {funder} does not permit \"education is the wrong tool\".",
                      {{"funder", funding.funder}}});
  if (funding.permits_part == false)
    result.push_back({"rca.warning.grant_part",
                      "The money of {funder} does not permit education as a part only.",
                      {{"funder", funding.funder}}});
}

void warn_of_signers(const Decision& decision, std::vector<Sentence>& result) {
  std::vector<const Signature*> signers = {&decision.signer};
  if (decision.against_rule) signers.push_back(&decision.against_rule->second);
  for (const Signature* signer : signers)
    if (const std::string interest = interest_of(*signer); !interest.empty())
      result.push_back({"rca.warning.interest",
                        "{name}, who signed, has an own interest in the activity: {interest}",
                        {{"name", signer->name}, {"interest", interest}}});
  if (!decision.against_rule) return;
  Sentence warning{
      "rca.warning.override",
      "Decided against the rule, which said {proposed}: {decided}. Second signature: {name}. Reason: {reason}",
      {{"name", decision.against_rule->second.name}, {"reason", decision.against_rule->reason}}};
  activity::put(warning, "proposed", {word(decision.proposed)});
  activity::put(warning, "decided", {word(decision.decided)});
  result.push_back(std::move(warning));
}

}  // namespace

Brief brief_of(const CaseFile& file) {
  Brief brief{file.id, file.sheet, gather(file.ratings), opinions(file.ratings), {}, file.decisions};
  const auto all = flips(file.sheet, file.ratings);
  if (!all.empty() && verdict_of(brief).outcome != Outcome::incomplete) brief.flip = all.front();
  return brief;
}

Verdict verdict_of(const Brief& brief) {
  return assess(brief.sheet, brief.panel);
}

AuditAbstract audit_abstract(const Brief& brief) {
  AuditAbstract abstract{brief.sheet.gap.statement, {}, {}};
  check_text(abstract.problems, "gap.statement", abstract.gap, true, kGapWords);
  for (const Row row : causes(brief)) {
    const std::string& cause = brief.sheet.rows[row].cause;
    const std::string field = "rows." + std::string(info(row).code) + ".cause";
    check_text(abstract.problems, field, cause, false, kCauseWords);
    if (count_words(cause) > 0) abstract.needs.push_back({row, std::string(info(row).tag), cause});
  }
  if (abstract.needs.empty()) abstract.problems.push_back(problem("rows", "no_cause"));
  return abstract;
}

Sentence finding(const Brief& brief) {
  const Verdict verdict = verdict_of(brief);
  if (verdict.outcome == Outcome::incomplete)
    return {"rca.finding.incomplete",
            "Incomplete. Things that are missing: {n}.",
            {{"n", number(static_cast<int>(verdict.missing.size()))}}};
  Sentence rule{
      "rca.finding.rule",
      "The rule says {outcome}: education can take away a share of {eas} of the causes, the evidence for the main "
      "ones is {eq}, "
      "{people} people in {roles} roles were asked.",
      {{"eas", thousandths_text(eas_thousandths(verdict.score))},
       {"eq", thousandths_text(eq_thousandths(verdict.score))},
       {"people", number(brief.panel.people)},
       {"roles", number(brief.panel.roles)}}};
  activity::put(rule, "outcome", {word(verdict.outcome)});
  return rule;
}

std::vector<Sentence> warnings(const Brief& brief) {
  std::vector<Sentence> result;
  if (brief.panel.roles < kRolesWanted)
    result.push_back({"rca.warning.roles",
                      "Only {n} of at least {wanted} roles were asked.",
                      {{"n", number(brief.panel.roles)}, {"wanted", number(kRolesWanted)}}});
  if (!brief.panel.patient) result.push_back({"rca.warning.patient", "No patient or family member was asked.", {}});
  warn_of_money(brief, result);
  if (const Decision* current = brief.decisions.current()) warn_of_signers(*current, result);
  return result;
}

Sentence banner() {
  return {"rca.banner", "Not for patient-safety event review. No patient data.", {}};
}

std::optional<UnitStart> unit_start(const Brief& brief) {
  const Decision* current = brief.decisions.current();
  if (!current || !is_go(current->decided)) return std::nullopt;
  UnitStart start{brief.case_id, brief.sheet.gap.statement, brief.sheet.audience, {}, brief.sheet.aim};
  for (const Need& need : audit_abstract(brief).needs)
    if (!need.tag.empty()) start.objectives.push_back(need.cause);
  return start;
}

}  // namespace preceptor::rca
