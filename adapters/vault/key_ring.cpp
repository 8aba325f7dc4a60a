#include "adapters/vault/key_ring.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/jose/key_lines.hpp"

namespace preceptor::vault {
namespace {

constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kKeyBytes = 32;

// One key, one purpose: what seals is not what marks, and an id is a digest under neither.
base::Secret part(const base::Secret& key, std::string_view purpose) { return base::Secret(base::hmac_sha256(key.reveal(), purpose)); }

std::vector<VaultKey> keys_of(const std::vector<base::Secret>& lines) {
  std::vector<VaultKey> keys;
  for (std::size_t i = 1; i < lines.size(); ++i) keys.emplace_back(lines[i]);
  keys.emplace_back(part(lines.front(), "preceptor.profiles.1"));
  return keys;
}

}  // namespace

VaultKey::VaultKey(const base::Secret& bytes)
    : id_(base::hex_encode(part(bytes, "preceptor.profiles.id").reveal().substr(0, kIdBytes))), marking_(part(bytes, "preceptor.profiles.mark")),
      sealer_(part(bytes, "preceptor.profiles.seal")) {}

std::string VaultKey::mark(std::string_view identifier) const { return base::hex_encode(base::hmac_sha256(marking_.reveal(), identifier)); }

base::Result<std::unique_ptr<KeyRing>> KeyRing::open(const std::string& path) {
  std::unique_ptr<KeyRing> ring(new KeyRing(path));
  if (auto read = ring->reload(); !read) return base::fail(read.error());
  return ring;
}

KeyRing::Keys KeyRing::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

base::Status KeyRing::reload() {
  const auto lines = jose::load_key_lines(path_);
  if (!lines) return base::fail(lines.error());
  const std::lock_guard lock(mutex_);
  keys_ = std::make_shared<const std::vector<VaultKey>>(keys_of(*lines));
  return {};
}

KeyRing::Turn::~Turn() { ::close(file_); }

// The key file itself is replaced by another, so it cannot be what is locked.
base::Result<std::unique_ptr<KeyRing::Turn>> KeyRing::take_turn() {
  const int file = ::open((path_ + ".turn").c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return base::fail(base::Code::key_unreadable, path_ + ".turn: " + std::strerror(errno));
  auto turn = std::make_unique<Turn>(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return turn;
  if (errno != EWOULDBLOCK) return base::fail(base::Code::key_unreadable, path_ + ".turn: " + std::strerror(errno));
  return base::fail(base::Code::store_conflict, "another rotation of this key file is under way; when it is done, look whether one more is needed");
}

base::Status KeyRing::add_key() {
  auto lines = jose::load_key_lines(path_);
  if (!lines) return base::fail(lines.error());
  lines->insert(lines->begin() + 1, base::Secret(base::random_bytes(kKeyBytes)));
  return replace(*lines);
}

base::Status KeyRing::drop_former() {
  auto lines = jose::load_key_lines(path_);
  if (!lines) return base::fail(lines.error());
  if (lines->size() <= 2) return {};
  lines->resize(2);
  return replace(*lines);
}

base::Status KeyRing::replace(const std::vector<base::Secret>& lines) {
  if (auto saved = jose::save_key_lines(path_, lines); !saved) return saved;
  return reload();
}

}  // namespace preceptor::vault
