// Evidence, five whys and owners, row by row: the planner's alone.
#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "web/cases/case_section.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {
namespace {

constexpr rca::Department kDepartmentsOffered[] = {rca::Department::quality, rca::Department::informatics, rca::Department::personnel, rca::Department::payer,
                                                   rca::Department::clinic,  rca::Department::education,   rca::Department::other};

std::string row_field(rca::Row row, std::string_view member) {
  return "rows." + std::string(rca::info(row).code) + "." + std::string(member);
}

std::vector<std::string> why_lines(const std::string& text) {
  std::vector<std::string> found;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (auto one = plain_lines(text.substr(at, end - at)); !one.empty()) found.push_back(std::move(one));
    at = end + 1;
  }
  return found;
}

void read_row(const StaffTurn& turn, rca::Row row, rca::RowSheet& kept) {
  const auto text = [&](std::string_view member) { return typed(turn, row_field(row, member)); };
  const std::string evidence = text("evidence");
  kept.evidence = evidence.size() == 1 && evidence[0] >= '0' && evidence[0] <= '0' + rca::kEvidenceMost ? std::optional(evidence[0] - '0') : std::nullopt;
  kept.asked = text("asked");
  kept.cause = text("cause");
  kept.whys = why_lines(text("whys"));
  kept.owner.name = text("owner");
  kept.owner.department = rca::Department::none;
  for (const auto department : kDepartmentsOffered)
    if (text("owner.department") == rca::name(department)) kept.owner.department = department;
  kept.owner.accepted_on = date_of(text("accepted_on"));
  kept.action = text("action");
  kept.due = date_of(text("due"));
}

void read_rows(const StaffTurn& turn, rca::Sheet& sheet) {
  for (const auto& row : rca::all_rows()) read_row(turn, row.row, sheet.rows[row.row]);
}

std::vector<View> evidence_options(const std::optional<int>& chosen, const Messages& messages) {
  std::vector<View> views;
  views.push_back(option("", messages.text("case.not_rated"), !chosen));
  for (int e = 0; e <= rca::kEvidenceMost; ++e) views.push_back(option(std::to_string(e), said(rca::evidence_word(e), messages), chosen == e));
  return views;
}

std::vector<View> department_options(rca::Department chosen, const Messages& messages) {
  std::vector<View> views;
  views.push_back(option("", messages.text("case.choose"), chosen == rca::Department::none));
  for (const auto department : kDepartmentsOffered) views.push_back(option(rca::name(department), said(rca::word(department), messages), chosen == department));
  return views;
}

// `top`: one of the three whose whys are needed.
View cause_form(rca::Row row, const rca::RowSheet& kept, int value, bool top, const std::vector<rca::Problem>& problems, const Messages& messages) {
  View view;
  view.text("code", std::string(rca::info(row).code)).text("name", said(rca::word(row), messages)).text("prompt", said(rca::prompt(row), messages));
  view.text("value", said(rca::degree_word(value), messages)).text("share", std::to_string(rca::info(row).share)).flag("top", top);
  view.list("evidence", evidence_options(kept.evidence, messages)).list("departments", department_options(kept.owner.department, messages));
  std::string whys;
  for (const auto& why : kept.whys) whys += why + "\n";
  view.text("asked", kept.asked).text("cause", kept.cause).text("whys", whys).text("owner", kept.owner.name).text("action", kept.action);
  view.text("accepted_on", date_text(kept.owner.accepted_on)).text("due", date_text(kept.due));
  for (const char* member : {"evidence", "asked", "cause", "whys", "owner", "owner.department", "accepted_on", "action", "due"}) {
    std::string name = member;
    std::replace(name.begin(), name.end(), '.', '_');
    view.text_if(name + "_error", problem_of(problems, row_field(row, member), messages));
  }
  return view;
}

}  // namespace

CaseSection::Response CaseSection::causes(StaffTurn& turn, const RcaCase& one) {
  return causes_page(turn, one, one.sheet, {}, false, 200);
}

CaseSection::Response CaseSection::causes_page(StaffTurn& turn, const RcaCase& one, const rca::Sheet& shown, const Problems& problems, bool conflict,
                                               int status) {
  auto page = case_page(turn, one, "case_causes", "causes");
  const auto values = rca::gather(one.ratings).value;
  const auto score = rca::score(values, rca::evidence_of(shown));
  std::vector<rca::Row> order = score.top;
  for (const bool cause : {true, false})
    for (const auto& row : rca::all_rows())
      if ((values[row.row] > 0) == cause && std::ranges::find(order, row.row) == order.end()) order.push_back(row.row);
  std::vector<View> named, others;
  for (const rca::Row row : order) {
    const bool top = std::ranges::find(score.top, row) != score.top.end();
    (values[row] > 0 ? named : others).push_back(cause_form(row, shown.rows[row], values[row], top, problems, turn.messages));
  }
  // What is wrong is never behind a closed lid.
  page.view.flag("others_open", named.empty() || !problems.empty())
      .flag("none_named", named.empty())
      .list("named", std::move(named))
      .flag("has_others", !others.empty())
      .list("others", std::move(others));
  page.view.text("seen", std::to_string(one.sheet_seq)).flag("conflict", conflict).flag("wrong", !problems.empty());
  page.view.list("problems", problem_views(problems, turn.messages, ""));
  if (turn.asked("done") == "saved") page.done = "case.done_saved";
  return turn.page(std::move(page), status);
}

CaseSection::Response CaseSection::save_causes(StaffTurn& turn, const RcaCase& one) {
  Problems wrong;
  for (const auto& row : rca::all_rows())
    for (const char* member : {"accepted_on", "due"})
      if (wrong_date(typed(turn, row_field(row.row, member))))
        wrong.push_back({row_field(row.row, member), "date", {"case.wrong_date", "Write the date as 2026-11-25.", {}}});
  return save(
      turn, one, [&](rca::Sheet& sheet) { read_rows(turn, sheet); }, wrong, "/causes", &CaseSection::causes_page);
}

}  // namespace preceptor::web
