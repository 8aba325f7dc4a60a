#include <cstdlib>

#include "adapters/lrs/probe.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/config_reader.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

Result<xapi::LrsRow> find(CommandContext& context, const std::string& name) {
  const auto rows = context.site.store().list_lrs();
  if (!rows) return fail(rows.error());
  for (const xapi::LrsRow& row : *rows) {
    if (row.name == name && row.enabled) return row;
  }
  return fail(Code::lrs_unknown, "\"" + name + "\"");
}

constexpr int kParkedShown = 100;

Json as_json(const std::vector<xapi::Parked>& parked) {
  Json list = Json::array();
  for (const xapi::Parked& each : parked) {
    list.push_back({{"statement", each.id.str()}, {"code", each.code}, {"reason", each.reason}, {"at", base::format_rfc3339(each.at)}});
  }
  return list;
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

Result<xapi::LrsRow> read_lrs_row(CommandContext& context) {
  xapi::LrsRow row;
  row.source = "admin";
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto endpoint = context.required("endpoint");
  if (!endpoint) return fail(endpoint.error());
  const auto username = context.text("username");
  if (!username) return fail(username.error());
  const auto version = context.text("version");
  if (!version) return fail(version.error());
  row.name = *name;
  row.endpoint = endpoint->ends_with('/') ? *endpoint : *endpoint + "/";
  row.username = *username;
  if (!version->empty()) row.version = *version;
  const auto url = base::parse_url(row.endpoint);
  if (!url || !url->query.empty()) return fail(Code::command_arguments, "endpoint must be a full address such as https://lrs.example.org/xAPI/, without a query");
  if (row.version != "auto" && row.version != "1.0.3" && row.version != "2.0") return fail(Code::command_arguments, "version must be auto, 1.0.3 or 2.0");
  return row;
}

// Sets the store's identity, which its cursor belongs to: of the address, or of the row it replaces when staff say that it is the same store.
base::Status identify(CommandContext& context, xapi::LrsRow& row) {
  const auto same_store = context.flag("same_store");
  if (!same_store) return fail(same_store.error());
  const auto rows = context.site.store().list_lrs();
  if (!rows) return fail(rows.error());
  row.store_id = lrs_store_id(row.name, row.endpoint);
  bool connected = false;
  for (const xapi::LrsRow& known : *rows) {
    if (known.name != row.name || !known.enabled) continue;
    if (known.source == "config") {
      return fail(Code::platform_configured, "the record store \"" + known.name +
                                                 "\" comes from the configuration file; change it there (a new address of the same store: same_store_as)");
    }
    connected = true;
    if (*same_store) row.store_id = known.store_id;
  }
  if (*same_store && !connected) return fail(Code::command_arguments, "same_store: no record store \"" + row.name + "\" is connected that could have moved");
  return {};
}

}  // namespace

Result<int> lrs_add(CommandContext& context) {
  Result<xapi::LrsRow> row = read_lrs_row(context);
  if (!row) return fail(row.error());
  const auto secret = password(context);
  if (!secret) return fail(secret.error());
  if (base::Status identified = identify(context, *row); !identified) return fail(identified.error());
  const xapi::Destination destination{"lrs", row->store_id};
  const auto known = context.site.store().has_destination(destination);
  if (!known) return fail(known.error());
  if (!secret->empty()) row->password = context.site.seal_password(*secret);
  if (base::Status saved = context.site.store().save_lrs(*row); !saved) return fail(saved.error());
  if (base::Status opened = context.site.store().open_destination(destination, false); !opened) return fail(opened.error());
  const std::string begins = *known ? "goes on where its delivery was: what was recorded since is sent too." : "gets every statement from now on.";
  const base::Status done = context.print("Record store \"" + row->name + "\" " + begins + "\nTry it: preceptor lrs test " + row->name +
                                          "\nSend what came before: preceptor lrs backfill " + row->name + " --from 2026-01-01T00:00:00Z\n");
  if (!done) return fail(done.error());
  return kGood;
}

Result<int> lrs_list(CommandContext& context) {
  const auto rows = context.site.store().list_lrs();
  if (!rows) return fail(rows.error());
  Json list = Json::array();
  std::string text;
  for (const xapi::LrsRow& row : *rows) {
    const auto backlog = context.site.store().backlog({"lrs", row.store_id});
    if (!backlog) return fail(backlog.error());
    const auto parked = context.site.store().list_parked({"lrs", row.store_id}, kParkedShown);
    if (!parked) return fail(parked.error());
    list.push_back({{"name", row.name}, {"endpoint", row.endpoint}, {"version", row.version}, {"source", row.source}, {"enabled", row.enabled},
                    {"waiting", backlog->waiting}, {"parked", backlog->parked}, {"parked_statements", as_json(*parked)}});
    text += row.name + "  " + row.endpoint + "  " + std::to_string(backlog->waiting) + " waiting  " + std::to_string(backlog->parked) + " parked  " + row.source +
            (row.enabled ? "" : "  off") + "\n";
    for (const xapi::Parked& each : *parked) text += "  parked " + each.id.str() + "  " + each.code + "  " + each.reason + "\n";
  }
  if (text.empty()) text = "No record store is connected yet: preceptor lrs add --help\n";
  if (base::Status done = context.print(context.json ? list.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> lrs_test(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto rows = context.site.active_lrs();
  if (!rows) return fail(rows.error());
  for (const xapi::LrsRow& row : *rows) {
    if (row.name != *name) continue;
    const lrs::Probe found = lrs::probe(context.site.http(), row);
    const Json report = {{"name", row.name}, {"good", found.good}, {"version", found.version}, {"cause", found.cause}, {"next", found.next}};
    const std::string text = std::string(found.good ? "good  " : "red   ") + found.cause + (found.next.empty() ? "" : "\n      " + found.next) + "\n";
    if (base::Status done = context.print(context.json ? report.dump(2) + "\n" : text); !done) return fail(done.error());
    return found.good ? kGood : kRed;
  }
  return fail(Code::lrs_unknown, "\"" + *name + "\"");
}

Result<int> lrs_remove(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto row = find(context, *name);
  if (!row) return fail(row.error());
  if (row->source == "config") return fail(Code::platform_configured, "the record store \"" + *name + "\" comes from the configuration file; remove it there");
  if (base::Status removed = context.site.store().remove_lrs(*name); !removed) return fail(removed.error());
  if (base::Status done = context.print("Record store \"" + *name + "\" gets nothing more. What it has stays there.\n"); !done) return fail(done.error());
  return kGood;
}

Result<int> lrs_backfill(CommandContext& context) {
  const auto name = context.required("name");
  if (!name) return fail(name.error());
  const auto from_text = context.text("from");
  if (!from_text) return fail(from_text.error());
  const std::string since = from_text->empty() ? "1970-01-01" : *from_text;   // without a day: everything
  const auto from = base::parse_rfc3339(since.size() == 10 ? since + "T00:00:00Z" : since);
  if (!from) return fail(Code::command_arguments, "from must be a date such as 2026-01-31 or an instant such as 2026-01-31T00:00:00Z");
  const auto row = find(context, *name);
  if (!row) return fail(row.error());
  if (base::Status moved = context.site.store().rewind_destination({"lrs", row->store_id}, *from); !moved) return fail(moved.error());
  const base::Status done = context.print("Statements since " + base::format_rfc3339(*from) + " are sent to \"" + *name +
                                          "\" again by the running server; those it has already change nothing there.\n");
  if (!done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
