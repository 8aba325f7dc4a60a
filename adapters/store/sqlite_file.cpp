#include "adapters/store/sqlite_file.hpp"

#include <sys/stat.h>

#include <utility>

namespace preceptor::store {

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

}  // namespace preceptor::store
