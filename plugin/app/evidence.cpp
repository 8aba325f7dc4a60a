#include "plugin/app/evidence.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "lti/jose/certificate.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using base::fail;

constexpr long kMostDownloaded = 64L << 20;

constexpr std::string_view kStatementSignatureType = "JOSE";   // a compact JWS (RFC 7515 4.1.9): xAPI has no type of its own

base::RegistrationId evidence_owner() { return base::RegistrationId(lti::kEvidenceKey); }

// DER, its own first; none where the key has no certificate.
base::Result<std::vector<std::string>> chain_of(const EvidenceKey& key) {
  if (key.certificates_pem.empty()) return std::vector<std::string>();
  return jose::certificates_from_pem(key.certificates_pem);
}

}  // namespace

base::Result<EvidenceKey> evidence_key(Site& site) {
  // Makes the first key, as every look does.
  const auto keys = site.signing_keys().published(evidence_owner());
  if (!keys) return fail(keys.error());
  for (const lti::SigningKey& one : *keys) {
    if (one.state != lti::KeyState::current) continue;
    auto certificates = site.store().evidence_certificates(one.kid);
    if (!certificates) return fail(certificates.error());
    return EvidenceKey{one, std::move(*certificates)};
  }
  return fail(Code::store_conflict, "the evidence key was changed at the same moment");
}

xapi::SignStatement statement_signer(Site& site) {
  if (!site.config().sign_statements) return {};
  return [&site](std::string_view statement) -> base::Result<std::string> {
    const auto key = evidence_key(site);
    if (!key) return fail(key.error());
    const auto chain = chain_of(*key);
    if (!chain) return fail(chain.error());
    return site.signing_keys().sign_document(evidence_owner(), kStatementSignatureType, *chain, statement);
  };
}

base::Result<MadeBundle> make_bundle(Site& site, const xapi::ExportFilter& filter, bool events, std::FILE* out, const std::function<bool(std::int64_t)>& progress) {
  const auto key = evidence_key(site);
  if (!key) return fail(key.error());
  const auto chain = chain_of(*key);
  if (!chain) return fail(chain.error());
  const auto sign = [&](std::string_view manifest) { return site.signing_keys().sign_document(evidence_owner(), xapi::evidence::kSignatureType, *chain, manifest); };
  auto manifest = evidence::write_bundle(site.store(), {filter, events, site.activity_base()}, sign, out, progress);
  if (!manifest) return fail(manifest.error());
  return MadeBundle{std::move(*manifest), key->key.kid};
}

base::Result<std::string> bundle_bytes(Site& site, const xapi::ExportFilter& filter) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  if (!file) return fail(Code::store_failed, std::string("a temporary file cannot be made: ") + std::strerror(errno));
  // What grows beyond a download is not written to its end.
  const auto made = make_bundle(site, filter, false, file.get(), [&](std::int64_t) { return std::ftell(file.get()) <= kMostDownloaded; });
  if (!made && made.error().code == Code::command_cancelled) return fail(Code::bundle_too_large, "more than 64 MiB");
  if (!made) return fail(made.error());
  const long size = std::ftell(file.get());
  if (size > kMostDownloaded) return fail(Code::bundle_too_large, "more than 64 MiB");
  std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  if (size < 0 || std::fseek(file.get(), 0, SEEK_SET) != 0 || std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
    return fail(Code::store_failed, std::string("a temporary file cannot be read: ") + std::strerror(errno));
  return bytes;
}

}  // namespace preceptor::app
