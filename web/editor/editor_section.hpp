// /staff/editor: units as text, in the browser.
#pragma once
#include "core/ports/content_store.hpp"
#include "core/ports/log.hpp"
#include "manifests/compile.hpp"
#include "web/credit/activity_gate.hpp"
#include "web/editor/drafts.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

struct EditorDeps {
  ports::ContentStore& content;
  ports::ProjectionStore& projections;
  ports::RecordStore& records;
  const ports::Clock& clock;
  ports::Log& log;
  // For activities, as ActivityGateDeps has them; without providers no activity with credit is published.
  std::function<std::vector<credit::Provider>()> providers = {};
  std::function<base::Result<std::vector<credit::Enabled>>()> enabled = {};
  BurdenRecords* figures = nullptr;
};

class EditorSection : public StaffSection {
 public:
  explicit EditorSection(EditorDeps deps);
  Entry entry() const override { return {"editor", "/editor", "editor.nav", kPlanners}; }
  std::vector<StaffRoute> routes() override;
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  ports::HttpResponse list(StaffTurn& turn);
  ports::HttpResponse list_page(StaffTurn& turn, const std::string& problem, int status);
  ports::HttpResponse begin(StaffTurn& turn);
  ports::HttpResponse copy(StaffTurn& turn);
  ports::HttpResponse show(StaffTurn& turn);
  ports::HttpResponse change(StaffTurn& turn);
  ports::HttpResponse publish(StaffTurn& turn, UnitDraft draft);
  // What still stands before publishing it; an activity's and a unit's are different lists of the page.
  base::Status show_gate(const manifests::Compiled& compiled, const Messages& words, View& view);
  // What its root-cause case lacks; `gap`: as the text says, or what the draft was begun from while the text has errors.
  base::Status show_case(const std::string& gap, const Messages& words, View& view);
  base::Result<bool> passes_gate(const manifests::Compiled& compiled);
  ActivityGateDeps gate() const;
  ports::HttpResponse look(StaffTurn& turn);
  ports::HttpResponse file(StaffTurn& turn);
  // The page of one draft as it stands in `draft`, stored or not. `problem`: one sentence above the text; empty when there is none.
  ports::HttpResponse draft_page(StaffTurn& turn, const UnitDraft& draft, const std::string& problem, int status);
  // Runs `act` on the draft of the path; not_found and store trouble are answered here.
  ports::HttpResponse with_draft(StaffTurn& turn, const std::function<ports::HttpResponse(UnitDraft)>& act);

  EditorDeps deps_;
  Drafts drafts_;
};

}  // namespace preceptor::web
