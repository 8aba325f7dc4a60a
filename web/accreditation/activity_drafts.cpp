// Activities that are still being written: what refuses them and what their audit file lacks, from the first draft on.
#include <algorithm>

#include "manifests/compile.hpp"
#include "web/accreditation/activity_section.hpp"
#include "web/accreditation/parts.hpp"
#include "web/editor/drafts.hpp"
#include "web/sentences.hpp"

namespace preceptor::web::accreditation {
namespace {

// As the front matter says it; whether the rest can be read is the draft's own page.
bool is_activity(const std::string& text) {
  const auto end = text.find("\n---", 4);
  return text.substr(0, end).find("\nkind: activity") != std::string::npos;
}

}  // namespace

base::Result<std::vector<View>> ActivitySection::draft_rows(const StaffTurn& turn) {
  std::vector<View> rows;
  if (turn.is(StaffRole::reader)) return rows;
  const auto all = Drafts(deps_.rows, deps_.records, deps_.clock).list();
  if (!all) return base::fail(all.error());
  for (const auto& one : *all) {
    if (one.state == "published" || !is_activity(one.text)) continue;
    View row;
    row.text("title", one.title.empty() ? turn.messages.text("activities.untitled") : one.title).text("url", turn.url("/activities/draft/" + one.id));
    rows.push_back(std::move(row));
  }
  return rows;
}

ports::HttpResponse ActivitySection::draft(StaffTurn& turn) {
  const auto found = Drafts(deps_.rows, deps_.records, deps_.clock).load(turn.place("draft"));
  if (!found) return turn.failed(found.error());
  if (!*found || !is_activity((*found)->text)) return turn.not_found();
  const auto compiled = manifests::compile((*found)->text, "draft");
  std::vector<View> refusals, missing;
  for (const auto& one : compiled.problems)
    if (one.weight == manifests::Weight::error) refusals.push_back(text_view(turn.messages.text("credits_staff.line", {{"n", number(one.line)}}) + ": " + one.message));
  if (compiled.activity) {
    ActivityNow now{std::make_shared<credit::Activity>(*compiled.activity), compiled.activity->accme_activity_id, "UTC", base::utc_date(deps_.clock.now())};
    const auto facts = audit_.facts(now);
    if (!facts) return turn.failed(facts.error());
    for (const auto& one : facts->refusals) refusals.push_back(text_view(say(one.what_to_do, turn.messages)));
    for (const auto& one : report::audit_missing(*facts)) missing.push_back(text_view(say(one.what_to_do, turn.messages)));
  }
  StaffPage page;
  page.title = (*found)->title.empty() ? turn.messages.text("activities.untitled") : (*found)->title;
  page.template_name = "activity_draft";
  page.view.text("editor", turn.url("/editor/" + (*found)->id)).flag("refused", !refusals.empty()).list("refusals", std::move(refusals));
  page.view.flag("unread", !compiled.activity).flag("complete", missing.empty()).list("missing", std::move(missing));
  return turn.page(std::move(page));
}

}  // namespace preceptor::web::accreditation
