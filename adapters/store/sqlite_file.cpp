#include "adapters/store/sqlite_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

namespace preceptor::store {
namespace {

namespace fs = std::filesystem;

// Processes end and close while we look: what has gone has the file open no more.
bool holds_file(const fs::path& process, const struct stat& file) {
  std::error_code gone;
  for (fs::directory_iterator open(process / "fd", gone), end; !gone && open != end; open.increment(gone)) {
    struct stat facts {};
    if (::stat(open->path().c_str(), &facts) == 0 && facts.st_dev == file.st_dev && facts.st_ino == file.st_ino) return true;
  }
  return false;
}

}  // namespace

OpenedFile::OpenedFile(std::string path) : path_(std::move(path)) {
  struct stat facts {};
  if (::stat(path_.c_str(), &facts) != 0) return;   // no file has the number 0: it counts as gone
  device_ = facts.st_dev;
  inode_ = facts.st_ino;
}

base::Status OpenedFile::in_place() const {
  struct stat facts {};
  if (::stat(path_.c_str(), &facts) != 0)
    return base::fail(base::Code::store_failed, path_ + " is no longer there; put it back, with its -wal file, and it goes on");
  if (facts.st_dev != device_ || facts.st_ino != inode_)
    return base::fail(base::Code::store_failed, path_ + " is another file than the one that was opened; put that one back, or restart to use this one");
  return {};
}

std::string sqlite_other_users(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return {};
  const std::string own = std::to_string(::getpid());
  std::string found;
  std::error_code gone;
  for (fs::directory_iterator process("/proc", gone), end; !gone && process != end; process.increment(gone)) {
    const std::string pid = process->path().filename().string();
    if (pid == own || pid.find_first_not_of("0123456789") != std::string::npos || !holds_file(process->path(), file)) continue;
    std::string name;
    std::ifstream comm(process->path() / "comm");
    std::getline(comm, name);
    found += (found.empty() ? "process " : ", process ") + pid + " (" + name + ")";
  }
  return found.empty() ? found : found + " has " + path + " open";
}

}  // namespace preceptor::store
