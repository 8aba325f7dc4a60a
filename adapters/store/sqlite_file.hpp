// Whether the store's path still leads to the file that was opened. SQLite goes on writing into a file that was moved away or deleted: answers would
// be taken into a record that nobody finds again.
#pragma once
#include <sys/types.h>

#include <string>

#include "core/base/result.hpp"

namespace preceptor::store {

class OpenedFile {
 public:
  // Notes which file lies at `path` now.
  explicit OpenedFile(std::string path);
  // Costs one look at the path. Error store_failed: nothing lies there, it cannot be looked at, or it is another file.
  base::Status in_place() const;

 private:
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

// Other processes of this machine, and of this container, that have the file open: "process 4711 (preceptor)"; empty when none is seen. Those of other
// users are not, unless we are the superuser.
std::string sqlite_other_users(const std::string& path);

}  // namespace preceptor::store
