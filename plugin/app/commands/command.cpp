#include "plugin/app/commands/command.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/site.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {
struct Named {
  std::string_view name;
  Command run;
};
constexpr std::array kCommands = {
    Named{"admin link", admin_link},
    Named{"staff add", staff_add},         Named{"staff link", staff_link},       Named{"staff list", staff_list},
    Named{"staff end", staff_end},
    Named{"check", check_command},         Named{"platform add", platform_add},   Named{"platform list", platform_list},
    Named{"platform remove", platform_remove}, Named{"lrs add", lrs_add},         Named{"lrs list", lrs_list},
    Named{"lrs test", lrs_test},           Named{"lrs remove", lrs_remove},       Named{"lrs backfill", lrs_backfill},
    Named{"lrs on", lrs_on},               Named{"lrs off", lrs_off},             Named{"lrs filter", lrs_filter},
    Named{"lrs resend", lrs_resend},
    Named{"keys list", keys_list},         Named{"keys rotate", keys_rotate},     Named{"keys show", keys_show},
    Named{"content lint", content_lint},   Named{"xapi check", xapi_check},       Named{"export xapi", export_xapi},
    Named{"export credit", export_credit}, Named{"report status", report_status}, Named{"import results", import_results},
    Named{"export audit", export_audit},   Named{"export evidence", export_evidence}, Named{"keys evidence", keys_evidence},
    Named{"verify", verify_command},       Named{"export licences", export_licences}, Named{"import licences", import_licences},
    Named{"content import", content_import}, Named{"platform kinds", platform_kinds},
    Named{"content withdraw", content_withdraw},
    Named{"invite", invite_command},       Named{"platform accept", platform_accept}, Named{"store backup", store_backup},
    Named{"store check", store_check},     Named{"person export", person_export}, Named{"person erase", person_erase},
    Named{"store rerender", store_rerender}, Named{"store migrate", store_migrate},
    Named{"store rerender", store_rerender}, Named{"store copy", store_copy},
};
// Neither change the site nor tell of persons; store migrate notes itself in the store it changes, which is not this site's.
constexpr std::string_view kUnnoted[] = {"check", "staff list", "platform list", "platform kinds", "lrs list", "lrs test", "keys list", "keys show",
                                         "content lint", "content import", "store check", "store migrate", "xapi check", "report status", "verify"};
}  // namespace

Status note_run(const CommandContext& context, std::string_view name) {
  if (std::find(std::begin(kUnnoted), std::end(kUnnoted), name) != std::end(kUnnoted)) return {};
  const Result<std::string> id = context.text("id");
  const Result<std::string> person = context.text("person");   // our own random id alone; what names somebody is not for the log
  const auto tries = context.flag("dry_run");
  std::string subject = id && !id->empty() ? "id=" + *id : std::string();
  if (name.starts_with("person ") && person && base::is_uuid(*person)) subject = "person=" + *person;
  const bool reads = name.starts_with("export ") || name == "store backup" || name == "store copy" || name == "person export" || (tries && *tries);
  return context.site.store().append_audit({context.site.clock().now(), "command", "command line", reads ? "saw" : "changed", std::string(name), std::move(subject),
                                            {}});
}

Command find_command(std::string_view name) {
  for (const Named& command : kCommands) {
    if (command.name == name) return command.run;
  }
  return nullptr;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const Named& command : kCommands) names.push_back(command.name);
  return names;
}

Status CommandContext::print(std::string_view text) const {
  if (io.write && !io.write(1, text)) return fail(Code::command_cancelled);
  return {};
}

Status CommandContext::tell(std::string_view text) const {
  if (io.write && !io.write(2, text)) return fail(Code::command_cancelled);
  return {};
}

Result<bool> CommandContext::flag(const char* name) const {
  const auto found = args.find(name);
  if (found == args.end() || found->is_null()) return false;
  if (!found->is_boolean()) return fail(Code::command_arguments, std::string(name) + " must be true or false");
  return found->get<bool>();
}

Result<std::string> CommandContext::text(const char* name) const {
  const auto found = args.find(name);
  if (found == args.end() || found->is_null()) return std::string();
  if (!found->is_string()) return fail(Code::command_arguments, std::string(name) + " must be text");
  return found->get<std::string>();
}

Result<std::string> CommandContext::required(const char* name) const {
  Result<std::string> value = text(name);
  if (value && value->empty()) return fail(Code::command_arguments, std::string(name) + " is required");
  return value;
}

Result<std::vector<std::string>> CommandContext::texts(const char* name) const {
  std::vector<std::string> values;
  const auto found = args.find(name);
  if (found == args.end() || found->is_null()) return values;
  if (!found->is_array()) return fail(Code::command_arguments, std::string(name) + " must be a list");
  for (const Json& item : *found) {
    if (!item.is_string()) return fail(Code::command_arguments, std::string(name) + " must hold texts");
    values.push_back(item.get<std::string>());
  }
  return values;
}

}  // namespace preceptor::app
