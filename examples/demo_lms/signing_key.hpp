// The platform's RSA key: made at the first start, kept in the state folder, public half published as a JSON Web Key (RFC 7517).
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::demo {

class SigningKey {
 public:
  // Reads `file` (PEM), or makes a 2048-bit key there (0600). Error: key_unreadable.
  static base::Result<SigningKey> open(const std::string& file);
  static SigningKey generate();
  std::string kid() const { return kid_; }          // RFC 7638 thumbprint, unless renamed
  SigningKey named(std::string kid) const;          // the same key under another kid
  std::string jwk() const;                          // {"kty","kid","use","alg","n","e"}
  std::string sign_rs256(std::string_view text) const;  // raw signature bytes (RFC 7518 3.3)

 private:
  struct Handle;
  explicit SigningKey(std::shared_ptr<Handle> handle);
  std::shared_ptr<Handle> handle_;
  std::string kid_, n_, e_;
};

// header and payload are JSON texts; the compact form (RFC 7515 7.1).
std::string compact_jws(const SigningKey& key, const std::string& header, const std::string& payload);

}  // namespace preceptor::demo
