// A file that grows over several runs of the program, and is cut back to what the last one noted.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::app {

class AppendFile {
 public:
  // The first `bytes` of the file stay, whatever follows goes; made (0600) when it is not there. Absent: it holds less. Nobody else has it open
  // meanwhile. Errors: store_conflict (another process writes it), store_failed, store_full.
  static base::Result<std::optional<AppendFile>> open(const std::string& path, std::int64_t bytes);
  AppendFile(AppendFile&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;
  AppendFile& operator=(AppendFile&&) = delete;
  ~AppendFile();

  // Errors of both: store_failed, store_full.
  base::Status add(std::string_view bytes);
  base::Status sync();   // all of it is on the disk

 private:
  explicit AppendFile(int file) : file_(file) {}
  int file_;
};

}  // namespace preceptor::app
