// RSA public keys from JWK, and RS256 verification, on OpenSSL EVP. No other algorithm is reachable (RFC 7515, 7517, 7518).
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::jose {

class PublicKey {
 public:
  PublicKey(PublicKey&&) noexcept;
  PublicKey& operator=(PublicKey&&) noexcept;
  ~PublicKey();
  const std::string& kid() const { return kid_; }
  int bits() const;
  std::string pem() const;   // SubjectPublicKeyInfo
  // RSASSA-PKCS1-v1_5 with SHA-256 over `signing_input`. Any thread.
  bool verify_rs256(std::string_view signing_input, std::string_view signature) const;

  struct Impl;
  PublicKey(std::string kid, std::unique_ptr<Impl> impl);

 private:
  std::string kid_;
  std::unique_ptr<Impl> impl_;
};

// The usable keys of a JWK Set: kty RSA, `use` sig or absent, `alg` RS256 or absent, >= 2048 bits. Others are skipped and named in `skipped`.
struct KeySet {
  std::vector<std::shared_ptr<const PublicKey>> keys;
  std::vector<std::string> skipped;   // "kid: why"
};
// Error jwks_malformed: not a set, over 64 KiB, over 32 keys, duplicate kid.
base::Result<KeySet> parse_jwks(std::string_view json);

}  // namespace preceptor::jose
