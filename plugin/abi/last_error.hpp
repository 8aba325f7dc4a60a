// Why the last call on an instance failed. A plain array inside the instance: a thread_local string would keep glibc from ever
// unmapping the library once a host thread touched it.
#pragma once
#include <array>
#include <mutex>

#include "core/base/error.hpp"

namespace preceptor::abi {

class LastError {
 public:
  // Keeps {"code","message","detail","fix"} (and "expected", "received" of a comparison); a detail too long for the array is cut. Any thread.
  void set(const base::Error& error) noexcept;
  // NUL-terminated; "" when nothing failed yet. Stays valid as long as this object; the next set() rewrites it.
  const char* text() const noexcept { return text_.data(); }

 private:
  std::mutex mutex_;
  std::array<char, 4096> text_{};
};

}  // namespace preceptor::abi
