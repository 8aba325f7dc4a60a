#include "plugin/host/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace host {
namespace {

// Turns the terminal's echo off while it lives.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(0, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(0, TCSAFLUSH, &silent) == 0;
  }
  ~NoEcho() {
    if (!changed_) return;
    ::tcsetattr(0, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::optional<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  line.erase(0, line.find_first_not_of(' '));
  return line;
}

}  // namespace

bool can_ask() { return ::isatty(0) != 0 && ::isatty(2) != 0; }

std::optional<std::string> ask(const std::string& question, const std::string& proposal, const Check& check) {
  while (true) {
    std::fprintf(stderr, proposal.empty() ? "%s: " : "%s [%s]: ", question.c_str(), proposal.c_str());
    auto line = read_line();
    if (!line) return std::nullopt;
    if (line->empty()) line = proposal;
    const std::string problem = check(*line);
    if (problem.empty()) return line;
    std::fprintf(stderr, "  %s\n", problem.c_str());
  }
}

std::optional<bool> ask_yes_no(const std::string& question, bool proposal) {
  const auto is_word = [](const std::string& word) {
    return word == "y" || word == "yes" || word == "n" || word == "no" ? std::string() : std::string("Please answer yes or no.");
  };
  const auto word = ask(question, proposal ? "yes" : "no", is_word);
  if (!word) return std::nullopt;
  return word->front() == 'y';
}

std::optional<std::string> ask_secret(const std::string& question) {
  if (!can_ask()) return read_line();
  std::fprintf(stderr, "%s (not shown): ", question.c_str());
  const NoEcho hidden;
  return read_line();
}

}  // namespace host
