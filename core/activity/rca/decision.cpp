#include "core/activity/rca/decision.hpp"

#include <algorithm>

#include "core/activity/rca/json.hpp"
#include "core/base/digest.hpp"

namespace preceptor::rca {
namespace {

void check_signature(const std::string& field, const Signature& signature, std::vector<Problem>& problems) {
  if (signature.person.empty()) problems.push_back(problem(field + ".person", "required"));
  if (signature.name.empty()) problems.push_back(problem(field + ".name", "required"));
  if (count_words(signature.interest) == 0)
    problems.push_back(problem(field + ".interest", "interest"));
  else
    check_text(problems, field + ".interest", signature.interest, true);
}

void check_reason(const std::string& field, const std::string& reason, std::vector<Problem>& problems) {
  if (count_words(reason) == 0)
    problems.push_back(problem(field, "reason"));
  else
    check_text(problems, field, reason, true);
}

void check_override(const Decision& decision, std::vector<Problem>& problems) {
  const bool against = decision.decided != decision.proposed;
  if (!against && decision.against_rule) problems.push_back(problem("override", "override_needless"));
  if (against && !decision.against_rule) problems.push_back(problem("override", "second_person"));
  if (!against || !decision.against_rule) return;
  check_signature("override.second", decision.against_rule->second, problems);
  if (decision.against_rule->second.person == decision.signer.person)
    problems.push_back(problem("override.second.person", "second_person"));
  check_reason("override.reason", decision.against_rule->reason, problems);
}

void check_re_review(const Decision& decision, std::vector<Problem>& problems) {
  const base::Date decided = base::utc_date(decision.signer.at);
  const base::Date latest = base::add_months(decided, kReReviewMonthsMost);
  if (!decision.re_review.ok() || decision.re_review <= decided || decision.re_review > latest)
    problems.push_back(
        problem("re_review", "date", {{"after", base::format_date(decided)}, {"latest", base::format_date(latest)}}));
}

bool is_owned_outside(const Owner& owner) {
  return !owner.name.empty() && owner.department != Department::education && owner.department != Department::none;
}

// What a decision must name beyond the rule: the other part and its owner, or who takes the matter over.
void check_partners(const Decision& decision, const Sheet& sheet, const std::vector<Row>& partners,
                    std::vector<Problem>& problems) {
  const auto has_action = [&](Row row) { return !sheet.rows[row].action.empty() && sheet.rows[row].due.has_value(); };
  if (decision.decided == Outcome::go_part && std::ranges::none_of(partners, has_action))
    problems.push_back(problem("rows", "other_part"));
  if (decision.decided == Outcome::no_go && partners.empty()) problems.push_back(problem("rows", "hand_over"));
}

}  // namespace

base::Instant stands_from(const Decision& decision) {
  return decision.against_rule ? std::max(decision.signer.at, decision.against_rule->second.at) : decision.signer.at;
}

std::string basis_of(const Sheet& sheet, const std::vector<Rating>& ratings) {
  std::string text = to_json(sheet);
  for (const Rating& rating : latest_ratings(ratings)) text += "\n" + to_json(rating);
  return base::sha256_hex(text);
}

std::vector<Row> partner_rows(const Sheet& sheet, const std::vector<Row>& other) {
  std::vector<Row> rows;
  const auto add = [&](Row row) {
    if (is_owned_outside(sheet.rows[row].owner) && std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
  };
  std::ranges::for_each(other, add);
  for (const RowInfo& row : all_rows()) add(row.row);
  return rows;
}

Decision proposal(const Sheet& sheet, const std::vector<Rating>& ratings, const DecisionLog& log) {
  const Verdict verdict = assess(sheet, gather(ratings));
  Decision decision;
  decision.n = static_cast<int>(log.all().size()) + 1;
  decision.proposed = decision.decided = verdict.outcome;
  decision.eas = eas_thousandths(verdict.score);
  decision.eq = eq_thousandths(verdict.score);
  decision.basis = basis_of(sheet, ratings);
  return decision;
}

std::vector<Problem> DecisionLog::check(const Decision& decision, const Sheet& sheet,
                                        const std::vector<Rating>& ratings, const SigningPolicy& policy) const {
  std::vector<Problem> problems;
  const Decision now = proposal(sheet, ratings, *this);
  if (decision.n != now.n || (current() && decision.signer.at <= current()->signer.at))
    problems.push_back(problem("n", "order"));
  if (decision.proposed != now.proposed || decision.basis != now.basis || decision.rule != now.rule ||
      decision.eas != now.eas || decision.eq != now.eq)
    problems.push_back(problem("basis", "stale"));
  if (decision.decided == Outcome::incomplete) problems.push_back(problem("decided", "not_a_decision"));
  check_reason("reason", decision.reason, problems);
  check_signature("signer", decision.signer, problems);
  if (policy.separate_signer && decision.signer.person == policy.planner)
    problems.push_back(problem("signer.person", "own_case"));
  check_override(decision, problems);
  check_re_review(decision, problems);
  const auto other = other_part(gather(ratings).value, evidence_of(sheet));
  check_partners(decision, sheet, partner_rows(sheet, other), problems);
  return problems;
}

std::vector<Problem> DecisionLog::append(const Decision& decision, const Sheet& sheet,
                                         const std::vector<Rating>& ratings, const SigningPolicy& policy) {
  std::vector<Problem> problems = check(decision, sheet, ratings, policy);
  if (problems.empty()) decisions_.push_back(decision);
  return problems;
}

bool DecisionLog::restore(Decision decision) {
  const bool follows = decision.n == static_cast<int>(decisions_.size()) + 1 &&
                       (!current() || decision.signer.at > current()->signer.at);
  if (follows) decisions_.push_back(std::move(decision));
  return follows;
}

}  // namespace preceptor::rca
