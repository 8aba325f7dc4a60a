// Administrative commands. Each is one function; the program and hosts reach them by name through Application::command.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"
#include "plugin/app/application.hpp"
#include "plugin/app/site.hpp"

namespace preceptor::app {

// Exit codes of the program, answered by every command.
enum Exit { kGood = 0, kRed = 1, kWrongArguments = 2, kFailed = 3 };

struct CommandContext {
  Site& site;
  const nlohmann::json& args;
  const CommandIo& io;
  bool json = false;           // print data as JSON
  bool serving = false;        // the site's workers run in this process

  // Error command_cancelled when the reader is gone.
  base::Status print(std::string_view text) const;   // the result
  base::Status tell(std::string_view text) const;    // for people
  // A text argument; empty when absent. Error command_arguments when it is not text.
  base::Result<std::string> text(const char* name) const;
  base::Result<std::string> required(const char* name) const;
  base::Result<std::vector<std::string>> texts(const char* name) const;
  base::Result<bool> flag(const char* name) const;   // false when absent
};

// How long a sign-in link waits: "minutes", 1 to 1440; web::kAdminLinkLife when absent. Error command_arguments.
base::Result<base::Milliseconds> link_life(const CommandContext& context);

using Command = base::Result<int> (*)(CommandContext&);
// nullptr when there is no command of that name.
Command find_command(std::string_view name);
std::vector<std::string_view> command_names();
// The members that the command of that name reads, without "json", which all read. docs/abi.md has the same table.
std::vector<std::string> argument_names(std::string_view name);
// Error command_arguments: a member that the command does not read, with the nearest one it does.
base::Status check_argument_names(std::string_view name, const nlohmann::json& args);
// Before a command runs: its row in the audit log, if it changes the site or hands out what persons did. Errors: store_*; then it must not run.
base::Status note_run(const CommandContext& context, std::string_view name);

base::Result<int> check_command(CommandContext& context);
base::Result<int> admin_link(CommandContext& context);
base::Result<int> staff_add(CommandContext& context);
base::Result<int> staff_link(CommandContext& context);
base::Result<int> staff_list(CommandContext& context);
base::Result<int> staff_end(CommandContext& context);
base::Result<int> platform_add(CommandContext& context);
base::Result<int> invite_command(CommandContext& context);
base::Result<int> platform_accept(CommandContext& context);
base::Result<int> platform_list(CommandContext& context);
base::Result<int> platform_kinds(CommandContext& context);
base::Result<int> platform_remove(CommandContext& context);
base::Result<int> lrs_add(CommandContext& context);
base::Result<int> lrs_list(CommandContext& context);
base::Result<int> lrs_test(CommandContext& context);
base::Result<int> lrs_remove(CommandContext& context);
base::Result<int> lrs_on(CommandContext& context);
base::Result<int> lrs_off(CommandContext& context);
base::Result<int> lrs_filter(CommandContext& context);
base::Result<int> lrs_backfill(CommandContext& context);
base::Result<int> lrs_resend(CommandContext& context);
base::Result<int> keys_list(CommandContext& context);
base::Result<int> keys_rotate(CommandContext& context);
base::Result<int> keys_show(CommandContext& context);
base::Result<int> keys_evidence(CommandContext& context);
base::Result<int> content_lint(CommandContext& context);
base::Result<int> content_import(CommandContext& context);
base::Result<int> content_withdraw(CommandContext& context);
base::Result<int> xapi_check(CommandContext& context);
base::Result<int> store_backup(CommandContext& context);
base::Result<int> store_check(CommandContext& context);
base::Result<int> store_migrate(CommandContext& context);
base::Result<int> person_export(CommandContext& context);
base::Result<int> person_erase(CommandContext& context);
base::Result<int> store_rerender(CommandContext& context);
base::Result<int> store_copy(CommandContext& context);
base::Result<int> export_xapi(CommandContext& context);
base::Result<int> export_credit(CommandContext& context);
base::Result<int> report_status(CommandContext& context);
base::Result<int> import_results(CommandContext& context);
base::Result<int> export_licences(CommandContext& context);
base::Result<int> import_licences(CommandContext& context);
base::Result<int> export_audit(CommandContext& context);
base::Result<int> export_evidence(CommandContext& context);
base::Result<int> verify_command(CommandContext& context);

}  // namespace preceptor::app
