#include "plugin/app/append_file.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "adapters/export_folder/private_file.hpp"

namespace preceptor::app {
namespace {

base::Error append_trouble(const char* what) {
  const int why = errno;
  return {why == ENOSPC || why == EDQUOT ? base::Code::store_full : base::Code::store_failed, std::string(what) + ": " + std::strerror(why), {}, {}};
}

}  // namespace

base::Result<std::optional<AppendFile>> AppendFile::open(const std::string& path, std::int64_t bytes) {
  AppendFile made(export_folder::open_private_file(path, export_folder::PrivateFile::kept));
  // Where nodes share the folder, one that was thought dead may still be at it: what it writes must not stand among another's bytes.
  if (made.file_ >= 0 && flock(made.file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return base::fail(base::Code::store_conflict, "another process writes the file of this export");
  struct stat facts {};
  if (made.file_ < 0 || fstat(made.file_, &facts) != 0) return base::fail(append_trouble("the file of an export cannot be opened"));
  if (facts.st_size < bytes) return std::optional<AppendFile>{};
  if (ftruncate(made.file_, bytes) != 0 || lseek(made.file_, 0, SEEK_END) != bytes) return base::fail(append_trouble("the file of an export cannot be cut"));
  return std::optional<AppendFile>(std::move(made));
}

AppendFile::~AppendFile() {
  if (file_ >= 0) close(file_);
}

base::Status AppendFile::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return base::fail(append_trouble("the file of an export cannot be written"));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::Status AppendFile::sync() {
  if (fsync(file_) == 0) return {};
  return base::fail(append_trouble("the file of an export cannot be written"));
}

}  // namespace preceptor::app
