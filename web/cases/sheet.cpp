// The planner's sheet: gap, aim, money, who may change the plan, for whom.
#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "web/cases/case_section.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kStrataBy[] = {"site", "payer", "race_ethnicity", "language", "rurality"};
constexpr rca::AimKind kAimKinds[] = {rca::AimKind::population_health, rca::AimKind::equity, rca::AimKind::cost, rca::AimKind::patient_experience,
                                      rca::AimKind::clinician_experience};

// "yes" and "no" are answers; anything else is none.
std::optional<bool> yes_no(const std::string& text) {
  return text == "yes" ? std::optional(true) : text == "no" ? std::optional(false) : std::nullopt;
}

std::vector<std::string> each_line(const std::string& text) {
  std::vector<std::string> found;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (auto one = plain_lines(text.substr(at, end - at)); !one.empty()) found.push_back(std::move(one));
    at = end + 1;
  }
  return found;
}

void read_strata(const StaffTurn& turn, rca::Gap& gap) {
  gap.strata.clear();
  for (const char* by : kStrataBy) {
    const std::string known = turn.value(std::string("strata.") + by), finding = typed(turn, std::string("finding.") + by);
    if (known == "available" || !finding.empty())
      gap.strata.push_back({by, true, finding});
    else if (known == "not_available")
      gap.strata.push_back({by, false, {}});
  }
}

void read_sheet(const StaffTurn& turn, rca::Sheet& sheet) {
  sheet.title = typed(turn, "title");
  sheet.gap.statement = typed(turn, "gap.statement");
  sheet.gap.measure = typed(turn, "gap.measure");
  sheet.gap.baseline = typed(turn, "gap.baseline");
  sheet.gap.target = typed(turn, "gap.target");
  sheet.gap.source = typed(turn, "gap.source");
  sheet.gap.population = typed(turn, "gap.population");
  sheet.gap.measured_on = date_of(turn.value("gap.measured_on"));
  read_strata(turn, sheet.gap);
  sheet.aim.kind = rca::AimKind::none;
  for (const auto kind : kAimKinds)
    if (turn.value("aim") == rca::name(kind)) sheet.aim.kind = kind;
  sheet.aim.measure = typed(turn, "aim.measure");
  sheet.funding = {typed(turn, "funding.funder"), yes_no(turn.value("funding.part")), yes_no(turn.value("funding.no"))};
  sheet.plan_changers = each_line(typed(turn, "plan_changers"));
  sheet.audience = typed(turn, "audience");
}

void add_text(View& view, const std::string& field, const std::string& value, const std::vector<rca::Problem>& problems, const Messages& messages) {
  std::string name = field;
  std::replace(name.begin(), name.end(), '.', '_');
  view.text(name, value).text_if(name + "_error", problem_of(problems, field, messages));
}

std::vector<View> strata_views(const rca::Gap& gap, const std::vector<rca::Problem>& problems, const Messages& messages) {
  std::vector<View> views;
  for (const char* by : kStrataBy) {
    const auto found = std::ranges::find(gap.strata, by, &rca::Stratum::by);
    View view;
    view.text("by", by).text("label", said(rca::stratum_word(by), messages)).text("finding", found == gap.strata.end() ? "" : found->finding);
    view.flag("available", found != gap.strata.end() && found->available).flag("not_available", found != gap.strata.end() && !found->available);
    view.text_if("error", problem_of(problems, std::string("gap.strata.") + by, messages));
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<View> yes_no_views(const std::optional<bool>& value, const Messages& messages) {
  std::vector<View> views;
  views.push_back(option("yes", messages.text("case.yes"), value == true));
  views.push_back(option("no", messages.text("case.no"), value == false));
  return views;
}

void add_sheet(View& view, const rca::Sheet& sheet, const std::vector<rca::Problem>& problems, const Messages& messages) {
  const auto text = [&](const std::string& field, const std::string& value) { add_text(view, field, value, problems, messages); };
  text("title", sheet.title);
  view.text("title_value", sheet.title);   // "title" is the page's own, whatever was typed
  text("gap.statement", sheet.gap.statement);
  text("gap.measure", sheet.gap.measure);
  text("gap.baseline", sheet.gap.baseline);
  text("gap.target", sheet.gap.target);
  text("gap.source", sheet.gap.source);
  text("gap.population", sheet.gap.population);
  text("gap.measured_on", date_text(sheet.gap.measured_on));
  text("aim.measure", sheet.aim.measure);
  text("funding.funder", sheet.funding.funder);
  text("audience", sheet.audience);
  std::string changers;
  for (const auto& who : sheet.plan_changers) changers += who + "\n";
  text("plan_changers", changers);
  view.text_if("aim_error", problem_of(problems, "aim", messages)).text_if("strata_error", problem_of(problems, "gap.strata", messages));
  view.list("strata", strata_views(sheet.gap, problems, messages));
  view.list("permits_part", yes_no_views(sheet.funding.permits_part, messages)).list("permits_no", yes_no_views(sheet.funding.permits_no, messages));
  std::vector<View> aims;
  for (const auto kind : kAimKinds) aims.push_back(option(rca::name(kind), said(rca::word(kind), messages), sheet.aim.kind == kind));
  view.list("aims", std::move(aims));
  view.text("words", messages.text("case.words", {{"n", std::to_string(rca::count_words(sheet.gap.statement))}, {"max", std::to_string(rca::kGapWords)}}));
}

}  // namespace

CaseSection::Response CaseSection::sheet(StaffTurn& turn, const RcaCase& one) {
  return sheet_page(turn, one, one.sheet, {}, false, 200);
}

CaseSection::Response CaseSection::sheet_page(StaffTurn& turn, const RcaCase& one, const rca::Sheet& shown, const Problems& problems, bool conflict,
                                              int status) {
  auto page = case_page(turn, one, "case_sheet", "sheet");
  add_sheet(page.view, shown, problems, turn.messages);
  page.view.text("seen", std::to_string(one.sheet_seq)).flag("conflict", conflict).flag("wrong", !problems.empty());
  page.view.list("problems", problem_views(problems, turn.messages, ""));
  if (turn.asked("done") == "saved") page.done = "case.done_saved";
  if (turn.asked("done") == "opened") page.done = "case.done_opened";
  return turn.page(std::move(page), status);
}

CaseSection::Response CaseSection::save(StaffTurn& turn, const RcaCase& one, const std::function<void(rca::Sheet&)>& edit, const Problems& wrong,
                                        const std::string& place,
                                        Response (CaseSection::*page)(StaffTurn&, const RcaCase&, const rca::Sheet&, const Problems&, bool, int)) {
  auto shown = one.sheet;
  edit(shown);
  if (!wrong.empty()) return (this->*page)(turn, one, shown, wrong, false, 422);
  std::int64_t seen = -1;
  const std::string text = turn.value("seen");
  if (!text.empty() && text.size() < 18 && text.find_first_not_of("0123456789") == std::string::npos) seen = std::stoll(text);
  const auto act = deps_.book.save_sheet(one.id, actor(turn), seen, edit, form_key(turn));
  if (!act) return turn.failed(act.error());
  switch (act->outcome) {
    case CaseAct::Outcome::absent:
      return turn.not_found();
    case CaseAct::Outcome::refused:
      return (this->*page)(turn, one, shown, act->problems, false, 422);
    // What was typed is kept; saving again goes over what the other wrote, and the page says so.
    case CaseAct::Outcome::conflict:
      return (this->*page)(turn, act->now ? *act->now : one, shown, {}, true, 409);
    default:
      return turn.go(case_place(one, place), "saved");
  }
}

CaseSection::Response CaseSection::save_sheet(StaffTurn& turn, const RcaCase& one) {
  Problems wrong;
  if (wrong_date(turn.value("gap.measured_on"))) wrong.push_back({"gap.measured_on", "date", {"case.wrong_date", "Write the date as 2026-11-25.", {}}});
  return save(
      turn, one, [&](rca::Sheet& sheet) { read_sheet(turn, sheet); }, wrong, "/sheet", &CaseSection::sheet_page);
}

}  // namespace preceptor::web
