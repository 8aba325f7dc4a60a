// Sealed tokens with AES-256-GCM: base64url(version, nonce, ciphertext, tag); the purpose is authenticated data.
#pragma once
#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::jose {

class AeadSealer : public ports::Sealer {
 public:
  // `key`: 32 raw bytes.
  explicit AeadSealer(base::Secret key);
  std::string seal(std::string_view purpose, std::string_view plain) const override;
  std::optional<std::string> open(std::string_view purpose, std::string_view token) const override;

 private:
  base::Secret key_;
};

// Reads a key file of 64 hex digits, or makes it (0600, synced) when it is not there. Error key_unreadable: wrong content, readable by others,
// or the folder cannot be written.
base::Result<base::Secret> load_or_make_key(const std::string& path);

}  // namespace preceptor::jose
