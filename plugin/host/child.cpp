#include "plugin/host/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

namespace host {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

[[noreturn]] void become(const std::string& program, std::vector<char*>& argv, int out, int log, pid_t parent, const Signals& signals) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(0);  // we lost the race: the parent is gone already
  ::dup2(out, 1);
  ::dup2(log, 2);
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing >= 0) ::dup2(nothing, 0);
  signals.restore_in_child();
  ::execv(program.c_str(), argv.data());
  ::_exit(127);
}

}  // namespace

Child::~Child() {
  if (pid_ > 0 && !ended()) {
    ::kill(pid_, SIGTERM);
    for (int i = 0; i < 60 && !ended(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!ended()) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  if (out_ >= 0) ::close(out_);
}

std::string Child::start(const std::string& program, const std::vector<std::string>& args, const std::string& log, const Signals& signals) {
  if (::access(program.c_str(), X_OK) != 0) return program + " is missing; build or install it beside preceptor.";
  int pipe_ends[2];
  const int log_fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (log_fd < 0) return "cannot write " + log + ": " + std::strerror(errno) + ".";
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) {
    ::close(log_fd);
    return std::string("no pipe to ") + program + ": " + std::strerror(errno) + ".";
  }
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(program, argv, pipe_ends[1], log_fd, parent, signals);
  const int why = errno;
  ::close(pipe_ends[1]);
  ::close(log_fd);
  out_ = pipe_ends[0];
  return pid_ > 0 ? std::string() : "cannot start " + program + ": " + std::strerror(why) + ".";
}

std::string Child::first_line(int seconds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::string line;
  while (line.size() < kLongestLine) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd ready{out_, POLLIN, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return {};
    char c = 0;
    if (::read(out_, &c, 1) <= 0) return {};
    if (c == '\n') return line;
    line += c;
  }
  return {};
}

bool Child::ended() {
  if (pid_ <= 0) return true;
  const pid_t gone = ::waitpid(pid_, nullptr, WNOHANG);
  if (gone != pid_ && !(gone < 0 && errno == ECHILD)) return false;
  pid_ = -1;
  return true;
}

}  // namespace host
