// RSA key pairs that we sign with: made, kept as PKCS#8, published as JWK or PEM (RFC 7517, 7518, 7638). RS256 only.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace preceptor::jose {

class PrivateKey {
 public:
  // A new pair of 2048 bits. Takes some 100 ms. Throws when libcrypto cannot make one.
  static PrivateKey make();
  // Error key_unreadable: not an unencrypted PKCS#8 PEM of an RSA key of at least 2048 bits.
  static base::Result<PrivateKey> from_pem(const base::Secret& pem);

  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  // The thumbprint of the public half (RFC 7638): another key has another kid.
  const std::string& kid() const { return kid_; }
  base::Secret pem() const;        // PKCS#8
  std::string public_jwk() const;  // canonical JSON: kty, n, e, kid, use "sig", alg "RS256"
  std::string public_pem() const;  // SubjectPublicKeyInfo
  // RSASSA-PKCS1-v1_5 with SHA-256. Any thread.
  std::string sign_rs256(std::string_view signing_input) const;
  // A request for a certificate of this key (PKCS#10, PEM) under that common name. Error certificate_unfit: the name is empty, over 64 characters or not UTF-8.
  base::Result<std::string> certificate_request(std::string_view common_name) const;

 private:
  struct Impl;
  explicit PrivateKey(std::unique_ptr<Impl> impl);
  std::string kid_;
  std::unique_ptr<Impl> impl_;
};

// The thumbprint of an RSA key whose n and e are given as in its JWK.
std::string rsa_thumbprint(std::string_view n, std::string_view e);

// The compact JWS of `payload_json` (RFC 7515 7.1): header alg RS256, typ JWT, kid.
std::string make_compact(const PrivateKey& key, std::string_view payload_json);

}  // namespace preceptor::jose
