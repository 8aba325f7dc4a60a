#include "adapters/store/sqlite_before_migration.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "adapters/store/engine.hpp"
#include "adapters/store/sqlite_backup.hpp"

namespace preceptor::store {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Status;

constexpr std::uintmax_t kRoomToMigrate = 16u << 20;   // what the migration itself writes, beside the copy
constexpr std::uintmax_t kMebibyte = 1u << 20;

fs::path folder_of(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// "20261126T203005Z" of 2026-11-26T20:30:05.123Z.
std::string stamp(base::Instant now) {
  std::string text = base::format_rfc3339(now);
  text.resize(text.find('.'));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

std::string name_of_copy(const std::string& path, int from, base::Instant now) {
  const std::string first = path + ".schema-" + std::to_string(from) + "-" + stamp(now);
  std::string name = first;
  std::error_code ignored;   // what cannot be looked at is refused when the copy is made
  for (int n = 2; fs::exists(name, ignored); ++n) name = first + "-" + std::to_string(n);
  return name;
}

// What earlier starts left beside the store: whole copies, and unfinished ones, which the lock makes nobody's.
std::vector<std::string> left_beside(const std::string& path, bool unfinished) {
  std::vector<std::string> found;
  const std::string beginning = fs::path(path).filename().string() + ".schema-";
  std::error_code error;
  for (fs::directory_iterator at(folder_of(path), error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with(beginning) && name.ends_with(".part") == unfinished) found.push_back(at->path().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Status check_room(const std::string& path) {
  const std::string folder = folder_of(path).string();
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return fail(Code::store_backup_failed, folder + ": " + std::strerror(errno));
  std::error_code error;
  std::uintmax_t needed = fs::file_size(path, error);
  if (error) return fail(Code::store_backup_failed, path + ": " + error.message());
  if (const std::uintmax_t log = fs::file_size(path + "-wal", error); !error) needed += log;
  needed += kRoomToMigrate;
  const std::uintmax_t there = static_cast<std::uintmax_t>(disk.f_bavail) * disk.f_frsize;
  if (there >= needed) return {};
  return fail(Code::store_backup_failed, folder + " has " + std::to_string(there / kMebibyte) + " MiB free; the copy and the change need " +
                                             std::to_string(needed / kMebibyte + 1) + " MiB");
}

}  // namespace

base::Result<CopyOfBefore> sqlite_copy_before(const std::string& path, int from, base::Instant now) {
  for (const std::string& part : left_beside(path, true)) {
    std::error_code error;
    if (!fs::remove(part, error) && error) return fail(Code::store_backup_failed, part + " was left by a start that ended early and cannot be removed: " + error.message());
  }
  if (const Status room = check_room(path); !room) return fail(room.error());
  CopyOfBefore copy;
  copy.earlier = left_beside(path, false);
  copy.file = name_of_copy(path, from, now);
  const auto bytes = sqlite_back_up(path, copy.file, now);
  if (!bytes) return fail(Code::store_backup_failed, copy.file + ": " + base::describe(bytes.error()));
  copy.bytes = *bytes;
  return copy;
}

bool sqlite_is_still(const std::string& path, int schema) {
  try {
    return schema_of(*Connection::open(sqlite_engine(), path, Connection::Use::read)) == schema;
  } catch (const SqlFailure&) {
    return false;
  }
}

}  // namespace preceptor::store
