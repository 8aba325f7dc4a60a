#include "adapters/export_folder/seen_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/base/digest.hpp"

namespace preceptor::export_folder {
namespace {

using report::Came;

constexpr std::uint64_t kFirstBlocks = 256;   // 1 MiB
constexpr std::array<std::uint8_t, 16> kNone{};

bool whole(ssize_t done, std::size_t wanted) {
  if (done >= 0 && static_cast<std::size_t>(done) != wanted) errno = EIO;
  return done >= 0 && static_cast<std::size_t>(done) == wanted;
}

}  // namespace

SeenFile::SeenFile(std::string folder, std::size_t in_memory)
    : folder_(std::move(folder)), salt_(base::random_bytes(32)), in_memory_(std::min(in_memory, kFirstBlocks * kSlots / 2)) {}

SeenFile::~SeenFile() {
  if (file_ >= 0) close(file_);
}

// Under a key of this run alone: a key holds identifiers, and what a disk keeps of a file must tell none.
SeenFile::Mark SeenFile::mark(std::string_view text) const {
  const std::string digest = base::hmac_sha256(salt_, text);
  Mark made{};
  std::memcpy(made.data(), digest.data(), made.size());
  return made;
}

void SeenFile::fail() {
  const int why = errno;
  const auto code = why == ENOSPC || why == EDQUOT ? base::Code::store_full : base::Code::store_failed;
  if (state_) state_ = base::fail(code, std::string("what a report has named already cannot be kept: ") + std::strerror(why));
}

void SeenFile::forget() {
  few_.clear();
  if (file_ >= 0) close(file_);
  file_ = -1;
  blocks_ = keys_ = 0;
}

Came SeenFile::note(std::string_view key, std::string_view value) {
  if (!state_) return Came::first;
  const Mark of_key = mark(key), of_value = mark(value);
  if (file_ >= 0) return note_in_file(of_key, of_value);
  const auto [place, fresh] = few_.emplace(of_key, of_value);
  if (!fresh) return place->second == of_value ? Came::again : Came::with_another;
  if (few_.size() > in_memory_ && !spill()) fail();
  return Came::first;
}

Came SeenFile::note_in_file(const Mark& key, const Mark& value) {
  Came came = Came::first;
  if (!put(file_, blocks_, key, value, came)) fail();
  if (state_ && came == Came::first && ++keys_ > blocks_ * kSlots / 2 && !grow()) fail();
  return came;
}

bool SeenFile::read(int file, std::uint64_t number, Block& block) {
  return whole(pread(file, block.data(), sizeof block, static_cast<off_t>(number * sizeof block)), sizeof block);
}

// The key's own block first, then those behind it; at most half of all slots are taken, so there is an empty one.
bool SeenFile::put(int file, std::uint64_t blocks, const Mark& key, const Mark& value, Came& came) {
  std::uint64_t number = 0;
  std::memcpy(&number, key.data(), sizeof number);
  Block block;
  for (number %= blocks;; number = (number + 1) % blocks) {
    if (!read(file, number, block)) return false;
    const auto slot = std::find_if(block.begin(), block.end(), [&](const Slot& one) { return one.key == key || one.key == kNone; });
    if (slot == block.end()) continue;
    if (slot->key == key) {
      came = slot->value == value ? Came::again : Came::with_another;
      return true;
    }
    const Slot fresh{key, value};
    const auto at = number * sizeof block + static_cast<std::uint64_t>(slot - block.begin()) * sizeof fresh;
    came = Came::first;
    return whole(pwrite(file, &fresh, sizeof fresh, static_cast<off_t>(at)), sizeof fresh);
  }
}

// Without a name from the start, so that nothing of it stays, however the program ends.
int SeenFile::open_table(std::uint64_t blocks) {
  std::error_code problem;
  if (std::filesystem::create_directories(folder_, problem)) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, problem);
  std::string name = folder_ + "/seen.XXXXXX";
  const int file = mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return -1;
  if (unlink(name.c_str()) == 0 && ftruncate(file, static_cast<off_t>(blocks * sizeof(Block))) == 0) return file;
  const int why = errno;
  close(file);
  errno = why;
  return -1;
}

bool SeenFile::spill() {
  file_ = open_table(kFirstBlocks);
  if (file_ < 0) return false;
  blocks_ = kFirstBlocks;
  Came came = Came::first;
  for (const auto& [key, value] : few_) {
    if (!put(file_, blocks_, key, value, came)) return false;
  }
  keys_ = few_.size();
  few_.clear();
  return true;
}

bool SeenFile::grow() {
  const std::uint64_t wider = blocks_ * 4;
  const int file = open_table(wider);
  if (file < 0) return false;
  Block block;
  bool good = true;
  Came came = Came::first;
  for (std::uint64_t number = 0; good && number < blocks_; ++number) {
    good = read(file_, number, block);
    for (const Slot& one : block) good = good && (one.key == kNone || put(file, wider, one.key, one.value, came));
  }
  const int why = errno;
  close(good ? std::exchange(file_, file) : file);
  if (good) blocks_ = wider;
  errno = why;
  return good;
}

}  // namespace preceptor::export_folder
