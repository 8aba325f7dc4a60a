// X.509 certificates of our own evidence key: read, looked at, checked against each other. Whether an authority is trusted is the reader's to decide.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::jose {

struct CertificateFacts {
  std::string subject, issuer;          // RFC 2253 text
  std::string not_before, not_after;    // "2026-01-31T00:00:00Z"
  std::string sha256;                   // of its DER, hex
  std::string public_pem;               // SubjectPublicKeyInfo
};

// The certificates of a PEM text as DER, in its order: 1 to 8. Error certificate_unfit.
base::Result<std::vector<std::string>> certificates_from_pem(std::string_view pem);
// Error certificate_unfit: not one certificate, or bytes behind it.
base::Result<CertificateFacts> look_at_certificate(std::string_view der);
// Each certificate is signed by the key of the next. Error certificate_unfit names the first that is not.
base::Status check_chain(const std::vector<std::string>& ders);
// The public key of a PEM text that is a public key or begins with a certificate, as SubjectPublicKeyInfo PEM. Error key_unreadable.
base::Result<std::string> public_key_of(std::string_view pem);

}  // namespace preceptor::jose
