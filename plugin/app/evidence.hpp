// Evidence of this site: the key that signs it, and bundles of its record.
#pragma once
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

#include "adapters/evidence/bundle.hpp"
#include "lti/key_store.hpp"
#include "plugin/app/site.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::app {

struct EvidenceKey {
  lti::SigningKey key;
  std::string certificates_pem;   // empty: it has none
};
// The evidence key that signs, made at the first look. Errors: key_unreadable, store_*.
base::Result<EvidenceKey> evidence_key(Site& site);

// Signs statements with the evidence key, its certificates along; empty where the configuration does not ask for it. Lives no longer than the site.
xapi::SignStatement statement_signer(Site& site);

struct MadeBundle {
  xapi::evidence::Manifest manifest;
  std::string thumbprint;   // of the key that signed
};
// `out` as evidence::write_bundle wants it. Errors: those of write_bundle, key_unreadable, certificate_unfit.
base::Result<MadeBundle> make_bundle(Site& site, const xapi::ExportFilter& filter, bool events, std::FILE* out, const std::function<bool(std::int64_t)>& progress = {});

// A bundle for a download, in memory. Errors: as make_bundle; bundle_too_large: over 64 MiB.
base::Result<std::string> bundle_bytes(Site& site, const xapi::ExportFilter& filter);

}  // namespace preceptor::app
