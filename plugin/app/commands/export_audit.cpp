// export audit: the audit file of one activity, as /staff gives it out.
#include <cstring>

#include "core/base/uuid.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/whole_file.hpp"
#include "web/accreditation/audit_desk.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;

base::Result<int> export_audit(CommandContext& context) {
  const auto activity = context.required("activity");
  if (!activity) return fail(activity.error());
  const auto out = context.required("out");
  if (!out) return fail(out.error());
  const auto named = context.flag("identifiers");
  if (!named) return fail(named.error());
  web::accreditation::AuditDesk desk(context.site.accreditation());
  const auto made = desk.file(*activity, *named ? std::optional(ports::VaultActor{"command line", "audit file"}) : std::nullopt);
  if (!made) return fail(made.error());
  WholeFile file(*out);
  if (!file.write(made->bytes) || !file.finish()) return fail(Code::command_arguments, *out + " cannot be written: " + std::strerror(errno));
  if (*named) {   // so that an erasure can name it
    if (auto noted = context.site.store().note_copy_made({base::uuid_v4(), "audit file", *out, context.site.clock().now(), {}, {}}); !noted) return fail(noted.error());
  }
  std::string text = *out + ": " + std::to_string(made->bytes.size()) + " bytes.\n";
  for (const auto& one : made->missing) text += "Missing: " + plain(one.what_to_do) + "\n";
  if (auto told = context.tell(text); !told) return fail(told.error());
  return made->missing.empty() ? kGood : kRed;
}

}  // namespace preceptor::app
