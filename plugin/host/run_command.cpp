#include <cstdio>
#include <optional>

#include "plugin/host/commands.hpp"
#include "plugin/host/files.hpp"
#include "plugin/host/instance.hpp"
#include "plugin/host/json_text.hpp"
#include "plugin/host/lms_kinds.hpp"
#include "plugin/host/terminal.hpp"

namespace host {
namespace {

const std::string* value_of(const Command& command, const Given& given, const std::string& member) {
  for (std::size_t i = 0; i < command.arguments.size(); ++i)
    if (command.arguments[i].member == member && !given.values[i].empty()) return &given.values[i].front();
  return nullptr;
}

void add_argument(JsonObject& args, const Argument& argument, const std::vector<std::string>& values) {
  if (values.empty()) return;
  switch (argument.kind) {
    case Kind::text:
    case Kind::place: args.text(argument.member, values.front()); break;
    // A path is kept by the library and read again by a server started elsewhere.
    case Kind::path:
    case Kind::place_path: args.text(argument.member, absolute(values.front())); break;
    case Kind::list: args.list(argument.member, values); break;
    // Shown in messages as the user wrote them, and read at once.
    case Kind::places_path: args.list(argument.member, values); break;
    case Kind::flag: args.flag(argument.member, true); break;
  }
}

// False: the password was needed and none came.
bool add_password(JsonObject& args, const Command& command, const Given& given) {
  if (value_of(command, given, "password_file") != nullptr || value_of(command, given, "password_env") != nullptr) return true;
  const auto password = ask_secret("Password of the record store");
  if (!password || password->empty()) return false;
  args.text("password", *password);
  return true;
}

std::optional<std::string> arguments_json(const Command& command, const Given& given) {
  JsonObject args;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) add_argument(args, command.arguments[i], given.values[i]);
  if (command.full_name() == "lrs add" && !add_password(args, command, given)) {
    std::fputs("preceptor: no password was given\n  what to do: name --password-file or --password-env, or type it when asked.\n", stderr);
    return std::nullopt;
  }
  if (given.json) args.flag("json", true);
  return args.str();
}

}  // namespace

int run_command(const Command& command, const Given& given) {
  std::string config = kNoSite;
  if (command.needs_config) {
    const Read read = read_file(given.config);
    if (!read.ok) {
      std::fprintf(stderr, "preceptor: %s\n", read.problem.c_str());
      return Exit::failed;
    }
    config = read.text;
  }
  const auto args = arguments_json(command, given);
  if (!args) return Exit::wrong_arguments;
  // What a command has to say it says through its output; the log is for what broke.
  Instance instance(2, PRECEPTOR_LOG_ERROR);
  const int code = instance.open(config) ? instance.command(command.full_name(), *args) : -1;
  if (code >= 0) return code;
  const Failure failure = instance.failure(given.config);
  print_failure(failure, given.json);
  return exit_code(failure);
}

}  // namespace host
