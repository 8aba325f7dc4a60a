// The lines of one file of a bundle, read forward with little memory.
#pragma once
#include <cstdint>
#include <string>

#include "core/ports/byte_source.hpp"

namespace preceptor::xapi::evidence {

inline constexpr std::size_t kLongestLine = 4u << 20;

// A file of the bundle: a stretch of the source.
struct BundleFile {
  std::string name;
  const ports::ByteSource* source = nullptr;
  std::uint64_t offset = 0, size = 0;
};

class Lines {
 public:
  explicit Lines(const BundleFile& file) : file_(file) {}
  // The next line without its line feed; false after the last. A line over kLongestLine comes in pieces of that size. The last line may lack its line feed:
  // `whole` is false then.
  bool next(std::string& line);
  bool whole() const { return whole_; }

 private:
  bool fill();

  BundleFile file_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::uint64_t at_ = 0;
  bool whole_ = true;
};

// Hex SHA-256 of the file.
std::string sha256_of(const BundleFile& file);

}  // namespace preceptor::xapi::evidence
