// Go or no-go: what the rule proposes, and who signs what. Decisions are added, never changed.
#include <algorithm>

#include "core/activity/rca/gate.hpp"
#include "core/activity/rca/words.hpp"
#include "web/burden/question_life.hpp"
#include "web/cases/case_section.hpp"
#include "web/cases/panel_view.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {
namespace {

constexpr rca::Outcome kDecidable[] = {rca::Outcome::go_education, rca::Outcome::go_part, rca::Outcome::no_go, rca::Outcome::hold_data,
                                       rca::Outcome::hold_partner};
constexpr int kUsualReviewMonths = 12;

std::optional<rca::Outcome> outcome_named(const std::string& text) {
  const auto found = std::ranges::find_if(kDecidable, [&](rca::Outcome one) { return rca::name(one) == text; });
  return found == std::end(kDecidable) ? std::nullopt : std::optional(*found);
}

std::vector<View> choices(rca::Outcome proposed, const std::string& chosen, const Messages& messages) {
  std::vector<View> views;
  for (const auto one : kDecidable) {
    auto view = option(rca::name(one), said(rca::word(one), messages), chosen.empty() ? one == proposed : chosen == rca::name(one));
    view.flag("proposed", one == proposed);
    views.push_back(std::move(view));
  }
  return views;
}

// What is wrong with the sheet is mended on its own page, the rest right here.
std::vector<View> decide_problems(const std::vector<rca::Problem>& problems, const Messages& messages, const std::string& case_url) {
  std::vector<View> views;
  for (const auto& one : problems)
    for (auto& view : problem_views({one}, messages, one.field.starts_with("rows") ? case_url : std::string())) views.push_back(std::move(view));
  return views;
}

bool was_followed_up(burden::Purpose why, const burden::QuestionHistory& history) {
  return why == burden::Purpose::commitment && std::ranges::find(history.uses, burden::UseKind::commitment, &burden::Use::kind) != history.uses.end();
}

void add_pending(View& view, const RcaCase& one, const StaffTurn& turn) {
  view.flag("pending", one.pending.has_value());
  if (!one.pending) return;
  const Messages& messages = turn.messages;
  const bool own = one.pending->first.person == turn.member.id;
  View waiting;
  add_outcome(waiting, messages, one.pending->decided);
  waiting.text("name", one.pending->first.name).text("at", signed_time(one.pending->first.at)).text("reason", one.pending->reason);
  waiting.text("interest", one.pending->first.interest == "none" ? messages.text("case.no_interest") : one.pending->first.interest);
  std::vector<View> one_only;
  one_only.push_back(std::move(waiting));
  view.list("waiting", std::move(one_only)).flag("own", own).flag("may_second", !own && !turn.is(StaffRole::reader));
  view.flag("pending_stale", one.pending->basis != rca::basis_of(one.sheet, one.ratings));
}

}  // namespace

CaseSection::Response CaseSection::decide(StaffTurn& turn, const RcaCase& one) {
  return decide_page(turn, one, {}, false, 200);
}

CaseSection::Response CaseSection::decide_page(StaffTurn& turn, const RcaCase& one, const Problems& problems, bool conflict, int status) {
  auto page = case_page(turn, one, "case_decide", "decide");
  View& view = page.view;
  const Messages& messages = turn.messages;
  const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
  const auto brief = rca::brief_of(one.file());
  add_outcome(view, messages, proposal.proposed);
  view.text("finding", said(rca::finding(brief), messages)).text_if("flip", brief.flip ? said(rca::sentence_of(*brief.flip), messages) : "");
  view.text("validity", said(rca::validity_label(), messages)).text("basis", proposal.basis).flag("incomplete", proposal.proposed == rca::Outcome::incomplete);
  view.list("choices", choices(proposal.proposed, turn.value("decided"), messages)).text("who", turn.member.name);
  const std::string review = turn.value("re_review");
  view.text("review_value", review.empty() ? base::format_date(base::add_months(base::utc_date(deps_.clock.now()), kUsualReviewMonths)) : review);
  for (const char* name : {"reason", "interest"}) view.text(std::string(name) + "_value", turn.value(name));
  view.text_if("reason_error", problem_of(problems, "reason", messages)).text_if("interest_error", problem_of(problems, "signer.interest", messages));
  view.text_if("review_error", problem_of(problems, "re_review", messages)).text_if("decided_error", problem_of(problems, "decided", messages));
  view.text_if("second_interest_error", problem_of(problems, "override.second.interest", messages));
  view.text_if("second_reason_error", problem_of(problems, "override.reason", messages));
  view.text("second_interest_value", turn.value("second_interest")).text("second_reason_value", turn.value("second_reason"));
  add_pending(view, one, turn);
  auto decided = decision_views(one, messages);
  view.flag("has_decisions", !decided.empty()).list("decisions", std::move(decided));
  view.flag("conflict", conflict).flag("wrong", !problems.empty()).list("problems", decide_problems(problems, messages, turn.url(case_place(one))));
  if (turn.asked("done") == "waiting") page.done = "case.done_waiting";
  if (turn.asked("done") == "withdrawn") page.done = "case.done_withdrawn";
  return turn.page(std::move(page), status);
}

CaseSection::Response CaseSection::signed_as(StaffTurn& turn, const RcaCase& one, const base::Result<CaseAct>& act) {
  if (!act) return turn.failed(act.error());
  switch (act->outcome) {
    case CaseAct::Outcome::absent:
      return turn.not_found();
    case CaseAct::Outcome::refused:
      return decide_page(turn, one, act->problems, false, 422);
    case CaseAct::Outcome::conflict:
      return decide_page(turn, act->now ? *act->now : one, {}, true, 409);
    case CaseAct::Outcome::waiting:
      return turn.go(case_place(one, "/decide"), "waiting");
    case CaseAct::Outcome::done:
      break;
  }
  // The decision stands; the same form again notes what could not be noted now.
  if (auto noted = note_review(one); !noted) return turn.failed(noted.error());
  return turn.go(case_place(one), "decided");
}

base::Status CaseSection::note_review(const RcaCase& one) {
  if (one.decisions.all().empty() || one.follow_ups.empty()) return {};
  const auto versions = deps_.content.list_current("unit");
  if (!versions) return base::fail(versions.error());
  const burden::Use use{burden::UseKind::decision, one.sheet.title, deps_.clock.now()};
  for (const auto& version : *versions) {
    const auto unit = activity::unit_from_json(version.json);
    if (!unit) return base::fail(unit.error());
    if (rca::read_gap_line(unit->gap).case_id != one.id) continue;
    if (auto noted = note_used(deps_.rows, deps_.records, *unit, use, was_followed_up); !noted) return noted;
  }
  return {};
}

CaseSection::Response CaseSection::sign(StaffTurn& turn, const RcaCase& one) {
  const auto decided = outcome_named(turn.value("decided"));
  const auto review = date_of(turn.value("re_review"));
  const DecisionForm form{decided.value_or(rca::Outcome::incomplete), turn.value("basis"), typed(turn, "reason"), typed(turn, "interest"),
                          review.value_or(base::Date{})};
  return signed_as(turn, one, deps_.book.decide(one.id, actor(turn), form, form_key(turn)));
}

CaseSection::Response CaseSection::sign_second(StaffTurn& turn, const RcaCase& one) {
  return signed_as(turn, one, deps_.book.second(one.id, actor(turn), typed(turn, "second_interest"), typed(turn, "second_reason"), form_key(turn)));
}

CaseSection::Response CaseSection::withdraw(StaffTurn& turn, const RcaCase& one) {
  const auto act = deps_.book.withdraw(one.id);
  if (!act) return turn.failed(act.error());
  return turn.go(case_place(one, "/decide"), "withdrawn");
}

}  // namespace preceptor::web
