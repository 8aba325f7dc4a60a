#include "adapters/export_folder/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace preceptor::export_folder {
namespace {

constexpr mode_t kOwnersAlone = S_IRUSR | S_IWUSR;

// Leaves what the failed step said in errno.
int given_up(int file) {
  const int why = errno;
  ::close(file);
  errno = why;
  return -1;
}

bool is_ours_alone(int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) return false;
  if (S_ISREG(facts.st_mode) && facts.st_uid == ::geteuid() && facts.st_nlink == 1) return true;
  errno = EPERM;
  return false;
}

}  // namespace

// Not emptied before it is known whose it is. O_NONBLOCK: a pipe in its place must not hold us up.
int open_private_file(const std::string& path, PrivateFile what) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, kOwnersAlone);
  if (file < 0) return file;
  if (!is_ours_alone(file) || ::fchmod(file, kOwnersAlone) != 0 || (what == PrivateFile::empty && ::ftruncate(file, 0) != 0)) return given_up(file);
  return file;
}

bool sync_folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  if (::fsync(file) != 0) return given_up(file) >= 0;
  return ::close(file) == 0;
}

}  // namespace preceptor::export_folder
