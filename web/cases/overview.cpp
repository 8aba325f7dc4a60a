// One case at a glance: what the rule says and why, who disagrees, what was decided, what came of it.
#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "web/cases/case_section.hpp"
#include "web/cases/panel_view.hpp"
#include "web/cases/parts.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

std::vector<View> threshold_views(const Messages& messages) {
  std::vector<View> views;
  for (const auto& threshold : rca::thresholds()) {
    View view;
    view.text("name", threshold.name).text("value", format_decimal(threshold.value, messages)).text("meaning", said(threshold.meaning, messages));
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> follow_up_views(const RcaCase& one, const Messages& messages) {
  std::vector<View> views;
  for (const auto& value : one.follow_ups) {
    View view;
    view.text("value", format_decimal(value.value, messages)).text("date", base::format_date(value.measured_on)).text("source", value.source);
    views.push_back(std::move(view));
  }
  return views;
}

void add_follow_up(View& view, const RcaCase& one, const StaffTurn& turn, const std::vector<rca::Problem>& problems) {
  const Messages& messages = turn.messages;
  view.flag("has_decision", one.decisions.current() != nullptr)
      .text("measure", one.sheet.gap.measure)
      .text("baseline", one.sheet.gap.baseline)
      .text("target", one.sheet.gap.target);
  auto values = follow_up_views(one, messages);
  view.flag("has_values", !values.empty()).list("follow_ups", std::move(values));
  for (const char* name : {"value", "measured_on", "source"}) {
    view.text(std::string(name) + "_typed", problems.empty() ? std::string() : turn.value(name));
    view.text_if(std::string(name) + "_error", problem_of(problems, name, messages));
  }
}

void add_links(View& view, const RcaCase& one, const StaffTurn& turn) {
  const auto brief = rca::brief_of(one.file());
  view.text("brief_url", turn.url(case_place(one, "/brief"))).text("json_url", turn.url(case_place(one, "/brief.json")));
  view.text_if("letter_url", rca::hand_over_letter(brief) ? turn.url(case_place(one, "/letter")) : std::string());
  view.flag("may_start", turn.is(StaffRole::planner) && rca::unit_start(brief).has_value());
  view.text("unit_action", turn.url(case_place(one, "/unit"))).text("follow_up_action", turn.url(case_place(one, "/follow-up")));
}

}  // namespace

CaseSection::Response CaseSection::overview(StaffTurn& turn, const RcaCase& one) {
  return overview_page(turn, one, {}, 200);
}

CaseSection::Response CaseSection::overview_page(StaffTurn& turn, const RcaCase& one, const Problems& problems, int status) {
  auto page = case_page(turn, one, "case", "overview");
  View& view = page.view;
  const auto brief = rca::brief_of(one.file());
  const auto verdict = one.verdict();
  add_outcome(view, turn.messages, verdict.outcome);
  view.text("finding", said(rca::finding(brief), turn.messages)).text_if("flip", brief.flip ? said(rca::sentence_of(*brief.flip), turn.messages) : "");
  view.flag("has_missing", !verdict.missing.empty()).list("missing", problem_views(verdict.missing, turn.messages, turn.url(case_place(one))));
  auto warned = lines(rca::warnings(brief), turn.messages);
  view.flag("has_warnings", !warned.empty()).list("warnings", std::move(warned));
  view.list("thresholds", threshold_views(turn.messages)).text("validity", said(rca::validity_label(), turn.messages));
  add_panel(view, one, turn.messages);
  auto decided = decision_views(one, turn.messages);
  view.flag("has_decisions", !decided.empty())
      .list("decisions", std::move(decided))
      .flag("stale", one.changed_since_decision())
      .flag("pending", one.pending.has_value());
  view.text("gap", one.sheet.gap.statement).text_if("opened_by", one.planner.name).text("opened", signed_time(one.opened_at)).flag("lost", !one.lost.empty());
  add_follow_up(view, one, turn, problems);
  add_links(view, one, turn);
  auto drafts = drafts_of(turn, one);
  if (!drafts) return turn.failed(drafts.error());
  view.flag("has_drafts", !drafts->empty()).list("drafts", std::move(*drafts));
  view.flag("wrong", !problems.empty()).list("problems", problem_views(problems, turn.messages, ""));
  const std::string done = turn.asked("done");
  for (const char* known : {"decided", "followed_up", "withdrawn"})
    if (done == known) page.done = std::string("case.done_") + known;
  return turn.page(std::move(page), status);
}

CaseSection::Response CaseSection::follow_up(StaffTurn& turn, const RcaCase& one) {
  const auto date = date_of(turn.value("measured_on"));
  const auto act = deps_.book.follow_up(one.id, actor(turn), typed(turn, "value"), date.value_or(base::Date{}), typed(turn, "source"), form_key(turn));
  if (!act) return turn.failed(act.error());
  if (act->outcome == CaseAct::Outcome::refused) return overview_page(turn, one, act->problems, 422);
  return turn.go(case_place(one), "followed_up");
}

CaseSection::Response CaseSection::invite(StaffTurn& turn, const RcaCase& one) {
  auto page = case_page(turn, one, "case_invite", "invite");
  page.view.text("parameter", "rca=" + one.id).flag("closed", !one.takes_ratings());
  const auto panel = rca::gather(one.ratings);
  page.view.text("asked", turn.messages.text("case.people_roles", {{"people", std::to_string(panel.people)}, {"roles", std::to_string(panel.roles)}}));
  page.view.flag("no_other", !panel.non_physician).flag("no_patient", !panel.patient);
  return turn.page(std::move(page));
}

}  // namespace preceptor::web
