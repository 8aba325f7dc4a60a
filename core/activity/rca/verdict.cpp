#include "core/activity/rca/verdict.hpp"

#include <algorithm>

namespace preceptor::rca {
namespace {

constexpr int kPatientVoiceFrom = 2;  // credit.md 9.2, section 4: E1 or PP with c of at least this

std::string field(Row row, std::string_view member) {
  return "rows." + std::string(info(row).code) + "." + std::string(member);
}

void check_panel(const Panel& panel, const Score& score, std::vector<Problem>& missing) {
  if (panel.people == 0) return missing.push_back(problem("ratings", "ratings"));
  if (score.weight == 0) missing.push_back(problem("ratings", "no_cause"));
  if (!panel.non_physician) missing.push_back(problem("ratings", "non_physician"));
  const int patients = std::max(panel.value[Row::e1], panel.value[Row::pp]);
  if (patients >= kPatientVoiceFrom && !panel.patient) missing.push_back(problem("ratings", "patient_voice"));
}

void check_causes(const Sheet& sheet, const Panel& panel, const Score& score, std::vector<Problem>& missing) {
  for (const RowInfo& row : all_rows())
    if (panel.value[row.row] > 0 && !sheet.rows[row.row].evidence)
      missing.push_back(problem(field(row.row, "evidence"), "evidence"));
  for (const Row row : score.top) {
    const RowSheet& planned = sheet.rows[row];
    if (count_words(planned.cause) == 0) missing.push_back(problem(field(row, "cause"), "required"));
    if (planned.whys.size() < kWhysNeeded)
      missing.push_back(problem(field(row, "whys"), "whys",
                                {{"min", std::to_string(kWhysNeeded)}, {"max", std::to_string(kWhysMost)}}));
  }
}

}  // namespace

ByRow<int> evidence_of(const Sheet& sheet) {
  ByRow<int> evidence;
  for (const RowInfo& row : all_rows())
    evidence[row.row] = std::clamp(sheet.rows[row.row].evidence.value_or(0), 0, kEvidenceMost);
  return evidence;
}

ByRow<bool> accepted_of(const Sheet& sheet) {
  ByRow<bool> accepted;
  for (const RowInfo& row : all_rows()) accepted[row.row] = sheet.rows[row.row].owner.accepted();
  return accepted;
}

Verdict assess(const Sheet& sheet, const Panel& panel) {
  const ByRow<int> evidence = evidence_of(sheet);
  const ByRow<bool> accepted = accepted_of(sheet);
  Verdict verdict;
  verdict.score = score(panel.value, evidence);
  verdict.missing = check_sheet(sheet);
  check_panel(panel, verdict.score, verdict.missing);
  check_causes(sheet, panel, verdict.score, verdict.missing);
  if (!verdict.missing.empty()) return verdict;
  verdict.outcome = outcome_of(verdict.score, accepted);
  if (verdict.outcome == Outcome::hold_data)
    std::ranges::copy_if(verdict.score.top, std::back_inserter(verdict.collect),
                         [&](Row row) { return kEvidenceWeight[evidence[row]] < kEvidenceNeeded; });
  if (verdict.outcome == Outcome::hold_partner)
    std::ranges::copy_if(verdict.score.blockers, std::back_inserter(verdict.partners),
                         [&](Row row) { return !accepted[row]; });
  if (verdict.outcome != Outcome::go_education && verdict.outcome != Outcome::hold_data)
    verdict.other = other_part(panel.value, evidence);
  return verdict;
}

}  // namespace preceptor::rca
