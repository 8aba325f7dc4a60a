// The key file: made once, readable by the service alone.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/jose/key_lines.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::jose {
namespace {

using base::Code;
using base::fail;
using base::Result;
using base::Secret;
using base::Status;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

auto refuse(const std::string& path, const std::string& why) {
  return fail(Code::key_unreadable, path + ": " + why);
}
auto refuse_errno(const std::string& path) {
  return refuse(path, std::strerror(errno));
}

constexpr std::size_t kFileKeyBytes = 32;
constexpr std::size_t kMostFileKeys = 16;
constexpr std::size_t kLineBytes = 2 * kFileKeyBytes + 1;

Result<std::vector<Secret>> read_keys(const std::string& path, int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) return refuse_errno(path);
  if (!S_ISREG(facts.st_mode)) return refuse(path, "not a regular file");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) return refuse(path, "others may read or write it; chmod 600");
  char text[kMostFileKeys * kLineBytes + 1];
  const ssize_t size = ::read(file, text, sizeof text);
  if (size < 0) return refuse_errno(path);
  std::string_view rest(text, static_cast<std::size_t>(size));
  std::vector<Secret> keys;
  do {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    auto key = line.size() == 2 * kFileKeyBytes ? base::hex_decode(line) : std::nullopt;
    if (!key || keys.size() == kMostFileKeys) return refuse(path, "it does not hold 64 hex digits a line");
    keys.emplace_back(std::move(*key));
    rest.remove_prefix(std::min(rest.size(), kLineBytes));
  } while (!rest.empty());
  return keys;
}

Status sync_folder(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.ok() || ::fsync(directory.get()) != 0) return refuse_errno(path);
  return {};
}

// A whole file beside `path`, synced, which `place` then puts there.
Status write_draft(const std::string& path, const std::string& text, int (*place)(const char* draft, const char* path)) {
  const std::string draft = path + "." + base::hex_encode(base::random_bytes(8));
  const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return refuse_errno(path);
  Status made;
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0 ||
      ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file.get()) != 0 ||
      place(draft.c_str(), path.c_str()) != 0) {
    made = refuse_errno(path);
  }
  ::unlink(draft.c_str());   // after a rename it is gone already
  return made ? sync_folder(path) : made;
}

// A crash leaves no half key, and of two starting nodes one wins.
Status make_key(const std::string& path) {
  return write_draft(path, base::hex_encode(base::random_bytes(kFileKeyBytes)) + "\n",
                     [](const char* draft, const char* to) { return ::link(draft, to) != 0 && errno != EEXIST ? -1 : 0; });
}

}  // namespace

Result<Secret> load_or_make_key(const std::string& path) {
  for (int round = 0; round < 2; ++round) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.ok()) {
      auto keys = read_keys(path, file.get());
      if (!keys) return fail(keys.error());
      return std::move(keys->front());
    }
    if (errno != ENOENT) return refuse_errno(path);
    if (const auto made = make_key(path); !made) return fail(made.error());
  }
  return refuse(path, "it vanished while it was made");
}

Result<std::vector<Secret>> load_key_lines(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return refuse_errno(path);
  return read_keys(path, file.get());
}

Status save_key_lines(const std::string& path, const std::vector<Secret>& keys) {
  if (keys.empty() || keys.size() > kMostFileKeys) return refuse(path, "it holds 1 to 16 keys");
  std::string text;
  for (const Secret& key : keys) text += base::hex_encode(key.reveal()) + "\n";
  return write_draft(path, text, [](const char* draft, const char* to) { return ::rename(draft, to); });
}

}  // namespace preceptor::jose
