// Copies and damage of a SQLite file. Used by its engine only.
#pragma once
#include <cstdint>
#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/safekeeping.hpp"

namespace preceptor::store {

// As ports::Safekeeping; `path` is the store's file, `now` the time under which the copy notes itself.
base::Result<std::int64_t> sqlite_back_up(const std::string& path, const std::string& file, base::Instant now);
base::Result<ports::StoreLook> sqlite_look_through(const std::string& path, std::int64_t max_bytes);
base::Result<ports::StoreLook> sqlite_look_through_copy(const std::string& file);

}  // namespace preceptor::store
