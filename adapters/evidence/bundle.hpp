// Evidence bundles as files: written from the record, and checked without a site (docs/evidence.md).
#pragma once
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ports/byte_source.hpp"
#include "lti/jose/certificate.hpp"
#include "xapi/evidence/checking.hpp"
#include "xapi/evidence/making.hpp"

namespace preceptor::evidence {

// The signed document of a manifest, of type xapi::evidence::kSignatureType (jose::sign_document).
using Sign = std::function<base::Result<std::string>(std::string_view manifest)>;

// `out`: empty, open for writing, seekable; it is not flushed. The manifest as it was signed. Memory does not grow with the record: what must wait for its
// place lies in temporary files. Errors: store_*, bundle_too_large, command_cancelled (by `progress`), those of `sign`.
base::Result<xapi::evidence::Manifest> write_bundle(xapi::EvidenceStore& store, const xapi::evidence::Asked& asked, const Sign& sign, std::FILE* out,
                                                    const std::function<bool(std::int64_t)>& progress = {});

// Whose signature the reader expects; empty: whoever signed.
struct Expected {
  std::string thumbprint;   // RFC 7638
  std::string public_pem;   // as jose::public_key_of gives it
};

struct BundleLook {
  xapi::evidence::Manifest manifest;
  std::string thumbprint, public_pem;                      // of the key in the bundle; empty when its signature cannot be read
  std::optional<jose::CertificateFacts> certificate;       // of that key
  std::int64_t facts = 0;                                  // told; 0: every byte is as it was written, and the signature is the key's
};
// Tells everything that is not as it was written. Error bundle_malformed: nothing can be said of it, because it is no bundle or has no readable manifest.
base::Result<BundleLook> check_bundle(const ports::ByteSource& source, const Expected& expected, const xapi::evidence::Tell& tell);

}  // namespace preceptor::evidence
