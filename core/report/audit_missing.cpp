// What an audit file still lacks.
#include <algorithm>
#include <set>

#include "core/report/audit.hpp"

namespace preceptor::report {
namespace {

using activity::Problem;

Problem lack(std::string field, std::string_view rule, std::string english, std::vector<std::pair<std::string, std::string>> values = {}) {
  return {std::move(field), std::string(rule), {"audit." + std::string(rule), std::move(english), std::move(values)}};
}

void lacks_of_activity(const AuditFacts& facts, std::vector<Problem>& missing) {
  if (facts.activity.accreditation_statement.empty() || facts.activity.designation_statement.empty())
    missing.push_back(lack("statements", "statement", "The accreditation or designation statement is not in the activity's file. Copy it there word for word."));
  if (facts.accme_activity_id.empty())
    missing.push_back(lack("accme_activity_id", "number", "PARS's 9-digit number is not here yet. Enter the activity in PARS and paste the number back."));
  for (const auto& finding : facts.findings)
    if (finding.refuses) missing.push_back({finding.field, finding.rule, {"", finding.message, {}}});
  for (const auto& refusal : facts.refusals) missing.push_back(refusal);
}

bool without_rationale(const activity::Unit& unit) {
  const auto lacks = [](const activity::Question& question) {
    return question.scored && question.feedback_html.empty() && std::ranges::all_of(question.options, [](const auto& option) { return option.feedback_html.empty(); });
  };
  return std::ranges::any_of(unit.sections, [&](const auto& section) { return std::ranges::any_of(section.questions, lacks); });
}

void lacks_of_units(const AuditFacts& facts, std::vector<Problem>& missing) {
  if (facts.activity.bundle.empty()) missing.push_back(lack("bundle", "bundle", "No unit is in the activity."));
  std::set<std::string> known;
  for (const auto& unit : facts.units) known.insert(unit->hash.str());
  for (const auto& part : facts.activity.bundle) {
    const auto now = std::ranges::find_if(facts.units, [&](const auto& unit) {
      return unit->id == part.unit_id && std::ranges::find(facts.current, unit->hash.str()) != facts.current.end();
    });
    const std::string field = "bundle[" + part.unit_id + "]";
    if (now == facts.units.end()) missing.push_back(lack(field, "unit_gone", "The unit \"{unit}\" is not published.", {{"unit", part.unit_id}}));
    else if (without_rationale(**now))
      missing.push_back(lack(field, "rationale", "A scored question of \"{unit}\" gives no reason why its answer is right.", {{"unit", (*now)->title}}));
  }
  std::set<std::string> lost;
  for (const auto& learner : facts.learners)
    for (const auto& one : learner.counted)
      if (!known.contains(one.unit.str())) lost.insert(one.unit_id + " " + one.unit.str().substr(0, 12));
  for (const auto& one : lost) missing.push_back(lack("wording", "wording_lost", "A wording that learners saw is not in the store any more: {wording}.", {{"wording", one}}));
}

void lacks_of_cases(const AuditFacts& facts, std::vector<Problem>& missing) {
  for (const auto& one : facts.cases) {
    const auto* decision = one.brief.decisions.current();
    if (decision && one.values.empty() && decision->re_review <= facts.today)
      missing.push_back(lack("case[" + one.brief.case_id + "]", "follow_up", "The re-review of \"{case}\" is due and its measure has no new value.", {{"case", one.brief.sheet.title}}));
  }
}

bool disclosed_before(const credit::UnitCounted& one) { return one.disclosure_at && (!one.content_at || *one.disclosure_at <= *one.content_at); }

void lacks_of_learners(const AuditFacts& facts, std::vector<Problem>& missing) {
  int late = 0, untold = 0, rejected = 0, counted = 0;
  for (const auto& learner : facts.learners) {
    counted += learner.counted.empty() ? 0 : 1;
    for (const auto& one : learner.counted) {
      late += disclosed_before(one) ? 0 : 1;
      untold += facts.activity.pass_percent > 0 && (!one.standard_at || *one.standard_at > one.opened_at) ? 1 : 0;
    }
    rejected += static_cast<int>(std::ranges::count(learner.grants, credit::GrantState::rejected, &credit::Grant::state));
  }
  const auto number = [](int n) { return std::to_string(n); };
  if (counted == 0) missing.push_back(lack("learners", "no_learners", "Nobody has completed a unit of it yet."));
  if (late > 0)
    missing.push_back(lack("learners", "disclosure_late", "Completed units whose content was open before the disclosure was shown: {n}. They earn nothing.", {{"n", number(late)}}));
  if (untold > 0)
    missing.push_back(lack("learners", "standard_untold", "Completed units whose passing standard was not told before the start: {n}.", {{"n", number(untold)}}));
  if (rejected > 0) missing.push_back(lack("credits", "rejected", "Credits that were rejected and are not mended: {n}.", {{"n", number(rejected)}}));
  if (counted > 0 && std::ranges::none_of(facts.burden, [](const auto& one) { return one.value.has_value(); }))
    missing.push_back(lack("burden", "no_burden", "There is no figure of burden yet: too few persons, or the period is still open."));
}

}  // namespace

std::vector<Problem> audit_missing(const AuditFacts& facts) {
  std::vector<Problem> missing;
  lacks_of_activity(facts, missing);
  lacks_of_units(facts, missing);
  lacks_of_cases(facts, missing);
  lacks_of_learners(facts, missing);
  return missing;
}

}  // namespace preceptor::report
