// Activities: each with its window, what it is designated for, what refuses publishing, its number in PARS, what PARS asks for, and what its audit file lacks.
#pragma once
#include <string>
#include <vector>

#include "web/accreditation/audit_desk.hpp"

namespace preceptor::web::accreditation {

class ActivitySection : public StaffSection {
 public:
  explicit ActivitySection(Deps deps) : deps_(std::move(deps)), audit_(deps_) {}
  ActivitySection(const ActivitySection&) = delete;
  ActivitySection& operator=(const ActivitySection&) = delete;
  Entry entry() const override { return {"activities", "/activities", "activities.nav", kAllStaff}; }
  std::vector<StaffRoute> routes() override;
  // Activities in their window that PARS has no number for; those that something refuses.
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  using Response = ports::HttpResponse;
  using WithActivity = Response (ActivitySection::*)(StaffTurn&, const ActivityNow&);
  StaffRoute on_activity(const char* method, const char* path, StaffRoles roles, WithActivity answer);
  Response list(StaffTurn& turn);
  Response show(StaffTurn& turn, const ActivityNow& now) { return page_of(turn, now, "", 200); }
  Response page_of(StaffTurn& turn, const ActivityNow& now, const std::string& problem, int status);
  Response take_number(StaffTurn& turn, const ActivityNow& now);
  Response counts(StaffTurn& turn, const ActivityNow& now);
  Response audit_file(StaffTurn& turn, const ActivityNow& now);
  std::string provider_name(const credit::Activity& activity) const;
  // activity_drafts.cpp
  base::Result<std::vector<View>> draft_rows(const StaffTurn& turn);
  Response draft(StaffTurn& turn);
  // activity_documents.cpp
  base::Result<bool> documents_on() const;
  report::ActivityFacts document_facts(const ActivityNow& now, const std::vector<report::AuditLearner>& learners) const;
  Response document(StaffTurn& turn, const ActivityNow& now);
  // activity_view.cpp
  // With the newest year's counts.
  report::SheetFacts sheet_facts(const ActivityNow& now, const std::vector<report::AuditLearner>& learners) const;
  void add_activity(View& view, const ActivityNow& now, const Messages& words) const;
  void add_entry_sheet(View& view, const ActivityNow& now, const std::vector<report::AuditLearner>& learners, const Messages& words) const;

  Deps deps_;
  AuditDesk audit_;
};

}  // namespace preceptor::web::accreditation
