#include "tests/fakes/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace preceptor::fakes {

namespace {

[[noreturn]] void run_child(const std::vector<std::string>& command, int log, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(out >= 0 ? out : log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  std::perror(arguments[0]);
  ::_exit(127);
}

}  // namespace

Process::~Process() { kill_now(); }

void Process::start(const std::vector<std::string>& command, const std::string& log, bool ready) {
  kill_now();
  name_ = command.at(0);
  log_ = log;
  ready_line_.clear();
  int pipe_ends[2] = {-1, -1};
  if (ready && ::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const int log_fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0) throw std::runtime_error("cannot write " + log);
  pid_ = ::fork();
  if (pid_ == 0) run_child(command, log_fd, pipe_ends[1]);
  ::close(log_fd);
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (!ready) return;
  ::close(pipe_ends[1]);
  await_line(pipe_ends[0]);
  ::close(pipe_ends[0]);
}

void Process::await_line(int fd) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (ready_line_.find('\n') == std::string::npos) {
    pollfd waiting{fd, POLLIN, 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    char buffer[4096];
    ssize_t n = 0;
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0 || (n = ::read(fd, buffer, sizeof buffer)) <= 0)
      throw std::runtime_error(name_ + " did not get ready; its output: " + read_file(log_));
    ready_line_.append(buffer, static_cast<std::size_t>(n));
  }
  ready_line_.resize(ready_line_.find('\n'));
}

bool Process::running() {
  if (pid_ <= 0) return false;
  if (::waitpid(pid_, &status_, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

bool Process::kill_now() {
  if (pid_ <= 0) return false;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, &status_, 0);
  pid_ = -1;
  return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGKILL;
}

int Process::stop(std::chrono::milliseconds patience) {
  if (running()) {
    ::kill(pid_, SIGTERM);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    kill_now();
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

// The socket stays bound, and never listens, until the process ends: nobody who asks for any free port is given this one meanwhile, while a server that names
// it (with SO_REUSEADDR, as ours and PostgreSQL's do) may listen there.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int reuse = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool good = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!good) throw std::runtime_error("no free port on loopback");
  return ntohs(address.sin_port);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "preceptor-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  if (std::getenv("PRECEPTOR_KEEP")) {
    std::fprintf(stderr, "kept %s\n", path_.c_str());
    return;
  }
  std::error_code ignored;   // a folder left behind spoils no test
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace preceptor::fakes
