// A file as bytes that can be read anywhere.
#pragma once
#include <string>

#include "core/base/result.hpp"
#include "core/ports/byte_source.hpp"

namespace preceptor::evidence {

class FileSource : public ports::ByteSource {
 public:
  // Error bundle_malformed: it cannot be opened, or is no file.
  static base::Result<FileSource> open(const std::string& path);
  FileSource(FileSource&& other) noexcept : file_(other.file_), size_(other.size_) { other.file_ = -1; }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  FileSource& operator=(FileSource&&) = delete;
  ~FileSource() override;
  std::uint64_t size() const override { return size_; }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t count) const override;

 private:
  FileSource(int file, std::uint64_t size) : file_(file), size_(size) {}
  int file_;
  std::uint64_t size_;
};

}  // namespace preceptor::evidence
