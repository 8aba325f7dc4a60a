// One opened library instance, closed when it goes out of scope.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "plugin/include/preceptor.h"

namespace host {

enum Exit { good = 0, red_findings = 1, wrong_arguments = 2, failed = 3 };

struct Failure {
  std::string code, message, detail, fix;
  std::string json;  // all of it
};

class Instance {
 public:
  // Log lines of at least `level` go to the descriptor `log_fd`, one write a line.
  explicit Instance(int log_fd = 2, preceptor_log_level level = PRECEPTOR_LOG_DEBUG);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  bool open(const std::string& config_json);
  bool start();
  bool reload(const std::string& config_json);
  void stop(unsigned deadline_ms);
  // The exit code of the command; output goes to stdout (result) and stderr (for people), progress to a terminal.
  int command(const std::string& name, const std::string& args_json);
  // The same, its result returned instead of printed; nullopt when it failed.
  std::optional<std::string> ask(const std::string& name, const std::string& args_json);
  // A member of preceptor_status as text; empty when absent.
  std::string status(const std::string& member);
  // `file`: named in front of what is wrong with a configuration that came from there.
  Failure failure(const std::string& file = {}) const;

 private:
  int log_fd_;
  preceptor_log_level level_;
  preceptor* handle_ = nullptr;
};

// "preceptor: <detail>" and "  what to do: <fix>" on stderr; with `json` also {"error":...} on stdout.
void print_failure(const Failure& failure, bool json = false);
// The exit code that belongs to a failure: 2 for a wrong argument, else 3.
int exit_code(const Failure& failure);

}  // namespace host
