#include "adapters/evidence/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace preceptor::evidence {

base::Result<FileSource> FileSource::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);   // a pipe of that name must not hold us
  if (file < 0) return base::fail(base::Code::bundle_malformed, path + " cannot be read: " + std::strerror(errno));
  FileSource source(file, 0);
  struct stat facts {};
  if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) return base::fail(base::Code::bundle_malformed, path + " is not a file");
  source.size_ = static_cast<std::uint64_t>(facts.st_size);
  return source;
}

FileSource::~FileSource() {
  if (file_ >= 0) close(file_);
}

std::size_t FileSource::read_at(std::uint64_t offset, char* into, std::size_t count) const {
  std::size_t got = 0;
  while (got < count) {
    const ssize_t read = pread(file_, into + got, count - got, static_cast<off_t>(offset + got));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) break;
    got += static_cast<std::size_t>(read);
  }
  return got;
}

}  // namespace preceptor::evidence
