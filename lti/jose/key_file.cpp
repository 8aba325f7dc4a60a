// The sealing key's file: made once, readable by the service alone.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
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

Result<Secret> read_key(const std::string& path, int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) return refuse_errno(path);
  if (!S_ISREG(facts.st_mode)) return refuse(path, "not a regular file");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) return refuse(path, "others may read or write it; chmod 600");
  char text[128];
  const ssize_t size = ::read(file, text, sizeof text);
  if (size < 0) return refuse_errno(path);
  std::string_view digits(text, static_cast<std::size_t>(size));
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  auto key = digits.size() == 64 ? base::hex_decode(digits) : std::nullopt;
  if (!key) return refuse(path, "it does not hold 64 hex digits");
  return Secret(std::move(*key));
}

Status sync_folder(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.ok() || ::fsync(directory.get()) != 0) return refuse_errno(path);
  return {};
}

// Writes a whole file beside `path` and links it there: a crash leaves no half key, and of two starting nodes one wins.
Status make_key(const std::string& path) {
  const std::string draft = path + "." + base::hex_encode(base::random_bytes(8));
  const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return refuse_errno(path);
  const std::string text = base::hex_encode(base::random_bytes(32)) + "\n";
  Status made;
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0 ||
      ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file.get()) != 0 ||
      (::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST)) {
    made = refuse_errno(path);
  }
  ::unlink(draft.c_str());
  return made ? sync_folder(path) : made;
}

}  // namespace

Result<Secret> load_or_make_key(const std::string& path) {
  for (int round = 0; round < 2; ++round) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.ok()) return read_key(path, file.get());
    if (errno != ENOENT) return refuse_errno(path);
    if (const auto made = make_key(path); !made) return fail(made.error());
  }
  return refuse(path, "it vanished while it was made");
}

}  // namespace preceptor::jose
