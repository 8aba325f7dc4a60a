// `preceptor setup`: a few questions, a checked configuration file.
#pragma once
#include <map>
#include <span>
#include <string>

#include "plugin/host/lms_kinds.hpp"

namespace host {

struct Question {
  const char* name;
  const char* flag;
  const char* help;    // for --help
  const char* asked;   // on the terminal
};
std::span<const Question> setup_questions();

struct SetupOptions {
  std::string output = "preceptor.json";
  bool force = false;
  std::map<std::string, std::string> answers;  // by question name; empty: not given
};

// Asks what was not given (on a terminal only), checks it all, writes the file (0600). The exit code.
int setup(const SetupOptions& options);

// Why an answer will not do, as a sentence that says what will; empty when it is fine. Knows the names of setup_questions().
// `lms`: the kinds that may be connected.
std::string check_answer(const std::string& name, const std::string& answer, const LmsKinds& lms);

}  // namespace host
