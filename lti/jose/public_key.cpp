#include "lti/jose/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <stdexcept>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/jose/key_text.hpp"
#include "lti/jose/openssl_ptr.hpp"

namespace preceptor::jose {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

constexpr std::size_t kMaxSetBytes = 64 * 1024;
constexpr std::size_t kMaxKeys = 32;
constexpr int kMinBits = 2048;
constexpr int kMaxBits = 8192;  // a larger one only costs us time

// A key, or why it cannot be used.
template <class T>
using OrReason = tl::expected<T, std::string>;
auto because(const char* reason) {
  return tl::unexpected<std::string>(reason);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

OrReason<BignumPtr> read_number(const Json& jwk, const char* name) {
  const std::string* text = base::string_member(jwk, name);
  if (text == nullptr) return because("n or e is missing");
  const auto bytes = base::base64url_decode(*text);
  if (!bytes || bytes->empty() || bytes->size() > 2048) return because("n or e is not canonical base64url");
  BignumPtr number(BN_bin2bn(bytes_of(*bytes), static_cast<int>(bytes->size()), nullptr));
  if (!number) throw std::bad_alloc();
  return number;
}

OrReason<PkeyPtr> make_rsa(const BIGNUM* n, const BIGNUM* e) {
  const ErrorQueueGuard guard;
  const ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e) != 1) {
    throw std::bad_alloc();
  }
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1)
    throw std::runtime_error("libcrypto offers no RSA");
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return because("n and e are not an RSA key");
  return PkeyPtr(key);
}

OrReason<PkeyPtr> read_rsa(const Json& jwk) {
  const auto n = read_number(jwk, "n");
  if (!n) return tl::unexpected(n.error());
  const auto e = read_number(jwk, "e");
  if (!e) return tl::unexpected(e.error());
  const int bits = BN_num_bits(n->get());
  if (bits < kMinBits) return because("shorter than 2048 bits");
  if (bits > kMaxBits) return because("longer than 8192 bits");
  // e = 1 would make every signature a copy of the padded digest; even numbers are no RSA parameters.
  if (!BN_is_odd(n->get()) || !BN_is_odd(e->get()) || BN_is_one(e->get()) || BN_num_bits(e->get()) > 64) {
    return because("n and e are not an RSA key");
  }
  return make_rsa(n->get(), e->get());
}

// RFC 7517 4.3: key_ops, where given, must hold what we do.
bool may_verify(const Json& jwk) {
  const auto operations = jwk.find("key_ops");
  if (operations == jwk.end()) return true;
  return operations->is_array() && std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

// True when the member is absent or exactly `value`.
bool absent_or(const Json& jwk, const char* name, const char* value) {
  const auto member = jwk.find(name);
  return member == jwk.end() || *member == value;
}

OrReason<PkeyPtr> read_jwk(const Json& jwk) {
  const std::string* kty = base::string_member(jwk, "kty");
  if (kty == nullptr || *kty != "RSA") return because("kty is not RSA");
  if (!absent_or(jwk, "use", "sig")) return because("use is not sig");
  if (!absent_or(jwk, "alg", "RS256")) return because("alg is not RS256");
  if (!may_verify(jwk)) return because("key_ops does not hold verify");
  if (jwk.contains("d")) return because("it shows its private half; the platform must replace it");
  return read_rsa(jwk);
}

}  // namespace

struct PublicKey::Impl {
  PkeyPtr key;
};

PublicKey::PublicKey(std::string kid, std::unique_ptr<Impl> impl) : kid_(std::move(kid)), impl_(std::move(impl)) {}
PublicKey::PublicKey(PublicKey&&) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&&) noexcept = default;
PublicKey::~PublicKey() = default;

int PublicKey::bits() const {
  return EVP_PKEY_get_bits(impl_->key.get());
}

std::string PublicKey::pem() const {
  return spki_pem(impl_->key.get());
}

bool PublicKey::verify_rs256(std::string_view signing_input, std::string_view signature) const {
  const ErrorQueueGuard guard;
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->key.get(), nullptr));
  if (!context || EVP_PKEY_verify_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) != 1) {
    throw std::runtime_error("RS256 verification could not be set up");
  }
  const std::string digest = base::sha256(signing_input);
  return EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(), bytes_of(digest), digest.size()) == 1;
}

Result<KeySet> parse_jwks(std::string_view json) {
  base::JsonLimits limits;
  limits.max_bytes = kMaxSetBytes;
  limits.max_depth = 8;
  const auto set = base::parse_json(json, limits);
  if (!set) return fail(Code::jwks_malformed, set.error().detail);
  if (!set->is_object() || !set->contains("keys") || !set->at("keys").is_array()) {
    return fail(Code::jwks_malformed, "there is no array called keys");
  }
  const Json& jwks = set->at("keys");
  if (jwks.size() > kMaxKeys) return fail(Code::jwks_malformed, "more than 32 keys");
  KeySet result;
  for (const Json& jwk : jwks) {
    const std::string* kid = base::string_member(jwk, "kid");
    if (kid == nullptr || kid->empty() || kid->size() > 256) {
      result.skipped.emplace_back("(no usable kid): a key needs a kid of 1 to 256 bytes");
      continue;
    }
    auto key = read_jwk(jwk);
    if (!key) {
      result.skipped.push_back(*kid + ": " + key.error());
      continue;
    }
    const auto same = [&](const auto& other) { return other->kid() == *kid; };
    if (std::any_of(result.keys.begin(), result.keys.end(), same))
      return fail(Code::jwks_malformed, "two keys have the same kid");
    auto impl = std::make_unique<PublicKey::Impl>();
    impl->key = std::move(*key);
    result.keys.push_back(std::make_shared<const PublicKey>(*kid, std::move(impl)));
  }
  return result;
}

}  // namespace preceptor::jose
