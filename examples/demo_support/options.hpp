// Command line of the demo servers: --name value and --flag.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace preceptor::demo {

class Options {
 public:
  // `valued` and `flags`: the names known, with their dashes. nullopt when an argument is unknown or a value is missing; `problem` says which.
  static std::optional<Options> parse(int argc, char** argv, const std::set<std::string>& valued, const std::set<std::string>& flags,
                                      std::string& problem);
  std::string value(const std::string& name, const std::string& otherwise = {}) const;  // the last one given
  const std::vector<std::string>& values(const std::string& name) const;
  bool has(const std::string& flag) const { return given_.count(flag) != 0; }

 private:
  std::map<std::string, std::vector<std::string>> given_;
};

// Writes `json` as one line to the descriptor of --ready-fd (and closes it), or to stdout.
void announce(const Options& options, const std::string& json);

// Blocks SIGINT and SIGTERM for this thread and those started later. Call before any thread starts.
void hold_signals();
// Waits for one of them.
void wait_for_signal();

}  // namespace preceptor::demo
