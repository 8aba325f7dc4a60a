#include "adapters/vault/vault.hpp"

#include "core/base/digest.hpp"

namespace preceptor::vault {
namespace {

// Handles and states are sealed under the site's key by the million, and random nonces bound how many tokens one key may seal (NIST SP 800-38D
// 8.3). What lies in the store for years has a key that those do not wear out, and that no token shown to a browser was made with.
base::Secret derived(const base::Secret& site_key) { return base::Secret(base::hmac_sha256(site_key.reveal(), "preceptor.vault.1")); }

}  // namespace

Vault::Vault(const base::Secret& site_key) : sealer_(derived(site_key)) {}

std::string Vault::seal(std::string_view purpose, std::string_view plain) const { return sealer_.seal(purpose, plain); }

std::optional<std::string> Vault::open(std::string_view purpose, std::string_view token) const { return sealer_.open(purpose, token); }

}  // namespace preceptor::vault
