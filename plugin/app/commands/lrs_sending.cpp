// lrs filter, backfill, resend: what a record store is sent, and again.
#include <algorithm>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/filter_units.hpp"
#include "plugin/app/lrs_desk.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

// The kinds left on, as the filter keeps them.
std::vector<std::string> all_but(const std::vector<std::string>& on) {
  std::vector<std::string> off;
  for (const xapi::StatementKind& kind : xapi::statement_kinds())
    if (std::find(on.begin(), on.end(), kind.name) == on.end()) off.emplace_back(kind.name);
  return off;
}

bool is_kind(const std::string& name) {
  const auto& kinds = xapi::statement_kinds();
  return std::any_of(kinds.begin(), kinds.end(), [&](const xapi::StatementKind& kind) { return kind.name == name; });
}

std::string words(const xapi::LrsFilter& filter) {
  std::string text;
  for (const xapi::StatementKind& kind : xapi::statement_kinds())
    if (filter.kind_on(kind.name)) text += (text.empty() ? "" : ", ") + std::string(kind.name);
  text += " of ";
  if (filter.units.empty()) return text + "every unit and activity";
  for (std::size_t i = 0; i < filter.units.size(); ++i) text += (i == 0 ? "" : ", ") + filter.units[i];
  return text;
}

// What leaves the site that did not before.
std::string told_now(const xapi::LrsFilter& before, const xapi::LrsFilter& now, const std::string& store) {
  std::string text;
  for (const xapi::StatementKind& kind : xapi::statement_kinds()) {
    if (kind.on || before.kind_on(kind.name) || !now.kind_on(kind.name)) continue;
    text += kind.name == xapi::kBurdenKind ? "Answers about burden and released anonymous surveys leave this site from now on. "
                                           : "Answers about causes, stakeholders' ratings of causes and decisions of cases leave this site from now on. ";
  }
  return text.empty() ? text : text + "Free text never does. Send what came before: preceptor lrs backfill " + store + "\n";
}

// Which of pause, resume and stop was asked for; empty: none.
Result<std::string> act_of(CommandContext& context) {
  std::string act;
  for (const char* name : {"pause", "resume", "stop"}) {
    const auto given = context.flag(name);
    if (!given) return fail(given.error());
    if (!*given) continue;
    if (!act.empty()) return fail(Code::command_arguments, "give one of pause, resume and stop");
    act = name;
  }
  return act;
}

}  // namespace

Result<int> lrs_filter(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto kinds = context.texts("kinds");
  if (!kinds) return fail(kinds.error());
  const auto units = context.texts("units");
  if (!units) return fail(units.error());
  const auto everything = context.flag("every_unit");
  if (!everything) return fail(everything.error());
  for (const std::string& kind : *kinds)
    if (!is_kind(kind)) return fail(Code::command_arguments, "\"" + kind + "\" is no kind; they are attempts, answers, results, commitments, credit, burden and root-cause");
  LrsDesk desk(context.site);
  const auto store = desk.load(*name);
  if (!store) return fail(store.error());
  xapi::LrsFilter filter = store->row.filter;
  if (!kinds->empty()) filter.kinds_off = all_but(*kinds);
  if (!units->empty() || *everything) filter.units = *units;
  if (filter != store->row.filter) {
    if (base::Status set = desk.set_filter(*name, filter); !set) return fail(set.error());
  }
  const auto unknown = unknown_units(context.site.store(), filter);
  if (!unknown) return fail(unknown.error());
  for (const UnknownUnit& one : *unknown)
    if (base::Status told = context.tell("No unit or activity \"" + one.id + "\" was ever published here: nothing of it is sent unless one is. " + one.hint + "\n"); !told) return fail(told.error());
  const std::string text = "\"" + *name + "\" gets " + words(filter) + (filter != store->row.filter ? ", from now on.\n" : ".\n") + told_now(store->row.filter, filter, *name);
  const Json report = {{"name", *name}, {"kinds_off", filter.kinds_off}, {"units", filter.units}};
  if (base::Status done = context.print(context.json ? report.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> lrs_backfill(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto from = context.text("from");
  if (!from) return fail(from.error());
  const auto act = act_of(context);
  if (!act) return fail(act.error());
  if (!act->empty() && !from->empty()) return fail(Code::command_arguments, "from begins a back-fill; it cannot stand beside " + *act);
  LrsDesk desk(context.site);
  std::string text;
  if (act->empty()) {
    const auto begun = desk.begin_backfill(*name, *from);
    if (!begun) return fail(begun.error());
    text = "Statements since " + base::format_rfc3339(*begun) + " are sent to \"" + *name +
           "\" by the running server, beside what is new; those it has already change nothing there.\nHow far it is: preceptor lrs list\n";
  } else {
    const base::Status turned = desk.turn_backfill(*name, *act);
    if (!turned && turned.error().code == Code::admin_form_outdated) return fail(Code::command_arguments, "the back-fill of \"" + *name + "\" is in no state for " + *act + ": preceptor lrs list shows it");
    if (!turned) return fail(turned.error());
    text = *act == "pause" ? "Paused: it goes on from there with --resume. New statements are delivered meanwhile.\n" : *act == "resume" ? "It goes on where it was.\n" : "Stopped. What was sent stays there.\n";
  }
  if (base::Status done = context.print(text); !done) return fail(done.error());
  return kGood;
}

Result<int> lrs_resend(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto statement = context.text("statement");
  if (!statement) return fail(statement.error());
  const auto code = context.text("code");
  if (!code) return fail(code.error());
  const auto marked = LrsDesk(context.site).send_again(*name, {*statement, *code, {}});
  if (!marked) return fail(marked.error());
  if (*marked == 0) return fail(Code::command_arguments, "nothing of that is parked: preceptor lrs list shows what is");
  if (base::Status done = context.print(std::to_string(*marked) + " statement(s) are sent to \"" + *name + "\" again, the same bytes.\n"); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
