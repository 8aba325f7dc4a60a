// A program started beside this one, ended with it.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "plugin/host/signals.hpp"

namespace host {

class Child {
 public:
  Child() = default;
  ~Child();  // asks it to stop, waits 3 s, then ends it
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Starts `program` in a group of its own (Ctrl-C reaches only us), its stderr in the file `log`. It ends when we die. Answers what went wrong; empty
  // when nothing did.
  std::string start(const std::string& program, const std::vector<std::string>& args, const std::string& log, const Signals& signals);
  // The first line it prints, without the newline; empty when it ended or `seconds` passed before there was one.
  std::string first_line(int seconds);
  // Collects it when it has ended.
  bool ended();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
};

}  // namespace host
