// Record stores: the list, one to be connected, and the page of one.
#include <string>
#include <utility>
#include <vector>

#include "web/admin/impl.hpp"
#include "web/admin/store_views.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {

namespace {

// What an act says when it is done: a key of the catalogue, or nothing for a word that is not ours.
std::string store_done(const std::string& done) {
  for (const char* known : {"added", "goes_on", "changed", "on", "off", "filter", "begun", "pause", "resume", "stop", "again"})
    if (done == known) return "admin.store_done_" + done;
  return {};
}

}  // namespace

std::string AdminPages::Impl::store_url(const std::string& name) const { return base::add_query(prefix + "/admin/stores/one", "name", name); }

AdminPages::Impl::Response AdminPages::Impl::stores(Turn& turn) { return stores_page(turn, {}, StoreProblem::none, 200); }

// `draft`: what was typed of one to be connected; `problem`: why it was not.
AdminPages::Impl::Response AdminPages::Impl::stores_page(Turn& turn, const StoreDraft& draft, StoreProblem problem, int status) {
  const auto all = deps.stores.list();
  if (!all) return failed(turn, all.error());
  std::vector<View> views;
  for (const RecordStore& store : *all) {
    View view = store_line(store, turn.messages);
    const bool moves = store.backfill && (store.backfill->state == "running" || store.backfill->state == "paused");
    view.text("url", store_url(store.row.name)).text_if("progress", moves ? progress_words(*store.backfill, turn.messages) : "");
    views.push_back(std::move(view));
  }
  AdminPage out;
  out.title = turn.messages.text("admin.stores_title");
  out.template_name = "admin_stores";
  out.section = "stores";
  out.script = true;
  out.view.flag("none", views.empty()).list("stores", std::move(views));
  out.view.text_if("problem", problem_words(problem, turn.messages)).text("name_value", draft.name).flag("keeps_password", false);
  add_store_fields(out.view, draft, turn.messages);
  return page(turn, std::move(out), status);
}

AdminPages::Impl::Response AdminPages::Impl::store(Turn& turn) { return store_page(turn, turn.asked("name"), {}, 200); }

AdminPages::Impl::Response AdminPages::Impl::store_page(Turn& turn, const std::string& name, const StoreNotes& notes, int status) {
  const auto found = deps.stores.load(name);
  if (!found) return failed(turn, found.error());
  AdminPage out;
  out.title = found->row.name;
  out.template_name = "admin_store";
  out.section = "stores";
  out.script = true;   // it looks again by itself while something moves
  out.done = store_done(turn.asked("done"));
  out.view = store_line(*found, turn.messages);
  View& view = out.view;
  view.text("store_name", found->row.name).text("url", store_url(found->row.name)).flag("configured", found->configured());
  view.flag("gets_pseudonyms", found->row.pseudonymised());
  view.flag("enabled", found->row.enabled).text("was", found->row.enabled ? "on" : "off").flag("keeps_password", found->has_password);
  add_store_fields(view, notes.draft.value_or(StoreDraft{found->row.name, found->row.endpoint, found->row.username, found->row.version, std::nullopt, false, found->row.pseudonymised()}), turn.messages);
  add_backfill(view, found->backfill, turn.messages);
  add_refused(view, *found, turn.messages);
  add_answers(view, *found, turn.messages);
  add_filter(view, notes.filter.value_or(found->row.filter), turn.messages);
  bool again = false;
  for (const xapi::ParkedGroup& group : found->parked) again = again || group.again > 0;
  view.flag("moving", found->row.enabled && (again || (found->backfill && found->backfill->state == "running")));
  view.text_if("problem", problem_words(notes.problem, turn.messages)).text_if("filter_problem", notes.filter ? turn.messages.text("admin.store_filter_wrong") : "");
  view.text_if("from_problem", notes.from_wrong ? turn.messages.text("admin.store_from_wrong") : "");
  view.flag("tested", notes.test.has_value());
  if (notes.test) {
    view.flag("bad", !notes.test->good).text("cause", notes.test->cause).text_if("next", notes.test->next);
    view.text("verdict", turn.messages.text("admin.store_fault_" + notes.test->fault));
  }
  return page(turn, std::move(out), status);
}

}  // namespace preceptor::web
