// The planner's pages of root-cause cases, a section of /staff.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "web/rca/case_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

// A text that becomes a unit in the editor, which takes the row over (web/editor/drafts.hpp). Projection: id = the unit's id, parent = the case's.
inline constexpr const char* kDraftKind = "draft";

struct CaseDeps {
  CaseBook& book;
  ports::RecordStore& records;
  ports::ProjectionStore& rows;
  const ports::Clock& clock;
  ports::ContentStore& content;
};

class CaseSection : public StaffSection {
 public:
  explicit CaseSection(CaseDeps deps) : deps_(deps) {}
  Entry entry() const override;
  std::vector<StaffRoute> routes() override;
  // Cases whose re-review is due, and decisions that wait for a second person.
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  using Response = ports::HttpResponse;
  using Problems = std::vector<rca::Problem>;
  // With the case of the path; a case that is not there is not found.
  using WithCase = Response (CaseSection::*)(StaffTurn&, const RcaCase&);
  StaffRoute on_case(const char* method, const char* path, StaffRoles roles, WithCase answer);

  // list.cpp
  static bool waits_for_decision(const CaseLine& one);   // it is open and the rule has something to propose
  Response list(StaffTurn& turn);
  Response new_case(StaffTurn& turn);
  Response open(StaffTurn& turn);
  Response new_page(StaffTurn& turn, const Problems& problems, int status);
  // overview.cpp
  Response overview(StaffTurn& turn, const RcaCase& one);
  Response overview_page(StaffTurn& turn, const RcaCase& one, const Problems& problems, int status);
  Response invite(StaffTurn& turn, const RcaCase& one);
  // sheet.cpp
  Response sheet(StaffTurn& turn, const RcaCase& one);
  Response save_sheet(StaffTurn& turn, const RcaCase& one);
  Response sheet_page(StaffTurn& turn, const RcaCase& one, const rca::Sheet& shown, const Problems& problems, bool conflict, int status);
  // causes.cpp
  Response causes(StaffTurn& turn, const RcaCase& one);
  Response save_causes(StaffTurn& turn, const RcaCase& one);
  Response causes_page(StaffTurn& turn, const RcaCase& one, const rca::Sheet& shown, const Problems& problems, bool conflict, int status);
  // What save_sheet and save_causes share. `wrong`: what could not be read of the form.
  Response save(StaffTurn& turn, const RcaCase& one, const std::function<void(rca::Sheet&)>& edit, const Problems& wrong, const std::string& place,
                Response (CaseSection::*page)(StaffTurn&, const RcaCase&, const rca::Sheet&, const Problems&, bool, int));
  // decide.cpp
  Response decide(StaffTurn& turn, const RcaCase& one);
  Response sign(StaffTurn& turn, const RcaCase& one);
  Response sign_second(StaffTurn& turn, const RcaCase& one);
  Response withdraw(StaffTurn& turn, const RcaCase& one);
  Response decide_page(StaffTurn& turn, const RcaCase& one, const Problems& problems, bool conflict, int status);
  Response signed_as(StaffTurn& turn, const RcaCase& one, const base::Result<CaseAct>& act);
  // A re-review looks at the commitments kept beside the measure: their questions were used (web/burden/question_life.hpp).
  base::Status note_review(const RcaCase& one);
  Response follow_up(StaffTurn& turn, const RcaCase& one);
  // outputs.cpp
  Response brief(StaffTurn& turn, const RcaCase& one);
  Response brief_json(StaffTurn& turn, const RcaCase& one);
  Response letter(StaffTurn& turn, const RcaCase& one);
  // unit.cpp
  Response start_unit(StaffTurn& turn, const RcaCase& one);
  Response draft(StaffTurn& turn, const RcaCase& one);
  base::Result<std::vector<View>> drafts_of(const StaffTurn& turn, const RcaCase& one);

  CaseDeps deps_;
};

}  // namespace preceptor::web
