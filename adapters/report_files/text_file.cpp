#include "adapters/report_files/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace preceptor::report_files {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;

}  // namespace

base::Error file_error(int number, const std::string& what) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return {full ? base::Code::store_full : base::Code::command_arguments, what + ": " + std::strerror(number), {}, {}};
}

base::Result<TextFile> TextFile::create(const std::string& path) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (handle < 0) return base::fail(file_error(errno, "cannot write " + path));
  std::FILE* file = ::fdopen(handle, "wb");
  if (!file) {
    const int number = errno;
    ::close(handle);
    return base::fail(file_error(number, "cannot write " + path));
  }
  return TextFile(file);
}

base::Status TextFile::write(std::string_view text) {
  if (!broken_ && !file_) broken_ = base::Error{base::Code::internal, "written after the end", {}, {}};
  if (!broken_ && std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) broken_ = file_error(errno, "writing the file");
  if (broken_) return base::fail(*broken_);
  return {};
}

base::Status TextFile::close() {
  if (broken_) return base::fail(*broken_);
  if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) broken_ = file_error(errno, "writing the file");
  if (std::fclose(file_.release()) != 0 && !broken_) broken_ = file_error(errno, "writing the file");
  if (broken_) return base::fail(*broken_);
  return {};
}

base::Result<LineReader> LineReader::open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (!file) return base::fail(file_error(errno, "cannot read " + path));
  return LineReader(file);
}

base::Result<std::optional<std::string>> LineReader::next() {
  std::string line;
  int c;
  while ((c = ::getc_unlocked(file_.get())) != EOF && c != '\n') {
    line += static_cast<char>(c);
    if (line.size() > kLongestLine) return base::fail(base::Code::command_arguments, "a line is too long");
  }
  if (std::ferror(file_.get())) return base::fail(file_error(errno, "reading the file"));
  if (c == EOF && line.empty()) return std::nullopt;
  return line;
}

}  // namespace preceptor::report_files
