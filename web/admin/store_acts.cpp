// What an administrator does with a record store. A configured one is connected in the configuration file; what it gets is said here.
#include <sstream>
#include <string>
#include <utility>

#include "lti/words.hpp"
#include "web/admin/impl.hpp"
#include "web/page.hpp"

namespace preceptor::web {

using base::Code;

namespace {

StoreDraft typed_draft(const std::string& name, const std::string& endpoint, const std::string& username, const std::string& version, const std::string& password,
                       bool pseudonymised) {
  StoreDraft draft{name, std::string(lti::trimmed(endpoint)), std::string(lti::trimmed(username)), version, std::nullopt, false};
  draft.pseudonymised = pseudonymised;
  if (!password.empty()) draft.password = base::Secret(password);
  return draft;
}

// Which of the kinds that stay inside by default would leave the site from now on: "burden", "root-cause", "both" or nothing.
std::string newly_told(const xapi::LrsFilter& now, const xapi::LrsFilter& then) {
  std::string what;
  for (const xapi::StatementKind& kind : xapi::statement_kinds())
    if (!kind.on && then.kind_on(kind.name) && !now.kind_on(kind.name)) what = what.empty() ? std::string(kind.name) : std::string("both");
  return what;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::add_store(Turn& turn) {
  const StoreDraft draft = typed_draft(std::string(lti::trimmed(turn.value("store"))), turn.value("endpoint"), turn.value("username"), turn.value("version"), turn.value("password"),
                                      turn.value("pseudonymised") == "yes");
  const auto saved = deps.stores.save(draft, RecordStores::Save::add);
  if (!saved) return failed(turn, saved.error());
  if (saved->problem != StoreProblem::none) return stores_page(turn, draft, saved->problem, 422);
  note_store(turn, draft.name, "added");
  return done_with_store(draft.name, saved->goes_on ? "goes_on" : "added");
}

AdminPages::Impl::Response AdminPages::Impl::change_store(Turn& turn) {
  StoreDraft draft = typed_draft(turn.value("store"), turn.value("endpoint"), turn.value("username"), turn.value("version"), turn.value("password"),
                                      turn.value("pseudonymised") == "yes");
  draft.same_store = turn.value("same_store") == "yes";
  const auto saved = deps.stores.save(draft, RecordStores::Save::change);
  if (!saved) return failed(turn, saved.error());
  if (saved->problem != StoreProblem::none) {
    StoreNotes notes;
    notes.draft = draft;
    notes.problem = saved->problem;
    return store_page(turn, draft.name, notes, 422);
  }
  note_store(turn, draft.name, "changed");
  return done_with_store(draft.name, "changed");
}

AdminPages::Impl::Response AdminPages::Impl::test_store(Turn& turn) {
  const auto found = deps.stores.test(turn.value("store"));
  if (!found) return failed(turn, found.error());
  StoreNotes notes;
  notes.test = *found;
  return store_page(turn, turn.value("store"), notes, 200);
}

// A page that asks before something is stopped, or leaves the site. Without script, so a page of its own.
AdminPages::Impl::Response AdminPages::Impl::ask_first(Turn& turn, const std::string& what, const std::string& place, const base::Fields& fields) {
  AdminPage out;
  out.title = turn.messages.text("admin.store_sure_" + what, {{"name", turn.value("store")}});
  out.template_name = "admin_sure";
  out.section = "stores";
  std::vector<View> hidden;
  for (const auto& [name, value] : fields) {
    View one;
    one.text("field", name).text("value", value);
    hidden.push_back(std::move(one));
  }
  out.view.text("why", turn.messages.text("admin.store_why_" + what)).text("action", prefix + "/admin" + place).list("fields", std::move(hidden));
  out.view.flag("at_once", place == "/stores/filter");   // nothing waits ten minutes: the next statement can be kept back as quickly
  out.view.text("store_name", turn.value("store")).text("back", store_url(turn.value("store"))).text("yes", turn.messages.text("admin.store_yes_" + what));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::switch_store(Turn& turn) {
  const std::string to = turn.value("to"), was = turn.value("was");
  if ((to != "on" && to != "off") || (was != "on" && was != "off")) return refuse(turn, Code::admin_form_outdated);
  if (to == "off" && turn.value("sure") != "yes") return ask_first(turn, "off", "/stores/switch", {{"was", was}, {"to", to}});
  const auto done = deps.stores.switch_to(turn.value("store"), was == "on", to == "on");
  if (!done && done.error().code == Code::admin_form_outdated) return refuse(turn, Code::admin_form_outdated);
  if (!done) return failed(turn, done.error());
  note_store(turn, turn.value("store"), to);
  return done_with_store(turn.value("store"), to);
}

AdminPages::Impl::Response AdminPages::Impl::filter_store(Turn& turn) {
  xapi::LrsFilter filter;
  filter.kinds_off.clear();
  for (const xapi::StatementKind& kind : xapi::statement_kinds()) {
    bool on = false;
    for (const auto& [name, value] : turn.form) on = on || (name == "kind" && value == kind.name);
    if (!on) filter.kinds_off.emplace_back(kind.name);
  }
  std::istringstream lines(turn.value("units"));
  for (std::string line; std::getline(lines, line);)
    if (line = std::string(lti::trimmed(line)); !line.empty()) filter.units.push_back(line);
  if (turn.value("sure") != "yes") {
    const auto now = deps.stores.load(turn.value("store"));
    if (!now) return failed(turn, now.error());
    if (const std::string what = newly_told(now->row.filter, filter); !what.empty()) {
      base::Fields typed{{"units", turn.value("units")}};
      for (const auto& [name, value] : turn.form)
        if (name == "kind") typed.emplace_back(name, value);
      return ask_first(turn, what, "/stores/filter", typed);
    }
  }
  const auto set = deps.stores.set_filter(turn.value("store"), filter);
  if (!set && set.error().code == Code::command_arguments) {
    StoreNotes notes;
    notes.filter = filter;
    return store_page(turn, turn.value("store"), notes, 422);
  }
  if (!set) return failed(turn, set.error());
  note_store(turn, turn.value("store"), "filter");
  return done_with_store(turn.value("store"), "filter");
}

AdminPages::Impl::Response AdminPages::Impl::backfill_store(Turn& turn) {
  const std::string act = turn.value("act"), name = turn.value("store");
  if (act == "begin") {
    const auto begun = deps.stores.begin_backfill(name, turn.value("from"));
    if (!begun && begun.error().code == Code::command_arguments) {
      StoreNotes notes;
      notes.from_wrong = true;
      return store_page(turn, name, notes, 422);
    }
    if (!begun) return failed(turn, begun.error());
    note_store(turn, name, "backfill");
    return done_with_store(name, "begun");
  }
  if (act != "pause" && act != "resume" && act != "stop") return refuse(turn, Code::admin_form_outdated);
  if (act == "stop" && turn.value("sure") != "yes") return ask_first(turn, "stop", "/stores/backfill", {{"act", act}});
  const auto turned = deps.stores.turn_backfill(name, act);
  if (!turned && turned.error().code == Code::admin_form_outdated) return refuse(turn, Code::admin_form_outdated);
  if (!turned) return failed(turn, turned.error());
  note_store(turn, name, act);
  return done_with_store(name, act);
}

AdminPages::Impl::Response AdminPages::Impl::send_store_again(Turn& turn) {
  const xapi::ParkedChoice choice{turn.value("statement"), turn.value("code"), turn.value("begins")};
  // Everything at once is for the command line: a page names one statement, or those of one reason.
  if (choice.statement.empty() && choice.code.empty()) return refuse(turn, Code::admin_form_outdated);
  const auto marked = deps.stores.send_again(turn.value("store"), choice);
  if (!marked) return failed(turn, marked.error());
  if (*marked == 0) return refuse(turn, Code::admin_form_outdated);
  note_store(turn, turn.value("store"), "again");
  return done_with_store(turn.value("store"), "again");
}

void AdminPages::Impl::note_store(const Turn& turn, const std::string& name, const std::string& what) {
  deps.log.write(ports::Level::info, "admin.store_changed", {{"request", turn.request.id}, {"store", name}, {"what", what}});
}

AdminPages::Impl::Response AdminPages::Impl::done_with_store(const std::string& name, const std::string& done) {
  return see_other(base::add_query(store_url(name), "done", done));
}

}  // namespace preceptor::web
