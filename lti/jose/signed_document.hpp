// Documents that we sign for anybody to check, years later and without us: a compact JWS whose protected header carries the public key, and the
// certificates where there are any (RFC 7515 4.1.3, 4.1.6). What such a document says of its own key proves that nothing in it was changed, not who made it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "lti/jose/private_key.hpp"

namespace preceptor::jose {

// Header: alg RS256, typ `type`, kid (the key's thumbprint), jwk, x5c. The same input gives the same text.
std::string sign_document(const PrivateKey& key, std::string_view type, const std::vector<std::string>& certificates_der, std::string_view payload_json);

struct SignedDocument {
  std::string payload_json;
  std::string thumbprint;                      // of the key in it (RFC 7638), recomputed
  std::string public_pem;
  std::vector<std::string> certificates_der;   // the key's own first; none when it has no certificate
  bool signature_fits = false;                 // everything else is worth nothing without it
};
// Error token_malformed: not such a document of that type; the detail says what.
base::Result<SignedDocument> read_document(std::string_view token, std::string_view type, std::size_t max_bytes);

}  // namespace preceptor::jose
