// Documents of an audit file that are tables.
#include "core/report/audit_tables.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <tuple>

#include "core/base/digest.hpp"
#include "core/credit/ledger.hpp"

namespace preceptor::report {
namespace {

std::string audit_time(const std::optional<base::Instant>& at) { return at ? base::format_rfc3339(*at) : std::string(); }
std::string audit_yes(bool value) { return value ? "yes" : "no"; }

// Learners by the name they have here, so that the order tells nothing of who they are.
std::vector<std::pair<std::string, const AuditLearner*>> audit_order(const AuditFacts& facts) {
  std::vector<std::pair<std::string, const AuditLearner*>> rows;
  for (const auto& one : facts.learners) rows.emplace_back(audit_learner(facts.activity.id, one.person), &one);
  std::ranges::sort(rows, {}, [](const auto& one) { return one.first; });
  return rows;
}

std::vector<const credit::UnitCounted*> audit_counted(const AuditLearner& learner) {
  std::vector<const credit::UnitCounted*> rows;
  for (const auto& one : learner.counted) rows.push_back(&one);
  std::ranges::sort(rows, {}, [](const auto* one) { return std::tuple(one->completed_at, one->unit_id, one->attempt.str()); });
  return rows;
}

void audit_question_rows(const activity::Unit& unit, std::string& text) {
  for (const auto& section : unit.sections)
    for (const auto& question : section.questions) {
      if (!question.scored) continue;
      std::string right, why;
      for (const auto& option : question.options) {
        if (option.correct) right += (right.empty() ? "" : " | ") + option.label;
        if (!option.feedback_html.empty()) why += (why.empty() ? "" : " ") + option.label + ": " + option.feedback_html;
      }
      if (question.right_min) right = std::to_string(*question.right_min) + (question.right_max && *question.right_max != *question.right_min ? " to " + std::to_string(*question.right_max) : "");
      for (std::size_t i = 0; i < question.right_order.size(); ++i) right += (i ? " > " : "") + question.right_order[i];
      if (!question.feedback_html.empty()) why += (why.empty() ? "" : " ") + question.feedback_html;
      text += audit_csv_line({unit.id, unit.hash.str(), question.id, question.prompt, right, why});
    }
}

std::string audit_figure(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return buffer;
}

}  // namespace

std::string audit_learner(const std::string& activity_id, const base::PersonId& person) {
  return "L-" + base::sha256_hex("audit|" + activity_id + "|" + person.str()).substr(0, 12);
}

std::string audit_csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string cell = cells[i];
    if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) cell.insert(0, 1, '\'');
    if (i) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? "\"\"" : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

std::string audit_seen(const AuditFacts& facts) {
  std::string text = audit_csv_line({"learner", "unit", "wording", "disclosure shown", "disclosure text", "content shown", "disclosure first"});
  for (const auto& [name, learner] : audit_order(facts))
    for (const auto* one : audit_counted(*learner)) {
      const bool first = one->disclosure_at && (!one->content_at || *one->disclosure_at <= *one->content_at);
      text += audit_csv_line({name, one->unit_id, one->unit.str(), audit_time(one->disclosure_at), one->disclosure, audit_time(one->content_at), audit_yes(first)});
    }
  return text;
}

std::string audit_questions(const AuditFacts& facts) {
  std::string text = audit_csv_line({"unit", "wording", "question", "text", "right answer", "rationale"});
  std::map<std::pair<std::string, std::string>, const activity::Unit*> units;
  for (const auto& unit : facts.units) units[{unit->id, unit->hash.str()}] = unit.get();
  for (const auto& [key, unit] : units) audit_question_rows(*unit, text);
  return text;
}

std::string audit_results(const AuditFacts& facts) {
  std::string text = audit_csv_line({"learner", "unit", "wording", "completed", "right", "of", "standard %", "standard told", "rationale shown", "citations shown", "evaluation", "planned minutes",
                                      "own seconds", "under a quarter of the plan"});
  for (const auto& [name, learner] : audit_order(facts))
    for (const auto* one : audit_counted(*learner))
      text += audit_csv_line({name, one->unit_id, one->unit.str(), audit_time(one->completed_at), one->has_score ? std::to_string(one->raw) : "",
                              one->has_score ? std::to_string(one->max) : "", one->pass_percent > 0 ? std::to_string(one->pass_percent) : "", audit_time(one->standard_at),
                              audit_yes(one->rationale), audit_yes(one->citations), audit_yes(one->evaluated), std::to_string(one->minutes),
                              one->active ? std::to_string(one->active->count() / 1000) : "", one->active ? audit_yes(credit::is_too_fast(*one)) : "not measured"});
  return text;
}

std::string audit_credits(const AuditFacts& facts) {
  std::vector<std::string> head = {"credit id", "learner", "profession", "system", "amount", "boards", "date", "state", "reason", "state since"};
  if (facts.identified) head.insert(head.end(), {"given name", "family name", "NPI"});
  std::string text = audit_csv_line(head);
  for (const auto& [name, learner] : audit_order(facts)) {
    auto grants = learner->grants;
    std::ranges::sort(grants, {}, [](const auto& one) { return std::tuple(one.date, one.ccid); });
    for (const auto& one : grants) {
      std::string boards;
      for (const auto& board : one.boards) boards += (boards.empty() ? "" : " ") + board.board;
      std::vector<std::string> cells = {one.ccid, name, one.profession, one.system, credit::format(one.amount), boards, base::format_date(one.date),
                                        std::string(credit::name(one.state)), one.reason, audit_time(one.changed_at)};
      if (facts.identified) {
        const credit::Profile who = learner->profile.value_or(credit::Profile{});
        cells.insert(cells.end(), {who.given_name, who.family_name, who.npi});
      }
      text += audit_csv_line(cells);
    }
  }
  return text;
}

std::string audit_sums(const AuditFacts& facts) {
  std::map<std::tuple<std::string, std::string>, std::pair<int, credit::Amount>> sums;
  for (const auto& learner : facts.learners)
    for (const auto& one : learner.grants) {
      auto& [n, total] = sums[{one.system, std::string(credit::name(one.state))}];
      ++n;
      total += one.amount;
    }
  std::string text = audit_csv_line({"system", "state", "credits", "sum"});
  for (const auto& [key, sum] : sums) text += audit_csv_line({std::get<0>(key), std::get<1>(key), std::to_string(sum.first), credit::format(sum.second)});
  return text;
}

std::string audit_burden(const AuditFacts& facts) {
  std::string text = audit_csv_line({"unit", "measure", "value", "n"});
  for (const auto& one : facts.burden)
    text += audit_csv_line({one.unit_id, one.measure, one.value ? audit_figure(*one.value) : "too few to show", one.value ? std::to_string(one.n) : ""});
  return text;
}

std::string audit_outcome(const AuditFacts& facts) {
  std::string text = audit_csv_line({"case", "measure", "baseline", "target", "measured on", "value", "source"});
  for (const auto& one : facts.cases) {
    const auto& gap = one.brief.sheet.gap;
    if (one.values.empty()) text += audit_csv_line({one.brief.case_id, gap.measure, gap.baseline, gap.target, "", "", ""});
    for (const auto& value : one.values)
      text += audit_csv_line({one.brief.case_id, gap.measure, gap.baseline, gap.target, base::format_date(value.measured_on), value.value, value.source});
  }
  return text;
}

}  // namespace preceptor::report
