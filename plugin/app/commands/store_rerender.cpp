// store rerender: statements that come out otherwise today are superseded.
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/export_filter.hpp"
#include "plugin/app/lrs_desk.hpp"
#include "plugin/app/rerender.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

// Only what a record store was sent can be told from what it may still be sent when nothing old is on its way there.
Result<std::string> in_the_way(Site& site) {
  const auto stores = LrsDesk(site).list();
  if (!stores) return fail(stores.error());
  for (const web::RecordStore& store : *stores) {
    const std::string& name = store.row.name;
    if (store.backfill && (store.backfill->state == "running" || store.backfill->state == "paused"))
      return "\"" + name + "\" is being sent what came before: let that end, or stop it with preceptor lrs backfill " + name + " --stop\n";
    const auto todo = site.store().todo({"lrs", store.row.store_id});
    if (!todo) return fail(todo.error());
    if (todo->again && store.row.enabled) return "\"" + name + "\" is being sent refused statements again: let that end (preceptor lrs list shows them)\n";
  }
  return std::string();
}

std::string said_of(const RerenderTold& told, bool dry_run) {
  std::string text = std::to_string(told.looked_at) + " statements looked at, " + std::to_string(told.superseded()) +
                     (dry_run ? " would be superseded" : " superseded") + ", " + std::to_string(told.unmakeable) + " cannot be made any more and stay.\n";
  for (const auto& [name, count] : told.changed) text += "  " + name + "  " + std::to_string(count) + "\n";
  if (!told.parts.empty()) text += "What differs:\n";
  for (const auto& [name, count] : told.parts) text += "  " + name + "  " + std::to_string(count) + "\n";
  if (dry_run && told.superseded() > 0) text += "Nothing was written. Without --dry-run the new statements are made, and the old ones voided where they were sent.\n";
  if (!dry_run && told.superseded() > 0) text += "The running server delivers them in their order.\n";
  return text;
}

}  // namespace

Result<int> store_rerender(CommandContext& context) {
  const auto dates = export_filter(context);
  if (!dates) return fail(dates.error());
  const auto registration = context.text("registration");
  if (!registration) return fail(registration.error());
  const auto kind = context.text("kind");
  if (!kind) return fail(kind.error());
  const auto dry_run = context.flag("dry_run");
  if (!dry_run) return fail(dry_run.error());
  if (!*dry_run) {
    const auto busy = in_the_way(context.site);
    if (!busy) return fail(busy.error());
    if (!busy->empty()) {
      if (const Status told = context.tell(*busy); !told) return fail(told.error());
      return kRed;
    }
  }
  const auto progress = [&](std::int64_t looked) { return !context.io.progress || context.io.progress("statements", static_cast<std::uint64_t>(looked), 0); };
  const auto told = Rerender(context.site).run({dates->from, dates->to, *registration, *kind}, *dry_run, progress);
  if (!told) return fail(told.error());
  const Json report = {{"looked_at", told->looked_at}, {"superseded", told->superseded()}, {"unmakeable", told->unmakeable}, {"by_kind", told->changed},
                       {"differs", told->parts},       {"dry_run", *dry_run}};
  if (const Status done = context.print(context.json ? report.dump(2) + "\n" : said_of(*told, *dry_run)); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
