// The cases of the site, and a new one.
#include <algorithm>

#include "web/cases/case_section.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {
namespace {

View line_view(const CaseLine& one, const StaffTurn& turn) {
  View view;
  const Messages& messages = turn.messages;
  add_outcome(view, messages, one.decided.value_or(one.proposed));
  view.text("url", turn.url("/cases/" + one.id)).text("title", one.title).text("gap", one.gap);
  view.text("when", messages.text(one.decided ? "case.decided" : "case.not_decided"));
  view.text("eas", rca::thousandths_text(one.eas)).text("eq", rca::thousandths_text(one.eq));
  view.text("asked", messages.text("case.people_roles", {{"people", std::to_string(one.people)}, {"roles", std::to_string(one.roles)}}));
  view.text("changed", base::format_date(base::utc_date(one.changed_at))).text("review", date_text(one.re_review));
  return view;
}

// How often the answer was "education is the wrong tool"; empty when nothing is decided.
std::string share_of_no(const std::vector<CaseLine>& all, const Messages& messages) {
  const auto decided =
      std::ranges::count_if(all, [](const CaseLine& one) { return one.decided && (rca::is_go(*one.decided) || *one.decided == rca::Outcome::no_go); });
  const auto no = std::ranges::count_if(all, [](const CaseLine& one) { return one.decided == rca::Outcome::no_go; });
  if (decided == 0) return {};
  return messages.text("case.share_no", {{"no", std::to_string(no)}, {"of", std::to_string(decided)}});
}

}  // namespace

bool CaseSection::waits_for_decision(const CaseLine& one) { return one.state == "open" && one.proposed != rca::Outcome::incomplete; }

// All, or with ?wait=decision those that the work list counts.
CaseSection::Response CaseSection::list(StaffTurn& turn) {
  const auto all = deps_.book.list();
  if (!all) return turn.failed(all.error());
  std::vector<View> views;
  const bool waiting = turn.asked("wait") == "decision";
  for (const CaseLine& one : *all)
    if (!waiting || waits_for_decision(one)) views.push_back(line_view(one, turn));
  StaffPage page;
  page.title = turn.messages.text("case.list_title");
  page.template_name = "case_list";
  page.wide = true;
  const std::string share = share_of_no(*all, turn.messages);
  page.view.flag("none", views.empty()).flag("planner", turn.is(StaffRole::planner)).text_if("share", share);
  const bool ever = std::ranges::any_of(*all, [](const CaseLine& one) { return one.decided == rca::Outcome::no_go; });
  page.view.flag("never_no", !share.empty() && !ever);  // the gate may be decorative (ui.md 3.2, plot 8)
  page.view.list("cases", std::move(views)).text("new_url", turn.url("/cases/new")).text_if("all_url", waiting ? turn.url("/cases") : "");
  return turn.page(std::move(page));
}

CaseSection::Response CaseSection::new_case(StaffTurn& turn) {
  return new_page(turn, {}, 200);
}

CaseSection::Response CaseSection::new_page(StaffTurn& turn, const Problems& problems, int status) {
  StaffPage page;
  page.title = turn.messages.text("case.new_title");
  page.template_name = "case_new";
  page.script = true;
  page.view.text("key", form_key(turn)).text("banner", said(rca::banner(), turn.messages)).text("cases_url", turn.url("/cases"));
  page.view.text("title_value", turn.value("title")).text("gap_value", turn.value("gap"));
  page.view.text_if("title_error", problem_of(problems, "title", turn.messages)).text_if("gap_error", problem_of(problems, "gap.statement", turn.messages));
  page.view.flag("wrong", !problems.empty()).list("problems", problem_views(problems, turn.messages, ""));
  return turn.page(std::move(page), status);
}

CaseSection::Response CaseSection::open(StaffTurn& turn) {
  rca::Sheet start;
  start.title = typed(turn, "title");
  start.gap.statement = typed(turn, "gap");
  const auto act = deps_.book.open(actor(turn), start, form_key(turn));
  if (!act) return turn.failed(act.error());
  if (act->outcome == CaseAct::Outcome::refused) return new_page(turn, act->problems, 422);
  return turn.go("/cases/" + act->id + "/sheet", "opened");
}

}  // namespace preceptor::web
