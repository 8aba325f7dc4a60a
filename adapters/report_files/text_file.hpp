// A text file, written and read piece by piece.
#pragma once
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::report_files {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Readable by its owner alone: reports name people.
class TextFile {
 public:
  // Makes the file or empties it. Errors: command_arguments, store_full.
  static base::Result<TextFile> create(const std::string& path);
  // A failure is remembered: every later call answers it.
  base::Status write(std::string_view text);
  // Everything is on its way to the disk; nothing may follow.
  base::Status close();

 private:
  explicit TextFile(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, FileCloser> file_;
  std::optional<base::Error> broken_;
};

// Lines up to '\n', which is left out. A line over 1 MiB is an error: no format here writes one.
class LineReader {
 public:
  static base::Result<LineReader> open(const std::string& path);   // Error: command_arguments
  // Nothing at the end. Errors: command_arguments (the disk, or a line too long).
  base::Result<std::optional<std::string>> next();

 private:
  explicit LineReader(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, FileCloser> file_;
};

// The error of a failed call on a file, by errno: store_full or command_arguments. `what` is said to the operator.
base::Error file_error(int number, const std::string& what);

}  // namespace preceptor::report_files
