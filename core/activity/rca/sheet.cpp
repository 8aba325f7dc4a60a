#include "core/activity/rca/sheet.hpp"

#include <algorithm>

namespace preceptor::rca {
namespace {

constexpr std::string_view kAims[] = {"",     "population_health",  "equity",
                                      "cost", "patient_experience", "clinician_experience"};
constexpr std::string_view kDepartments[] = {"",          "education", "quality", "informatics",
                                             "personnel", "payer",     "clinic",  "other"};
constexpr std::string_view kStrata[] = {"site", "payer", "race_ethnicity", "language", "rurality"};

void check_gap(const Gap& gap, std::vector<Problem>& problems) {
  check_text(problems, "gap.statement", gap.statement, true, kGapWords);
  check_text(problems, "gap.measure", gap.measure, true);
  check_text(problems, "gap.baseline", gap.baseline, false);
  check_text(problems, "gap.target", gap.target, false);
  check_text(problems, "gap.source", gap.source, true);
  check_text(problems, "gap.population", gap.population, true);
  if (gap.strata.empty()) problems.push_back(problem("gap.strata", "strata"));
  for (const Stratum& stratum : gap.strata) {
    const std::string field = "gap.strata." + stratum.by;
    const bool known = std::ranges::find(kStrata, stratum.by) != std::end(kStrata);
    const bool twice = &*std::ranges::find(gap.strata, stratum.by, &Stratum::by) != &stratum;
    if (!known || twice) problems.push_back(problem(field, "choice"));
    if (stratum.available) check_text(problems, field, stratum.finding, true);
  }
}

void check_money(const Sheet& sheet, std::vector<Problem>& problems) {
  check_text(problems, "funding.funder", sheet.funding.funder, true);
  const bool funded = !sheet.funding.funder.empty() && sheet.funding.funder != "none";
  if (funded && !(sheet.funding.permits_part && sheet.funding.permits_no))
    problems.push_back(problem("funding.permits", "grant"));
  if (sheet.plan_changers.empty()) problems.push_back(problem("plan_changers", "required"));
  for (const std::string& who : sheet.plan_changers) check_text(problems, "plan_changers", who, true);
}

void check_row(const std::string& field, const RowSheet& row, std::vector<Problem>& problems) {
  if (row.evidence && (*row.evidence < 0 || *row.evidence > kEvidenceMost))
    problems.push_back(problem(field + ".evidence", "choice"));
  check_text(problems, field + ".asked", row.asked, false);
  check_text(problems, field + ".cause", row.cause, false, kCauseWords);
  check_text(problems, field + ".action", row.action, false);
  check_text(problems, field + ".owner", row.owner.name, false);
  if (!row.owner.name.empty() && row.owner.department == Department::none)
    problems.push_back(problem(field + ".owner.department", "required"));
  if (row.whys.size() > kWhysMost)
    problems.push_back(
        problem(field + ".whys", "whys", {{"min", std::to_string(kWhysNeeded)}, {"max", std::to_string(kWhysMost)}}));
  for (const std::string& why : row.whys) check_text(problems, field + ".whys", why, true);
}

}  // namespace

std::string_view name(AimKind kind) {
  return kAims[static_cast<std::size_t>(kind)];
}
std::string_view name(Department department) {
  return kDepartments[static_cast<std::size_t>(department)];
}

bool Owner::accepted() const {
  return !name.empty() && accepted_on && department != Department::none && department != Department::education;
}

std::vector<Problem> check_sheet(const Sheet& sheet) {
  std::vector<Problem> problems;
  check_text(problems, "title", sheet.title, true);
  check_gap(sheet.gap, problems);
  if (sheet.aim.kind == AimKind::none) problems.push_back(problem("aim", "required"));
  check_text(problems, "aim.measure", sheet.aim.measure, true);
  check_money(sheet, problems);
  check_text(problems, "audience", sheet.audience, false);
  for (const RowInfo& row : all_rows()) check_row("rows." + std::string(row.code), sheet.rows[row.row], problems);
  return problems;
}

std::vector<Problem> check_storable(const Sheet& sheet) {
  constexpr std::string_view kForbidding[] = {"choice", "text", "characters", "identifier", "whys"};
  std::vector<Problem> problems = check_sheet(sheet);
  std::erase_if(problems,
                [&](const Problem& one) { return std::ranges::find(kForbidding, one.rule) == std::end(kForbidding); });
  // Too many words may be stored and shortened later; what else may be wrong with such a text was not looked at above.
  if (count_words(sheet.gap.statement) > kGapWords) check_text(problems, "gap.statement", sheet.gap.statement, false);
  for (const RowInfo& row : all_rows())
    if (const std::string& cause = sheet.rows[row.row].cause; count_words(cause) > kCauseWords)
      check_text(problems, "rows." + std::string(row.code) + ".cause", cause, false);
  return problems;
}

}  // namespace preceptor::rca
