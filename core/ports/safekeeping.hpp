// Copies of the record outside the store, and when each kind was last made: what an operator wants to know before a disk fails.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

enum class Copy { backup, exported };

// What a look through the whole store found.
struct StoreLook {
  std::int64_t bytes = 0;        // of the store's file
  bool looked = false;           // false: it is too large to be read for a health check
  bool whole = true;             // false: damaged
};

class Safekeeping {
 public:
  virtual ~Safekeeping() = default;
  // Keeps the newest time of that kind, in whatever order they are noted.
  virtual base::Status note_copy(Copy kind, base::Instant at) = 0;
  virtual base::Result<std::optional<base::Instant>> last_copy(Copy kind) = 0;
  // Everything committed so far as one file that can stand in the store's place, readable by its owner only, read through once and on the disk. The file
  // notes itself as a backup, so that a store restored from it knows of it; the running store does not: note_copy and PersonKeeping::note_copy_made do.
  // Learners and workers go on meanwhile. Answers its size in bytes. Errors: command_arguments (the file exists or cannot be made), store_full,
  // store_failed (reading, writing, or the copy is damaged); nothing is left behind then.
  virtual base::Result<std::int64_t> back_up(const std::string& file) = 0;
  // Reads the store through when it has at most `max_bytes`.
  virtual base::Result<StoreLook> look_through(std::int64_t max_bytes) = 0;
  // Reads a backup through as back_up() did when it made it, and changes nothing in it. One that cannot be read to its end is not whole. Error
  // store_failed: the file cannot be looked at.
  virtual base::Result<StoreLook> look_through_copy(const std::string& file) = 0;
};

}  // namespace preceptor::ports
