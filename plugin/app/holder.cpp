#include <unistd.h>

#include <fstream>
#include <sstream>

#include "core/base/uuid.hpp"
#include "plugin/app/leases.hpp"

namespace preceptor::app {

namespace {

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

// The machine's start and the pid name space: a pid means something only within both. Empty when not readable.
std::string scope() {
  const std::string boot = first_line("/proc/sys/kernel/random/boot_id");
  char space[64];
  const ssize_t size = readlink("/proc/self/ns/pid", space, sizeof space);
  if (boot.empty() || size <= 0) return {};
  return boot + "/" + std::string(space, static_cast<std::size_t>(size));
}

// When a process began, in clock ticks since the machine's start (proc(5), field 22); empty when there is no such process.
std::string begun(const std::string& pid) {
  const std::string stat = first_line("/proc/" + pid + "/stat");
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(stat.substr(name_end + 1));
  std::string field;
  for (int i = 3; i <= 22; ++i) rest >> field;
  return rest ? field : std::string();
}

}  // namespace

std::string make_holder() {
  const std::string pid = std::to_string(getpid());
  return scope() + " " + pid + " " + begun(pid) + " " + base::uuid_v4();
}

bool is_dead_holder(const std::string& holder) {
  std::istringstream in(holder);
  std::string where, pid, start, random;
  if (!(in >> where >> pid >> start >> random)) return false;
  const std::string here = scope();
  if (here.empty() || where != here) return false;
  return begun(pid) != start;   // no such process, or the number was given to another since
}

}  // namespace preceptor::app
