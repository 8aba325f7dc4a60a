// Processor time of other processes, from proc(5).
#pragma once
#include <sys/types.h>
#include <unistd.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace preceptor::bench {

struct ProcessTimes {
  pid_t parent = 0;
  double own = 0, reaped = 0;   // seconds, user and system: its own, and what its ended children used
};

// All zero for a process that is gone.
inline ProcessTimes process_times(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  std::string skip;
  ProcessTimes times;
  rest >> skip >> times.parent;
  for (int i = 0; i < 9; ++i) rest >> skip;
  double user = 0, system = 0, child_user = 0, child_system = 0;
  rest >> user >> system >> child_user >> child_system;
  const auto tick = static_cast<double>(sysconf(_SC_CLK_TCK));
  times.own = (user + system) / tick;
  times.reaped = (child_user + child_system) / tick;
  return times;
}

// utime + stime of one process, seconds.
inline double cpu_seconds_of(pid_t pid) { return process_times(std::to_string(pid)).own; }

// Of a server and all its children, those that ended included: a session that ends between two looks counts for its parent from then on. When one ended
// while this looked, it is looked at again, so that none counts twice or not at all. `first`: PostgreSQL's first process; 0 answers 0.
inline double cpu_seconds_of_family(pid_t first) {
  if (first == 0) return 0;
  const std::string name = std::to_string(first);
  while (true) {
    const ProcessTimes before = process_times(name);
    double sum = before.own + before.reaped;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      const std::string pid = entry.path().filename().string();
      if (std::isdigit(static_cast<unsigned char>(pid.front())) == 0) continue;
      const ProcessTimes times = process_times(pid);
      if (times.parent == first) sum += times.own + times.reaped;
    }
    if (process_times(name).reaped == before.reaped) return sum;
  }
}

}  // namespace preceptor::bench
