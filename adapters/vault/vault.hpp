// Encryption at rest under the site's key (vault.key_file): AES-256-GCM, under a key of its own that is derived from the site's.
#pragma once
#include "core/base/secret.hpp"
#include "core/ports/sealer.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::vault {

class Vault : public ports::Sealer {
 public:
  // `site_key`: the 32 bytes of the key file.
  explicit Vault(const base::Secret& site_key);
  std::string seal(std::string_view purpose, std::string_view plain) const override;
  std::optional<std::string> open(std::string_view purpose, std::string_view token) const override;

 private:
  jose::AeadSealer sealer_;
};

}  // namespace preceptor::vault
