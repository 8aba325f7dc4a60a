// Bytes that can be read anywhere: an open file, or memory.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace preceptor::ports {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  // Reads up to `count` bytes from `offset` on; fewer only at the end or when the source fails. One thread at a time.
  virtual std::size_t read_at(std::uint64_t offset, char* into, std::size_t count) const = 0;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}   // must outlive it
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t count) const override {
    return offset >= bytes_.size() ? 0 : bytes_.substr(static_cast<std::size_t>(offset)).copy(into, count);
  }

 private:
  std::string_view bytes_;
};

}  // namespace preceptor::ports
