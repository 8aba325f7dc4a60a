// Child processes of a test: started, watched, killed by their own pid; they die with the test.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace preceptor::fakes {

class Process {
 public:
  Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();   // kills what still runs
  // stdout and stderr are appended to `log`; with `ready`, the first line the program prints to stdout is awaited and given back by
  // ready_line() (at most 20 s). Throws std::runtime_error when the program cannot be started or ends before.
  void start(const std::vector<std::string>& command, const std::string& log, bool ready);
  bool running();
  bool kill_now();                                   // SIGKILL, and reaps; false when it had ended before
  int stop(std::chrono::milliseconds patience = std::chrono::milliseconds(5000));   // SIGTERM, then SIGKILL; the exit code, 128 + signal when killed
  pid_t pid() const { return pid_; }
  const std::string& ready_line() const { return ready_line_; }

 private:
  void await_line(int fd);
  pid_t pid_ = -1;
  int status_ = 0;
  std::string name_, log_, ready_line_;
};

// A TCP port on 127.0.0.1 that nobody listens on; as long as this process lives, nobody who asks for any port is given it.
int free_port();

// A new folder below the system's temporary one; removed with its contents at the end of the object's life unless PRECEPTOR_KEEP is set.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string read_file(const std::string& path);   // empty when there is none
void write_file(const std::string& path, const std::string& text);

}  // namespace preceptor::fakes
