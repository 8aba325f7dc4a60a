// The command line: what `preceptor` understands. Everything is done elsewhere.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "plugin/host/commands.hpp"
#include "plugin/host/demo.hpp"
#include "plugin/host/instance.hpp"
#include "plugin/host/manual.hpp"
#include "plugin/host/serve.hpp"
#include "plugin/host/setup.hpp"
#include "plugin/host/unknown_word.hpp"

namespace {

constexpr const char* kFooter = "Exit codes: 0 good, 1 red findings, 2 wrong arguments, 3 failed.";

struct Parsed {
  const host::Command* command = nullptr;
  CLI::App* app = nullptr;
  host::Given given;
};

void add_config_option(CLI::App& app, std::string& path) {
  app.add_option("--config", path, "The configuration file")->required()->envname("PRECEPTOR_CONFIG")->type_name("FILE");
}

void add_argument(CLI::App& app, const host::Argument& argument, std::vector<std::string>& values) {
  using host::Kind;
  if (argument.kind == Kind::flag) {
    app.add_flag_callback(argument.flags, [&values] { values.emplace_back("true"); }, argument.help);
    return;
  }
  CLI::Option* option = app.add_option(argument.flags, values, argument.help);
  if (argument.kind == Kind::place || argument.kind == Kind::place_path || argument.kind == Kind::text || argument.kind == Kind::path) option->expected(1);
  // One value each time, so that a list does not swallow the word after it.
  if (argument.kind == Kind::list) option->expected(1)->take_all();
  if (argument.kind == Kind::places_path) option->expected(1, 10'000);
  option->type_name(argument.kind == Kind::path ? "FILE" : "TEXT")->required(argument.required);
  if (std::string_view(argument.flags) == "--config") option->envname("PRECEPTOR_CONFIG");   // of a command that reads it itself
}

void add_commands(CLI::App& program, std::deque<Parsed>& parsed) {
  std::map<std::string, CLI::App*> parents{{"", &program}};
  for (const auto& group : host::groups()) {
    parents[group.name] = program.add_subcommand(group.name, group.help);
    parents[group.name]->require_subcommand(1);
  }
  for (const auto& command : host::commands()) {
    Parsed& entry = parsed.emplace_back();
    entry.command = &command;
    entry.app = parents.at(command.group)->add_subcommand(command.name, command.help);
    entry.app->footer(kFooter);
    entry.given.values.resize(command.arguments.size());
    for (std::size_t i = 0; i < command.arguments.size(); ++i) add_argument(*entry.app, command.arguments[i], entry.given.values[i]);
    if (command.needs_config) add_config_option(*entry.app, entry.given.config);
    entry.app->add_flag("--json", entry.given.json, "Print data as JSON");
  }
}

void add_setup_options(CLI::App& app, host::SetupOptions& options) {
  app.add_option("--output", options.output, "The file to write")->capture_default_str()->type_name("FILE");
  app.add_flag("--force", options.force, "Replace the file when it exists");
  for (const auto& question : host::setup_questions()) app.add_option(question.flag, options.answers[question.name], question.help)->type_name("TEXT");
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe or connection, and a file-size limit that is reached, are errors of the write, not our end.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App program{"Preceptor: five-minute units inside course pages. LTI 1.3 in, xAPI out."};
  program.require_subcommand(1);
  program.set_version_flag("--version", PRECEPTOR_VERSION);
  program.footer(kFooter);

  std::string demo_folder, demo_lms = "generic", serve_config;
  auto* demo = program.add_subcommand("demo", "Tool, demo LMS and demo record store on this machine, ready to click");
  demo->footer(kFooter);
  demo->add_option("--dir", demo_folder, "Where the demo keeps its files (default: preceptor-demo in the user's state folder)")->type_name("FOLDER");
  demo->add_option("--lms", demo_lms, "An LMS of that kind (preceptor platform kinds) that has not heard of the tool, and the address to paste into it")
      ->type_name("LMS");
  host::SetupOptions setup_options;
  auto* setup = program.add_subcommand("setup", "A few questions, a checked configuration file");
  setup->footer(kFooter);
  add_setup_options(*setup, setup_options);
  auto* serve = program.add_subcommand("serve", "Run the server until SIGTERM; SIGHUP reads the configuration again");
  serve->footer(kFooter);
  add_config_option(*serve, serve_config);
  auto* manual = program.add_subcommand("manual", "The manual page, for man -l -");
  std::deque<Parsed> parsed;
  add_commands(program, parsed);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Something else may be missing as well; what was not understood is why.
    const std::string unknown = error.get_exit_code() == 0 ? std::string() : host::unknown_word(program);
    if (!unknown.empty()) {
      std::fputs(unknown.c_str(), stderr);
      return host::Exit::wrong_arguments;
    }
    return program.exit(error) == 0 ? host::Exit::good : host::Exit::wrong_arguments;
  }
  if (demo->parsed()) return host::demo(demo_folder, demo_lms);
  if (setup->parsed()) return host::setup(setup_options);
  if (serve->parsed()) return host::serve(serve_config);
  if (manual->parsed()) return std::fputs(host::manual().c_str(), stdout) < 0 ? host::Exit::failed : host::Exit::good;
  for (const Parsed& entry : parsed)
    if (entry.app->parsed()) return host::run_command(*entry.command, entry.given);
  return host::Exit::wrong_arguments;
}
