// store backup: one file that can stand in the store's place, or the note that something else made one.
#include <filesystem>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::fail;
using base::Result;
using base::Status;

namespace {

Status note_backup(const CommandContext& context, const std::string& file, base::Instant begun) {
  if (const Status noted = context.site.store().note_copy(ports::Copy::backup, begun); !noted)
    return fail(noted.error().code, file + " is whole, but its time could not be noted for preceptor check: " + noted.error().detail);
  // So that an erasure can name it.
  if (const Status noted = context.site.store().note_copy_made({base::uuid_v4(), "backup", file, begun, {}, {}}); !noted)
    return fail(noted.error().code, file + " is whole, but it could not be noted for preceptor person erase: " + noted.error().detail);
  return {};
}

// False where it lies on another machine, or is no file at all.
bool others_may_read(const std::string& file) {
  std::error_code not_here;
  const auto found = std::filesystem::status(file, not_here);
  return !not_here && found.type() == std::filesystem::file_type::regular && (found.permissions() & (std::filesystem::perms::group_read | std::filesystem::perms::others_read)) != std::filesystem::perms::none;
}

// One by pg_dump, or of the disk: what is in it is what was committed when it began.
Result<int> note_elsewhere(CommandContext& context, const std::string& file, const std::string& began) {
  const auto begun = base::parse_rfc3339(began);
  if (!begun) return fail(base::Code::command_arguments, "--made-elsewhere takes when the copy was begun, as 2026-05-04T02:00:00Z");
  if (*begun > context.site.clock().now()) return fail(base::Code::command_arguments, "--made-elsewhere lies in the future");
  if (const Status noted = note_backup(context, file, *begun); !noted) return fail(noted.error());
  const bool open_to_others = others_may_read(file);
  const base::Json row = {{"file", file}, {"at", base::format_rfc3339(*begun)}, {"open_to_others", open_to_others}};
  const std::string warning = "Other users of this machine may read it, and it holds names, subjects and statements: chmod 600 it, and umask 077 before the next.\n";
  const Status done = context.json ? context.print(row.dump(2) + "\n")
                                   : context.tell(file + " is noted as a backup begun " + base::format_rfc3339(*begun) + ". It was not looked at.\n" + (open_to_others ? warning : ""));
  if (!done) return fail(done.error());
  return kGood;
}

}  // namespace

Result<int> store_backup(CommandContext& context) {
  const auto file = context.required("file"), elsewhere = context.text("made_elsewhere");
  if (!file) return fail(file.error());
  if (!elsewhere) return fail(elsewhere.error());
  if (!elsewhere->empty()) return note_elsewhere(context, *file, *elsewhere);
  // The copy holds what was committed when it began.
  const base::Instant begun = context.site.clock().now();
  const auto bytes = context.site.store().back_up(*file);
  if (!bytes) return fail(bytes.error());
  if (const Status noted = note_backup(context, *file, begun); !noted) return fail(noted.error());
  const std::string key_file = context.site.key_file();
  if (context.json) {
    const base::Json row = {{"file", *file}, {"bytes", *bytes}, {"at", base::format_rfc3339(begun)}, {"key_file", key_file}, {"text_keys", context.site.text_key_folder()}};
    if (const Status done = context.print(row.dump(2) + "\n"); !done) return fail(done.error());
    return kGood;
  }
  const std::string text = *file + ": " + std::to_string(*bytes) + " bytes, read through and whole.\n" +
                           "The key file " + key_file + " is not in it. Keep a copy of that in another place: without it the signing keys, the\n"
                           "record store passwords and the identifiers that learners gave cannot be read in the backup. Nor are the keys of what learners wrote: copy the folder\n" +
                           context.site.text_key_folder() + " apart too, and keep no old copies of it: erasing a person takes her key out of it.\n";
  if (const Status told = context.tell(text); !told) return fail(told.error());
  return kGood;
}

}  // namespace preceptor::app
