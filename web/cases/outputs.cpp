// What leaves the case: the one-page brief with the audit abstract, the hand-over letter, JSON.
#include "core/activity/rca/words.hpp"

#include <algorithm>

#include "web/cases/case_section.hpp"
#include "web/cases/panel_view.hpp"
#include "web/cases/parts.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

std::vector<View> need_views(const rca::AuditAbstract& abstract, const Messages& messages) {
  std::vector<View> views;
  for (const auto& need : abstract.needs) {
    View view;
    view.text("name", said(rca::word(need.row), messages))
        .text("cause", need.cause)
        .text_if("tag", need.tag.empty() ? "" : messages.text("case.tag_" + need.tag));
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> stratum_views(const rca::Gap& gap, const Messages& messages) {
  std::vector<View> views;
  for (const auto& stratum : gap.strata) {
    View view;
    view.text("by", said(rca::stratum_word(stratum.by), messages)).text("finding", stratum.available ? stratum.finding : messages.text("case.not_available"));
    views.push_back(std::move(view));
  }
  return views;
}

std::string allowed(const std::optional<bool>& answer, const Messages& messages) {
  return messages.text(!answer ? "case.not_said" : *answer ? "case.yes" : "case.no");
}

void add_gap(View& view, const rca::Sheet& sheet, const Messages& messages) {
  view.text("gap", sheet.gap.statement).text("measure", sheet.gap.measure).text_if("baseline", sheet.gap.baseline).text_if("target", sheet.gap.target);
  view.text("source", sheet.gap.source).text_if("measured_on", date_text(sheet.gap.measured_on)).text("population", sheet.gap.population);
  auto strata = stratum_views(sheet.gap, messages);
  view.list("strata", std::move(strata)).text_if("audience", sheet.audience);
  view.text("aim", said(rca::word(sheet.aim.kind), messages)).text("aim_measure", sheet.aim.measure);
  view.text("funder", sheet.funding.funder == "none" ? messages.text("case.no_funder") : sheet.funding.funder);
  view.text("permits_part", allowed(sheet.funding.permits_part, messages)).text("permits_no", allowed(sheet.funding.permits_no, messages));
  std::vector<View> changers;
  for (const auto& who : sheet.plan_changers) changers.push_back(line(who));
  view.list("plan_changers", std::move(changers));
}

}  // namespace

CaseSection::Response CaseSection::brief(StaffTurn& turn, const RcaCase& one) {
  auto page = case_page(turn, one, "case_brief", "brief");
  View& view = page.view;
  const Messages& messages = turn.messages;
  const auto brief = rca::brief_of(one.file());
  const auto verdict = rca::verdict_of(brief);
  const auto* current = one.decisions.current();
  add_outcome(view, messages, current ? current->decided : verdict.outcome);
  view.flag("is_decided", current != nullptr).text("finding", said(rca::finding(brief), messages));
  view.text_if("flip", brief.flip ? said(rca::sentence_of(*brief.flip), messages) : "").text("validity", said(rca::validity_label(), messages));
  add_gap(view, one.sheet, messages);
  auto causes = cause_views(one, messages);
  view.flag("has_causes", !causes.empty()).list("causes", std::move(causes));
  auto warned = lines(rca::warnings(brief), messages);
  view.flag("has_warnings", !warned.empty()).list("warnings", std::move(warned));
  auto decided = decision_views(one, messages);
  decided.resize(std::min<std::size_t>(decided.size(), 1));  // the one that stands; the history is on the case's page
  view.list("decisions", std::move(decided));
  const auto abstract = rca::audit_abstract(brief);
  auto needs = need_views(abstract, messages);
  view.flag("has_needs", !needs.empty())
      .list("needs", std::move(needs))
      .list("abstract_problems", problem_views(abstract.problems, messages, turn.url(case_place(one))));
  std::vector<View> limits;
  for (const auto& threshold : rca::thresholds())
    limits.push_back(line(threshold.name + " " + format_decimal(threshold.value, messages) + ": " + said(threshold.meaning, messages)));
  view.list("thresholds", std::move(limits)).text("printed", signed_time(deps_.clock.now()));
  view.text("json_url", turn.url(case_place(one, "/brief.json")))
      .text_if("letter_url", rca::hand_over_letter(brief) ? turn.url(case_place(one, "/letter")) : std::string());
  return turn.page(std::move(page));
}

CaseSection::Response CaseSection::brief_json(StaffTurn& turn, const RcaCase& one) {
  return turn.file("case-" + one.id.substr(0, 8) + ".json", "application/json", rca::to_json(rca::brief_of(one.file())) + "\n");
}

CaseSection::Response CaseSection::letter(StaffTurn& turn, const RcaCase& one) {
  const auto letter = rca::hand_over_letter(rca::brief_of(one.file()));
  if (!letter) return turn.not_found();  // linked only where there is one
  auto page = case_page(turn, one, "case_letter", "brief");
  page.title = turn.messages.text("case.letter_title", {{"title", one.sheet.title}});
  page.view.text("to", letter->to.name).text("department", said(rca::word(letter->to.department), turn.messages));
  page.view.list("paragraphs", lines(letter->paragraphs, turn.messages));
  const auto* current = one.decisions.current();
  page.view.text("from", current ? current->signer.name : "").text("date", current ? base::format_date(base::utc_date(current->signer.at)) : "");
  return turn.page(std::move(page));
}

}  // namespace preceptor::web
