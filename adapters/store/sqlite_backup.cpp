// A copy of the whole store beside running writers, and whether the store is whole: as SQLite does it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "adapters/store/connection.hpp"
#include "adapters/store/engine.hpp"
#include "adapters/store/migrate.hpp"
#include "adapters/store/sqlite_backup.hpp"

namespace preceptor::store {
namespace {

using base::Code;
using base::fail;
using base::Status;

tl::unexpected<base::Error> refused(const std::string& path, const std::string& why) { return fail(Code::command_arguments, path + ": " + why); }

tl::unexpected<base::Error> broken(const std::string& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return fail(full ? Code::store_full : Code::store_failed, path + ": " + std::strerror(error));
}

// A file under a name of its own until it is whole; gone when it never was.
class Part {
 public:
  explicit Part(const std::string& whole) : whole_(whole), path_(whole + ".part") {}
  ~Part() {
    if (made_) ::unlink(path_.c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  const std::string& path() const { return path_; }

  // It holds names and secrets: for its owner only, from its first byte on.
  Status make() {
    if (whole_.find('"') != std::string::npos) return refused(whole_, "a name without quotation marks is needed");
    struct stat facts {};
    if (::lstat(whole_.c_str(), &facts) == 0) return refused(whole_, "is there already; name a file that is not");
    const int made = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made < 0 && errno == EEXIST) return refused(path_, "was left by a backup that ended early, or belongs to one under way; remove it when none is");
    if (made < 0) return refused(path_, std::strerror(errno));
    ::close(made);
    made_ = true;
    return {};
  }

  // On the disk, then under its name; never in the place of a file that appeared meanwhile.
  Status finish() {
    if (const Status synced = sync(path_, O_RDONLY); !synced) return synced;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, whole_.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) return refused(whole_, "appeared meanwhile; name a file that is not there");
      // A file system that cannot promise it: looked at just before, as make() did.
      if (errno != EINVAL || ::access(whole_.c_str(), F_OK) == 0) return broken(whole_, errno);
      if (::rename(path_.c_str(), whole_.c_str()) != 0) return broken(whole_, errno);
    }
    made_ = false;
    const std::string folder = std::filesystem::path(whole_).parent_path().string();
    return sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  }

 private:
  static Status sync(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return broken(path, errno);
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (error != 0) return broken(path, error);
    return {};
  }

  std::string whole_, path_;
  bool made_ = false;
};

bool is_whole(Connection& connection, std::string_view check) {
  Rows rows = connection.query(check, "t");
  return rows.next() && rows.text(0) == "ok";
}

base::Result<std::int64_t> size_of(const std::string& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  if (error) return broken(path, error.value());
  return static_cast<std::int64_t>(bytes);
}

bool begins_as_sqlite(const std::string& path) {
  constexpr std::string_view kHeader("SQLite format 3\0", 16);
  std::array<char, kHeader.size()> first{};
  std::ifstream file(path, std::ios::binary);
  return file.read(first.data(), first.size()) && std::string_view(first.data(), first.size()) == kHeader;
}

// Restored, it is the store: then it has to know, for preceptor check and for whoever erases a person, that this file holds everybody as well. The journal stays
// in memory: an end half way leaves one part, and no file beside it that the next part would be mended with.
void note_itself(const std::string& part, const std::string& file, base::Instant now) {
  const auto copy = Connection::open(sqlite_engine(), part, Connection::Use::write);
  {
    Rows mode = copy->query("safekeeping/journal_in_memory", "t");
    mode.next();
  }
  copy->begin();
  note_backup(*copy, file, now);
  copy->commit();
}

}  // namespace

base::Result<std::int64_t> sqlite_back_up(const std::string& path, const std::string& file, base::Instant now) {
  Part part(file);
  if (const Status made = part.make(); !made) return fail(made.error());
  try {
    // Connections of its own: a copy of a large store takes minutes. "write" although nothing is written to the store: query_only refuses VACUUM.
    Connection::open(sqlite_engine(), path, Connection::Use::write)->run("safekeeping/copy_into", {{"file", part.path()}});
    note_itself(part.path(), file, now);
    if (!is_whole(*Connection::open(sqlite_engine(), part.path(), Connection::Use::read), "safekeeping/full_check"))
      return fail(Code::store_failed, "the copy is damaged, so the store or the disk may be; see preceptor check");
  } catch (const SqlFailure& failure) {
    return fail(failure.error());
  }
  const auto bytes = size_of(part.path());
  if (!bytes) return bytes;
  if (const Status done = part.finish(); !done) return fail(done.error());
  return bytes;
}

base::Result<ports::StoreLook> sqlite_look_through(const std::string& path, std::int64_t max_bytes) {
  const auto bytes = size_of(path);
  if (!bytes) return fail(bytes.error());
  ports::StoreLook look;
  look.bytes = *bytes;
  if (*bytes > max_bytes) return look;
  look.looked = true;
  try {
    look.whole = is_whole(*Connection::open(sqlite_engine(), path, Connection::Use::read), "safekeeping/quick_check");
  } catch (const SqlFailure& failure) {
    return fail(failure.error());
  }
  return look;
}

// Every page and every index, as when it was made: what is refused half way is damage too, whatever the reason. A file that does not begin as SQLite's do
// (file format 1.3) is an error, since another file was meant, most often.
base::Result<ports::StoreLook> sqlite_look_through_copy(const std::string& file) {
  const auto bytes = size_of(file);
  if (!bytes) return fail(bytes.error());
  if (!begins_as_sqlite(file)) return fail(Code::store_unopened, file + " is no SQLite database: it is another file, or was damaged from its start");
  ports::StoreLook look;
  look.bytes = *bytes;
  look.looked = true;
  try {
    look.whole = is_whole(*Connection::open(sqlite_engine(), file, Connection::Use::read), "safekeeping/full_check");
  } catch (const SqlFailure&) {
    look.whole = false;
  }
  return look;
}

}  // namespace preceptor::store
