#include "plugin/host/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace host {
namespace {

constexpr std::size_t kLargest = 1 << 20;

std::string reason(const std::string& what) { return what + ": " + std::strerror(errno) + "."; }

bool write_all(int fd, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::write(fd, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return ::fsync(fd) == 0;
}

}  // namespace

Read read_file(const std::string& path) {
  Read read;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    read.problem = reason("cannot read " + path) + (errno == ENOENT ? " Check the path, or make the file with: preceptor setup" : " Check who may read it.");
    return read;
  }
  char buffer[16384];
  ssize_t n = 0;
  while ((n = ::read(fd, buffer, sizeof buffer)) > 0 && read.text.size() <= kLargest) read.text.append(buffer, static_cast<std::size_t>(n));
  if (n < 0) read.problem = reason("cannot read " + path);
  else if (read.text.size() > kLargest) read.problem = path + " is larger than 1 MiB; that is no configuration.";
  else if (read.text.find('\0') != std::string::npos) read.problem = path + " holds a NUL byte; that is no text file.";
  ::close(fd);
  read.ok = read.problem.empty();
  return read;
}

std::string write_private_file(const std::string& path, const std::string& text) {
  const std::string part = path + ".part";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return reason("cannot write " + path);
  const bool written = ::fchmod(fd, 0600) == 0 && write_all(fd, text);
  const int why = errno;
  const bool closed = ::close(fd) == 0;
  if (written && closed && ::rename(part.c_str(), path.c_str()) == 0) return {};
  if (!written) errno = why;
  const std::string problem = reason("cannot write " + path);
  ::unlink(part.c_str());
  return problem;
}

std::string make_private_folder(const std::string& path) {
  const mode_t before = ::umask(0077);
  std::error_code error;
  std::filesystem::create_directories(path, error);
  ::umask(before);
  return error ? "cannot make the folder " + path + ": " + error.message() + "." : std::string();
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

std::string absolute(const std::string& path) {
  std::error_code error;
  const auto full = std::filesystem::absolute(path, error);
  return error ? path : full.lexically_normal().string();
}

std::string program_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : program.parent_path().string();
}

}  // namespace host
