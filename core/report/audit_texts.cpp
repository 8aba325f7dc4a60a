// Documents of an audit file that are read as text: statements, the decision with its dissent, disclosures. English, whoever asks: the same bytes for everybody.
#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "core/report/audit_tables.hpp"

namespace preceptor::report {
namespace {

using activity::plain;

std::string titled(const std::string& name, const std::string& value) { return name + ": " + (value.empty() ? "(not stated)" : value) + "\n"; }

std::string signed_by(const rca::Signature& one) {
  return one.name + ", " + base::format_rfc3339(one.at) + "; own interest: " + (one.interest.empty() ? "(not stated)" : one.interest);
}

std::string decision_text(const rca::Decision& one) {
  std::string text = "Decision " + std::to_string(one.n) + ": " + std::string(rca::title(one.decided)) + "\n";
  text += titled("  The rule (" + one.rule + ") said", std::string(rca::title(one.proposed)) + ", EAS " + rca::thousandths_text(one.eas) + ", EQ " + rca::thousandths_text(one.eq));
  text += titled("  Reason", one.reason) + titled("  Signed", signed_by(one.signer));
  if (one.against_rule) text += titled("  Against the rule, second signature", signed_by(one.against_rule->second)) + titled("  Reason of the second", one.against_rule->reason);
  return text + titled("  Re-review", base::format_date(one.re_review));
}

std::string opinion_text(const rca::Opinion& one) {
  return "    " + (one.role ? plain(rca::word(*one.role)) : std::string("roles too small to be named")) + ": " + plain(rca::degree_word(one.value)) + " (" +
         std::to_string(one.counts[0]) + " not a cause, " + std::to_string(one.counts[1]) + " contributes, " + std::to_string(one.counts[2]) + " main cause)\n";
}

std::string dissent_text(const std::vector<rca::RowOpinions>& rows) {
  std::string text;
  for (const auto& row : rows) {
    if (row.spread == 0) continue;
    text += "  " + plain(rca::word(row.row)) + "\n";
    for (const auto& one : row.opinions) text += opinion_text(one);
    if (row.withheld > 0) text += "    not shown, too few to hide among: " + std::to_string(row.withheld) + "\n";
  }
  return text.empty() ? "  None: the roles agree on every cause, or only one role answered.\n" : text;
}

std::string discloser_text(const rca::Discloser& one) {
  std::string parts;
  for (const auto part : one.parts) parts += (parts.empty() ? "" : ", ") + plain(rca::word(part));
  std::string text = one.name + " (" + parts + ")\n";
  text += titled("  Disclosed", one.disclosed_on ? base::format_date(*one.disclosed_on) + ", over the last " + std::to_string(one.look_back_months) + " months" : "");
  if (!one.disclosed_on) text += "  Has not disclosed.\n";   // whoever did not say anything has not said that there is nothing
  else if (one.relationships.empty()) text += "  No relationship with an ineligible company.\n";
  for (const auto& each : one.relationships) {
    text += "  " + each.company + ": " + each.nature + "\n";
    text += titled("    Relevant", !each.relevant ? "" : (*each.relevant ? "yes" : "no") + std::string(each.ruled_on ? ", ruled on " + base::format_date(*each.ruled_on) : ""));
    if (each.relevant == true) text += titled("    Mitigation", each.mitigation + (each.mitigated_on ? " (" + base::format_date(*each.mitigated_on) + ")" : ""));
  }
  return text;
}

}  // namespace

std::string audit_statements(const AuditFacts& facts) {
  const auto& one = facts.activity;
  std::string text = titled("Activity", one.title) + titled("Id", one.id) + titled("Provider", facts.provider_name) + titled("ACCME activity id", facts.accme_activity_id);
  text += titled("Window", base::format_date(one.starts) + " to " + base::format_date(one.ends)) + titled("Designated on", base::format_date(one.designated_on));
  for (const auto& each : one.designations) text += titled("Designated", each.system + " " + credit::format(each.max));
  text += titled("Passing standard", one.pass_percent > 0 ? std::to_string(one.pass_percent) + " %" : "none") + titled("Commercial support", one.commercial_support);
  return text + "\nAccreditation statement\n" + one.accreditation_statement + "\n\nDesignation statement\n" + one.designation_statement + "\n";
}

std::string audit_decision(const AuditCase& one) {
  const auto& sheet = one.brief.sheet;
  std::string text = titled("Case", sheet.title + " (" + one.brief.case_id + ")") + titled("Gap", sheet.gap.statement) + titled("Measure", sheet.gap.measure);
  text += titled("Finding", plain(rca::finding(one.brief))) + "\n";
  if (one.brief.decisions.all().empty()) text += "No decision yet.\n";
  for (const auto& decision : one.brief.decisions.all()) text += decision_text(decision);
  text += "\nDissent (causes on which the roles differ, the greatest difference first)\n" + dissent_text(one.brief.opinions);
  const auto warnings = rca::warnings(one.brief);
  if (!warnings.empty()) text += "\nTo be known before this is relied on\n";
  for (const auto& warning : warnings) text += "  " + plain(warning) + "\n";
  return text + "\n" + plain(rca::validity_label()) + "\n";
}

std::string audit_disclosures(const AuditFacts& facts) {
  std::string text = "People who control the content\n\n";
  for (const auto& one : facts.disclosures.people) text += discloser_text(one) + "\n";
  if (facts.disclosures.people.empty()) text += "(nobody is named in the activity)\n\n";
  text += titled("Commercial support", facts.disclosures.commercial_support) + "\nWhat learners read\n";
  const auto told = rca::recorded_disclosure(facts.disclosures);
  const auto& own = facts.activity.disclosure;
  if (!told) return text + "  " + (own.empty() ? "(not everybody has disclosed: what each unit says of itself)" : own) + "\n";
  for (const auto& sentence : told->sentences) text += "  " + plain(sentence) + "\n";
  // In whatever language it was read: its English, without the support, is what the rows of who saw it are marked with.
  const auto read = rca::learners_text(*told);
  text += "\n" + titled("Marked in seen-before-content.csv as", credit::disclosure_hash(read));
  if (!own.empty() && own != read) text += "\nWritten in the activity, and not shown any more\n  " + own + "\n";
  return text;
}

}  // namespace preceptor::report
