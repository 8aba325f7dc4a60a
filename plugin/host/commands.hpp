// The administrative commands as data: what they are called, what they take, what the library calls it.
#pragma once
#include <span>
#include <string>
#include <vector>

namespace host {

enum class Kind {
  text,      // --flag VALUE
  path,      // --flag FILE, made absolute
  list,      // --flag VALUE, may come again
  flag,      // --flag
  place,     // a word without a flag
  place_path,
  places_path,  // one or more files or folders
};

struct Argument {
  const char* flags;   // "--client-id"; for a place its name in the help
  const char* member;  // of the arguments' JSON
  Kind kind;
  bool required;
  const char* help;
};

struct Command {
  const char* group;  // "" for a command of one word
  const char* name;
  const char* help;
  bool needs_config;  // false: works without a configuration, on a private temporary store
  std::vector<Argument> arguments;
  // As the library knows it: "lrs add".
  std::string full_name() const { return *group == '\0' ? std::string(name) : std::string(group) + ' ' + name; }
};

struct Group {
  const char* name;
  const char* help;
};

std::span<const Group> groups();
std::span<const Command> commands();

// What the user gave to one command.
struct Given {
  std::string config;  // path
  bool json = false;
  std::vector<std::vector<std::string>> values;  // one entry for each argument of the command; empty: not given
};

// Opens the configuration and runs the command. The exit code of the program.
int run_command(const Command& command, const Given& given);

}  // namespace host
