#include "plugin/app/commands/command.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/config_reader.hpp"
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
  std::string_view arguments;   // the members it reads, apart by one blank; every command reads "json" too
};
constexpr std::array kCommands = {
    Named{"admin link", admin_link, "name minutes"},
    Named{"staff add", staff_add, "name role link id minutes"},
    Named{"staff link", staff_link, "id minutes"},
    Named{"staff list", staff_list, ""},
    Named{"staff end", staff_end, "id"},
    Named{"check", check_command, ""},
    Named{"platform add", platform_add, "name lms issuer client_id deployment_ids anonymous_deployment_ids authorization_endpoint token_endpoint jwks_uri "
                                        "authorization_server invitation replace"},
    Named{"platform list", platform_list, ""},
    Named{"platform remove", platform_remove, "name"},
    Named{"lrs add", lrs_add, "name endpoint username password password_file password_env version pseudonymised identified same_store"},
    Named{"lrs list", lrs_list, ""},
    Named{"lrs test", lrs_test, "name"},
    Named{"lrs remove", lrs_remove, "name"},
    Named{"lrs backfill", lrs_backfill, "name from pause resume stop"},
    Named{"lrs on", lrs_on, "name"},
    Named{"lrs off", lrs_off, "name"},
    Named{"lrs filter", lrs_filter, "name kinds units every_unit"},
    Named{"lrs resend", lrs_resend, "name statement code"},
    Named{"keys list", keys_list, ""},
    Named{"keys rotate", keys_rotate, "platform at_once vault evidence"},
    Named{"keys show", keys_show, "name pem"},
    Named{"content lint", content_lint, "paths"},
    Named{"xapi check", xapi_check, "file version house profile"},
    Named{"export xapi", export_xapi, "from to unit course lms person kinds format as_of afresh out lrs"},
    Named{"export credit", export_credit, "format from to board activity system provider out again check"},
    Named{"report status", report_status, ""},
    Named{"import results", import_results, "file dry_run"},
    Named{"export audit", export_audit, "activity out identifiers"},
    Named{"export evidence", export_evidence, "from to unit course events out"},
    Named{"keys evidence", keys_evidence, "pem request certificate"},
    Named{"verify", verify_command, "file key thumbprint"},
    Named{"export licences", export_licences, "activity provider out"},
    Named{"import licences", import_licences, "file dry_run"},
    Named{"content import", content_import, "file from language out"},
    Named{"platform kinds", platform_kinds, ""},
    Named{"content withdraw", content_withdraw, "content reason replacement language"},
    Named{"invite", invite_command, "lms name hours"},
    Named{"platform accept", platform_accept, "name deployment_id"},
    Named{"store backup", store_backup, "file made_elsewhere"},
    Named{"store check", store_check, "file since"},
    Named{"person export", person_export, "person platform subject out"},
    Named{"person erase", person_erase, "person platform subject void dry_run"},
    Named{"store rerender", store_rerender, "from to registration kind dry_run"},
    Named{"store migrate", store_migrate, "config config_json backup_made"},
    Named{"store copy", store_copy, "to afresh"},
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

std::vector<std::string> argument_names(std::string_view name) {
  const auto* const command = std::ranges::find(kCommands, name, &Named::name);
  std::vector<std::string> names;
  if (command == kCommands.end()) return names;
  for (std::string_view rest = command->arguments; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    names.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

// A slip in the name of a limit or of dry_run would otherwise do more than was asked for.
Status check_argument_names(std::string_view name, const Json& args) {
  std::vector<std::string> known = argument_names(name);
  known.emplace_back("json");
  for (const auto& [given, value] : args.items()) {
    if (std::ranges::find(known, given) != known.end()) continue;
    const std::string near = nearest(given, known);
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
    return fail(Code::command_arguments, given + (near.empty() ? ": there is no such argument" : ": did you mean " + near + "?") + " (" + std::string(name) + " takes " + all + ")");
  }
  return {};
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
