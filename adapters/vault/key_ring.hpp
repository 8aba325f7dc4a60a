// The vault's keys: one seals, the others of the key file still open what a rotation under way has not sealed anew.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::vault {

// One key with what is derived from it. The same bytes give the same id, which tells nothing of them.
class VaultKey {
 public:
  explicit VaultKey(const base::Secret& bytes);
  const std::string& id() const { return id_; }
  const jose::AeadSealer& sealer() const { return sealer_; }
  // The keyed hash of an identifier: 64 hex digits.
  std::string mark(std::string_view identifier) const;

 private:
  std::string id_;
  base::Secret marking_;
  jose::AeadSealer sealer_;
};

// Any thread. The file's first line is the site's key; the vault's follow, the one that seals first. Without any, the vault's is derived from the site's, which
// stays the last that may open.
class KeyRing {
 public:
  using Keys = std::shared_ptr<const std::vector<VaultKey>>;   // never empty; the first seals
  // Errors: key_unreadable.
  static base::Result<std::unique_ptr<KeyRing>> open(const std::string& path);
  Keys keys() const;
  // Reads the file again: another process may have changed the keys.
  base::Status reload();

  // While it lives nobody else changes the file's keys, in this process or another.
  class Turn {
   public:
    explicit Turn(int file) : file_(file) {}
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    int file_;
  };
  // Errors: store_conflict (somebody has the turn), key_unreadable.
  base::Result<std::unique_ptr<Turn>> take_turn();

  // Puts a new key in front; the others stay. Errors: key_unreadable, and then nothing was changed.
  base::Status add_key();
  // Leaves the key in front alone. Call when nothing is sealed under the others any more.
  base::Status drop_former();

 private:
  explicit KeyRing(std::string path) : path_(std::move(path)) {}
  base::Status replace(const std::vector<base::Secret>& lines);
  std::string path_;
  mutable std::mutex mutex_;
  Keys keys_;
};

}  // namespace preceptor::vault
