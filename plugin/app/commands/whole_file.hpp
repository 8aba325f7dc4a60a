// A file that a command writes.
#pragma once
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>

#include "adapters/export_folder/private_file.hpp"

namespace preceptor::app {

// A file that appears under its name only when it is whole and on the disk. Only its owner can read it: what commands write tells of people.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
    const int handle = export_folder::open_private_file(part_, export_folder::PrivateFile::empty);
    if (handle < 0) return;
    file_ = ::fdopen(handle, "wb");
    if (file_ == nullptr) ::close(handle);
  }
  ~WholeFile() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove(part_.c_str());
  }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  bool write(std::string_view text) { return file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) == text.size(); }
  std::FILE* file() { return file_; }   // null when it could not be opened
  bool finish() {
    if (file_ == nullptr) return false;
    const bool written = std::fflush(file_) == 0 && fsync(fileno(file_)) == 0;
    const bool closed = std::fclose(file_) == 0;
    file_ = nullptr;
    if (written && closed && std::rename(part_.c_str(), path_.c_str()) == 0) return export_folder::sync_folder_of(path_);
    const int why = errno;
    std::remove(part_.c_str());
    errno = why;
    return false;
  }

 private:
  std::string path_, part_;
  std::FILE* file_ = nullptr;
};

}  // namespace preceptor::app
