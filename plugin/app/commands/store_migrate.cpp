// store migrate: brings a store to this version's schema. It opens the store itself: a site cannot be opened before.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/config.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

// Where the store lies, by the configuration: a file's path, or its text for a host that has no file.
Result<std::string> store_to_migrate(const CommandContext& context) {
  auto text = context.text("config_json");
  if (!text) return text;
  if (text->empty()) {
    const auto path = context.required("config");
    if (!path) return path;
    std::ifstream file(*path, std::ios::binary);
    if (!file) return fail(Code::command_arguments, *path + " cannot be read: " + std::strerror(errno));
    text->assign(std::istreambuf_iterator<char>(file), {});
    if (file.bad()) return fail(Code::command_arguments, *path + " cannot be read to its end");
  }
  const auto config = parse_config(*text);
  if (!config) return fail(config.error());
  if (config->store == "memory:") return fail(Code::command_arguments, "store \"memory:\" keeps nothing, so nothing can be brought to another schema");
  return config->store;
}

Json migrated_json(const store::Migration& done, const std::string& name) {
  Json json = {{"store", name}, {"from", done.from}, {"to", done.to}, {"applied", done.applied}, {"backup", nullptr}};
  if (!done.backup.empty()) json["backup"] = {{"file", done.backup}, {"bytes", done.backup_bytes}};
  return json;
}

std::string migrated_text(const store::Migration& done, const std::string& name) {
  const std::string to = std::to_string(done.to);
  if (done.from == done.to) return name + ": schema " + to + ", as this version has it. Nothing was done.\n";
  std::string text = done.from == 0 ? name + ": was empty, schema " + to + " was made.\n" : name + ": schema " + std::to_string(done.from) + " became " + to + ".\n";
  for (const std::string& migration : done.applied) text += "  " + migration + "\n";
  if (!done.backup.empty()) {
    text += "What it was before: " + done.backup + " (" + std::to_string(done.backup_bytes) + " bytes, read through and whole).\n"
            "Put that file in another place or delete it once this version has proved itself: erasing a person does not reach it, and names it.\n";
  }
  if (done.from > 0) text += "An older version does not open this store any more.\n";
  return text;
}

// Not by note_run: the audit log that counts is the one of the store that was changed.
Status note_migration(CommandContext& context, store::Store& store) {
  const store::Migration& done = store.migration();
  if (done.from == done.to) return {};
  return store.append_audit({context.site.clock().now(), "command", "command line", "changed", "store migrate",
                             "schema=" + std::to_string(done.from) + "-" + std::to_string(done.to), {}});
}

}  // namespace

Result<int> store_migrate(CommandContext& context) {
  const auto backup_made = context.flag("backup_made");
  if (!backup_made) return fail(backup_made.error());
  const auto url = store_to_migrate(context);
  if (!url) return fail(url.error());
  store::StoreOptions options;
  options.url = *url;
  options.readers = 1;
  options.backup_made = *backup_made;
  const auto opened = store::Store::open(options, context.site.clock(), context.site.log());
  if (!opened) return fail(opened.error());
  store::Store& store = **opened;
  if (const Status noted = note_migration(context, store); !noted) return fail(noted.error());
  // An address may hold a password.
  const std::string name = store.path().empty() ? "PostgreSQL" : store.path();
  const std::string said = context.json ? migrated_json(store.migration(), name).dump(2) + "\n" : migrated_text(store.migration(), name);
  if (const Status done = context.print(said); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
