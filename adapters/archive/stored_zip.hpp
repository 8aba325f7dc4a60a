// ZIP files whose members are stored as they are, in one form only: names, sizes and contents decide every byte, so that any other byte is seen, nothing can
// unfold when it is read, and memory does not grow with them (docs/decisions/0037). Any ZIP program opens them.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/byte_source.hpp"

namespace preceptor::archive {

inline constexpr std::size_t kMostStored = 16;                       // members
inline constexpr std::uint64_t kMostStoredBytes = 0xffff'0000;       // of the whole file: no ZIP64
inline constexpr std::size_t kLongestStoredName = 64;

// a-z, 0-9, '.', '-' and '_', no dot at the beginning, 1 to 64 bytes: no folder, nothing that leaves one.
bool is_stored_name(std::string_view name);

struct StoredMember {
  std::string name;
  std::uint64_t offset = 0, size = 0;   // of its bytes in the file
  std::uint32_t crc = 0;                // as its header says
};

class StoredZipWriter {
 public:
  // `file`: empty, open for writing, seekable; it must outlive this.
  explicit StoredZipWriter(std::FILE* file) : file_(file) {}
  // One member after another. Errors: bundle_too_large, store_failed (the file cannot be written), internal (a name that is not one, or comes twice).
  base::Status begin(const std::string& name);
  base::Status write(std::string_view bytes);
  base::Status end();
  base::Status finish();

 private:
  base::Status put(std::string_view bytes);

  std::FILE* file_;
  std::uint64_t at_ = 0;
  std::vector<StoredMember> members_;
};

struct StoredZip {
  std::vector<StoredMember> members;
  // What the writer would have written otherwise: a member's name, or "the directory" for what stands at the end.
  std::vector<std::string> odd;
};
// Error bundle_malformed: not such a file; the detail says what (compressed, a name with a path, twice the same, too many, bytes that belong to nothing).
base::Result<StoredZip> read_stored_zip(const ports::ByteSource& source);

// CRC-32 as ZIP has it; `before`: of the bytes that went before, 0 for none.
std::uint32_t zip_crc(std::string_view bytes, std::uint32_t before = 0);

}  // namespace preceptor::archive
