// Who may do what with a case. Decisions are signed by planners; accreditation staff may be the second person under an override.
#include "web/cases/case_section.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {

StaffSection::Entry CaseSection::entry() const {
  return {"cases", "/cases", "case.nav", kAllStaff};
}

StaffRoute CaseSection::on_case(const char* method, const char* path, StaffRoles roles, WithCase answer) {
  return {method, path, roles, [this, answer](StaffTurn& turn) {
            const auto one = deps_.book.load(turn.place("case"));
            if (!one) return turn.failed(one.error());
            return *one ? (this->*answer)(turn, **one) : turn.not_found();
          }};
}

std::vector<StaffRoute> CaseSection::routes() {
  return {
      {"GET", "/cases", kAllStaff, [this](StaffTurn& turn) { return list(turn); }},
      {"GET", "/cases/new", kPlanners, [this](StaffTurn& turn) { return new_case(turn); }},
      {"POST", "/cases", kPlanners, [this](StaffTurn& turn) { return open(turn); }},
      on_case("GET", "/cases/{case}", kAllStaff, &CaseSection::overview),
      on_case("GET", "/cases/{case}/sheet", kPlanners, &CaseSection::sheet),
      on_case("POST", "/cases/{case}/sheet", kPlanners, &CaseSection::save_sheet),
      on_case("GET", "/cases/{case}/causes", kPlanners, &CaseSection::causes),
      on_case("POST", "/cases/{case}/causes", kPlanners, &CaseSection::save_causes),
      on_case("GET", "/cases/{case}/invite", kAllStaff, &CaseSection::invite),
      on_case("GET", "/cases/{case}/decide", kAllStaff, &CaseSection::decide),
      on_case("POST", "/cases/{case}/decide", kPlanners, &CaseSection::sign),
      on_case("POST", "/cases/{case}/second", kPlannersAndAccreditation, &CaseSection::sign_second),
      on_case("POST", "/cases/{case}/withdraw", kPlanners, &CaseSection::withdraw),
      on_case("POST", "/cases/{case}/follow-up", kPlanners, &CaseSection::follow_up),
      on_case("GET", "/cases/{case}/brief", kAllStaff, &CaseSection::brief),
      on_case("GET", "/cases/{case}/brief.json", kAllStaff, &CaseSection::brief_json),
      on_case("GET", "/cases/{case}/letter", kAllStaff, &CaseSection::letter),
      on_case("POST", "/cases/{case}/unit", kPlanners, &CaseSection::start_unit),
      on_case("GET", "/cases/{case}/unit/{unit}", kAllStaff, &CaseSection::draft),
  };
}

base::Result<std::vector<StaffTask>> CaseSection::tasks(const StaffMember& member, const Messages& messages) {
  const auto all = deps_.book.list();
  if (!all) return base::fail(all.error());
  const base::Date today = base::utc_date(deps_.clock.now());
  std::vector<StaffTask> tasks;
  long undecided = 0;
  for (const CaseLine& one : *all) {
    const bool due = one.re_review && *one.re_review <= today;
    if (due) tasks.push_back({messages.text("case.task_review", {{"title", one.title}, {"date", base::format_date(*one.re_review)}}), "/cases/" + one.id});
    undecided += waits_for_decision(one) && member.role == StaffRole::planner ? 1 : 0;
  }
  if (undecided > 0) tasks.push_back({messages.text("case.task_decide", {{"n", std::to_string(undecided)}}), "/cases?wait=decision"});
  const auto waiting = deps_.rows.list_projections({"case_override", "waiting", {}, 100});
  if (!waiting) return base::fail(waiting.error());
  if (member.role != StaffRole::reader)
    for (const auto& row : *waiting) tasks.push_back({messages.text("case.task_second"), "/cases/" + row.id + "/decide"});
  return tasks;
}

}  // namespace preceptor::web
