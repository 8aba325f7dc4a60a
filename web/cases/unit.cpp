// A unit started from a decided case: a draft text that says what the case says, handed to the editor.
#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "web/cases/case_section.hpp"
#include "web/cases/draft_text.hpp"
#include "web/cases/parts.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostDrafts = 100;

base::Result<std::string> body_text(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return base::fail(json.error());
  const auto* text = base::string_member(*json, "text");
  return text ? *text : std::string();
}

}  // namespace

CaseSection::Response CaseSection::start_unit(StaffTurn& turn, const RcaCase& one) {
  const auto start = rca::unit_start(rca::brief_of(one.file()));
  if (!start) return turn.outdated();  // no GO stands any more
  const std::string key = form_key(turn);
  const CaseDraft draft = draft_of(*start, one.sheet.title, turn.member.name, base::add_months(base::utc_date(deps_.clock.now()), 12), key, turn.messages);
  const auto act = deps_.book.start_unit(one.id, actor(turn), draft.id, key);
  if (!act) return turn.failed(act.error());
  if (act->outcome != CaseAct::Outcome::done) return turn.outdated();
  ports::Projection row;
  row.kind = kDraftKind;
  row.id = draft.id;
  row.parent = one.id;
  row.state = "open";
  row.updated_at = deps_.clock.now();
  row.body = base::canonical_json(base::Json{{"id", draft.id}, {"title", draft.title}, {"text", draft.text}, {"case", one.id}, {"by", turn.member.name}, {"started", base::to_unix_ms(row.updated_at)}});
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  // The form sent twice: the draft is there.
  const auto saved = deps_.records.commit(work);
  if (!saved && saved.error().code != base::Code::store_conflict) return turn.failed(saved.error());
  return turn.go(case_place(one, "/unit/" + draft.id), "started");
}

CaseSection::Response CaseSection::draft(StaffTurn& turn, const RcaCase& one) {
  const auto row = deps_.rows.load_projection(base::RegistrationId(ports::kNoRegistration), kDraftKind, turn.place("unit"));
  if (!row) return turn.failed(row.error());
  if (!*row || (*row)->parent != one.id) return turn.not_found();
  const auto text = body_text(**row);
  if (!text) return turn.failed(text.error());
  auto page = case_page(turn, one, "case_unit", "overview");
  if (turn.asked("done") == "started") page.done = "case.done_started";
  page.title = turn.messages.text("case.unit_title", {{"id", (*row)->id}});
  page.view.text("text", *text).text("file", (*row)->id + ".md").text_if("editor_url", turn.is(StaffRole::planner) ? turn.url("/editor/" + (*row)->id) : "");
  return turn.page(std::move(page));
}

base::Result<std::vector<View>> CaseSection::drafts_of(const StaffTurn& turn, const RcaCase& one) {
  const auto rows = deps_.rows.projections_of_parent(kDraftKind, one.id, kMostDrafts);
  if (!rows) return base::fail(rows.error());
  std::vector<View> views;
  for (const auto& row : *rows) {
    View view;
    view.text("id", row.id).text("url", turn.url(case_place(one, "/unit/" + row.id)));
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace preceptor::web
