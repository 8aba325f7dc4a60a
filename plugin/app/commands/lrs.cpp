// lrs add, list, test, on, off, remove: the connections. What is sent to them is lrs_sending.cpp.
#include <cstdlib>

#include "core/base/json.hpp"
#include "core/base/visible.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/health_lines.hpp"
#include "plugin/app/config_reader.hpp"
#include "plugin/app/lrs_desk.hpp"
#include "plugin/app/outbound.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using web::StoreProblem;

namespace {

Json as_json(const std::vector<xapi::Parked>& parked) {
  Json list = Json::array();
  for (const xapi::Parked& each : parked) {
    list.push_back({{"statement", each.id.str()}, {"code", each.code}, {"reason", base::visible(each.reason)}, {"at", base::format_rfc3339(each.at)}, {"again", each.again}});
  }
  return list;
}

Json as_json(const std::optional<xapi::Backfill>& backfill) {
  if (!backfill) return nullptr;
  Json out = {{"state", backfill->state}, {"from", base::format_rfc3339(backfill->from)}, {"started_at", base::format_rfc3339(backfill->started_at)},
              {"done", backfill->done}, {"total", backfill->total}};
  if (backfill->ended_at) out["ended_at"] = base::format_rfc3339(*backfill->ended_at);
  return out;
}

Json as_json(const std::optional<web::LastFailure>& failed) {
  if (!failed) return nullptr;
  return {{"at", base::format_rfc3339(failed->at)}, {"error", failed->error}, {"statement", failed->tried.statement}, {"statements", failed->tried.count},
          {"words", base::visible(failed->tried.words)}};
}

Json as_json(const web::RecordStore& store) {
  const xapi::LrsRow& row = store.row;
  Json answers = Json::array();
  for (const xapi::Receipt& each : store.answers) answers.push_back({{"at", base::format_rfc3339(each.at)}, {"status", each.status}, {"statements", each.count}});
  return {{"name", row.name}, {"endpoint", row.endpoint}, {"version", row.version}, {"source", row.source}, {"enabled", row.enabled}, {"audience", row.audience},
          {"waiting", store.backlog.waiting}, {"parked", store.backlog.parked}, {"parked_statements", as_json(store.refused)}, {"answers", answers},
          {"last_error", as_json(store.failed)}, {"backfill", as_json(store.backfill)}, {"filter", {{"kinds_off", row.filter.kinds_off}, {"units", row.filter.units}}}};
}

std::string as_text(const web::RecordStore& store) {
  const xapi::LrsRow& row = store.row;
  std::string text = row.name + "  " + row.endpoint + "  " + std::to_string(store.backlog.waiting) + " waiting  " + std::to_string(store.backlog.parked) +
                     " parked  " + row.source + (row.enabled ? "" : "  off") + (row.pseudonymised() ? "  pseudonymised" : "") + "\n";
  if (row.filter != xapi::LrsFilter{}) {
    text += "  without";
    for (const std::string& off : row.filter.kinds_off) text += " " + off;
    for (const std::string& unit : row.filter.units) text += "; only " + unit;
    text += "\n";
  }
  if (store.backfill) {
    text += "  back-fill from " + base::format_rfc3339(store.backfill->from) + "  " + store.backfill->state + "  " + std::to_string(store.backfill->done) + " of " +
            std::to_string(store.backfill->total) + "\n";
  }
  if (store.failed) text += "  the last try failed, " + base::format_rfc3339(store.failed->at) + "  " + failure_words(*store.failed) + "\n";
  for (const xapi::Parked& each : store.refused)
    text += "  parked " + each.id.str() + "  " + each.code + "  " + base::visible(each.reason) + (each.again ? "  (is sent again)" : "") + "\n";
  return text;
}

Result<base::Secret> password(CommandContext& context) {
  for (const char* key : {"password", "password_file", "password_env"}) {
    const auto value = context.text(key);
    if (!value) return fail(value.error());
    if (value->empty()) continue;
    if (std::string_view(key) == "password") return base::Secret(*value);
    if (std::string_view(key) == "password_env") {
      const char* text = std::getenv(value->c_str());
      if (text == nullptr) return fail(Code::config_secret, "the variable " + *value + " is not set");
      return base::Secret(text);
    }
    return read_secret_file(*value);
  }
  return base::Secret();
}

Result<web::StoreDraft> read_draft(CommandContext& context) {
  web::StoreDraft draft;
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto endpoint = context.required("endpoint");
  if (!endpoint) return fail(endpoint.error());
  const auto username = context.text("username");
  if (!username) return fail(username.error());
  const auto version = context.text("version");
  if (!version) return fail(version.error());
  const auto same_store = context.flag("same_store");
  if (!same_store) return fail(same_store.error());
  const auto pseudonymised = context.flag("pseudonymised");
  if (!pseudonymised) return fail(pseudonymised.error());
  const auto identified = context.flag("identified");
  if (!identified) return fail(identified.error());
  if (*pseudonymised && *identified) return fail(Code::command_arguments, "give one of pseudonymised and identified");
  if (*pseudonymised || *identified) draft.pseudonymised = *pseudonymised;
  const auto secret = password(context);
  if (!secret) return fail(secret.error());
  draft.name = *name;
  draft.endpoint = *endpoint;
  draft.username = *username;
  if (!version->empty()) draft.version = *version;
  draft.same_store = *same_store;
  draft.password = *secret;
  return draft;
}

base::Status refusal(StoreProblem problem, const web::StoreDraft& draft, const Config& config) {
  const std::string& name = draft.name;
  switch (problem) {
    case StoreProblem::none: return {};
    case StoreProblem::name:
    case StoreProblem::taken:
    case StoreProblem::password: break;   // a command may change what is there, and always has a password
    case StoreProblem::endpoint: return fail(Code::command_arguments, "endpoint must be a full address such as https://lrs.example.org/xAPI/, without a query");
    case StoreProblem::version: return fail(Code::command_arguments, "version must be auto, 1.0.3 or 2.0");
    case StoreProblem::configured:
      return fail(Code::platform_configured,
                  "the record store \"" + name + "\" comes from the configuration file; change it there (a new address of the same store: same_store_as)");
    case StoreProblem::refused: {
      const base::Status callable = http::check_callable(draft.endpoint, client_options(config));
      return fail(Code::outbound_refused, "nothing was saved: " + (callable ? draft.endpoint : callable.error().detail));
    }
    case StoreProblem::unmoved: return fail(Code::command_arguments, "same_store: no record store \"" + name + "\" is connected that could have moved");
  }
  return fail(Code::command_arguments, "name must be at most 100 characters, without control characters");
}

Result<int> switch_store(CommandContext& context, bool on) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  LrsDesk desk(context.site);
  const auto store = desk.load(*name);
  if (!store) return fail(store.error());
  if (store->row.enabled != on || store->configured()) {
    if (base::Status done = desk.switch_to(*name, !on, on); !done) return fail(done.error());
  }
  const std::string text = on ? "\" is switched on and gets what was recorded meanwhile too.\n" : "\" is switched off. What is recorded waits for it.\n";
  if (base::Status done = context.print("Record store \"" + *name + text); !done) return fail(done.error());
  return kGood;
}

}  // namespace

Result<int> lrs_add(CommandContext& context) {
  const auto draft = read_draft(context);
  if (!draft) return fail(draft.error());
  const auto saved = LrsDesk(context.site).save(*draft, web::RecordStores::Save::either);
  if (!saved) return fail(saved.error());
  if (base::Status good = refusal(saved->problem, *draft, context.site.config()); !good) return fail(good.error());
  const std::string begins = saved->goes_on ? "goes on where its delivery was: what was recorded since is sent too." : "gets every statement from now on.";
  const base::Status done = context.print("Record store \"" + draft->name + "\" " + begins + "\nTry it: preceptor lrs test " + draft->name +
                                          "\nSend what came before: preceptor lrs backfill " + draft->name + " --from 2026-01-01T00:00:00Z\n");
  if (!done) return fail(done.error());
  return kGood;
}

Result<int> lrs_list(CommandContext& context) {
  const auto stores = LrsDesk(context.site).list();
  if (!stores) return fail(stores.error());
  Json list = Json::array();
  std::string text;
  for (const web::RecordStore& store : *stores) {
    list.push_back(as_json(store));
    text += as_text(store);
  }
  if (text.empty()) text = "No record store is connected yet: preceptor lrs add --help\n";
  if (base::Status done = context.print(context.json ? list.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> lrs_test(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto found = LrsDesk(context.site).test(*name);
  if (!found) return fail(found.error());
  const Json report = {{"name", *name}, {"good", found->good}, {"fault", found->fault}, {"version", found->version}, {"cause", found->cause}, {"next", found->next}};
  const std::string text = std::string(found->good ? "good  " : "red   ") + found->cause + (found->next.empty() ? "" : "\n      " + found->next) + "\n";
  if (base::Status done = context.print(context.json ? report.dump(2) + "\n" : text); !done) return fail(done.error());
  return found->good ? kGood : kRed;
}

Result<int> lrs_on(CommandContext& context) { return switch_store(context, true); }
Result<int> lrs_off(CommandContext& context) { return switch_store(context, false); }

Result<int> lrs_remove(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto store = LrsDesk(context.site).load(*name);
  if (!store) return fail(store.error());
  if (store->configured() && store->row.enabled)
    return fail(Code::platform_configured, "the record store \"" + *name + "\" comes from the configuration file; remove it there");
  if (base::Status removed = context.site.store().remove_lrs(*name); !removed) return fail(removed.error());
  if (base::Status done = context.print("Record store \"" + *name + "\" gets nothing more. What it has stays there.\n"); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
