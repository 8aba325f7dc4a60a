#include "examples/demo_lms/site/tool_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_lms/site/call.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

struct Free {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
  void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
  void operator()(BIGNUM* p) const { BN_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIGNUM> big_number(const std::string& text) {
  const auto bytes = base::base64url_decode(text);
  if (!bytes || bytes->empty()) return nullptr;
  return Owned<BIGNUM>(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()), static_cast<int>(bytes->size()), nullptr));
}

Owned<EVP_PKEY> rsa_key(const std::string& n_text, const std::string& e_text) {
  const auto n = big_number(n_text), e = big_number(e_text);
  if (!n || !e || BN_num_bits(n.get()) < 2048) return nullptr;
  const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  return Owned<EVP_PKEY>(key);
}

Owned<EVP_PKEY> pem_key(const std::string& pem) {
  const Owned<BIO> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Owned<EVP_PKEY>(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
}

bool verifies(EVP_PKEY* key, const Jws& jws) {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  if (!key || !context || EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1) return false;
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(jws.signature.data()), jws.signature.size(),
                          reinterpret_cast<const unsigned char*>(jws.signed_part.data()), jws.signed_part.size()) == 1;
}

KeyCheck check_with_set(const std::string& set_text, const Jws& jws, bool strict) {
  const auto set = base::parse_json(set_text);
  if (!set || !set->is_object() || !set->contains("keys") || !(*set)["keys"].is_array()) return KeyCheck::no_keys;
  for (const auto& key : (*set)["keys"]) {
    if (!key.is_object() || text_of(key, "kid") != jws.kid || text_of(key, "kty") != "RSA") continue;
    if (strict && (text_of(key, "alg") != "RS256" || text_of(key, "use") != "sig")) continue;
    return verifies(rsa_key(text_of(key, "n"), text_of(key, "e")).get(), jws) ? KeyCheck::good : KeyCheck::bad_signature;
  }
  return KeyCheck::unknown_kid;
}

std::optional<std::string> fetch(World& world, const std::string& url) {
  ports::OutboundRequest request;
  request.url = url;
  request.timeout = std::chrono::milliseconds(5000);
  request.max_response_bytes = 64 << 10;
  const auto answer = world.http->send(request);
  if (!answer || answer->status != 200) return std::nullopt;
  return answer->body;
}

}  // namespace

std::optional<Jws> read_jws(std::string_view compact) {
  const auto first = compact.find('.'), last = compact.rfind('.');
  if (first == std::string_view::npos || first == last || compact.find('.', first + 1) != last) return std::nullopt;
  const auto header = base::base64url_decode(compact.substr(0, first));
  const auto payload = base::base64url_decode(compact.substr(first + 1, last - first - 1));
  const auto signature = base::base64url_decode(compact.substr(last + 1));
  if (!header || !payload || !signature) return std::nullopt;
  const auto members = base::parse_json(*header), claims = base::parse_json(*payload);
  if (!members || !members->is_object() || !claims || !claims->is_object()) return std::nullopt;
  return Jws{*header, *payload, std::string(compact.substr(0, last)), *signature, text_of(*members, "kid"), text_of(*members, "alg")};
}

KeyCheck check_signature(World& world, const Tool& tool, const Jws& jws, bool strict) {
  if (jws.alg != "RS256") return KeyCheck::bad_signature;
  if (jws.kid.empty()) return KeyCheck::unknown_kid;
  if (!tool.public_key.empty()) return verifies(pem_key(tool.public_key).get(), jws) ? KeyCheck::good : KeyCheck::bad_signature;
  std::string known;
  {
    std::lock_guard lock(world.mutex);
    if (const auto found = world.key_sets.find(tool.client_id); found != world.key_sets.end()) known = found->second;
  }
  if (!known.empty() && check_with_set(known, jws, strict) == KeyCheck::good) return KeyCheck::good;
  const auto fresh = fetch(world, tool.keyset_url);
  if (!fresh) return KeyCheck::no_keys;
  const auto outcome = check_with_set(*fresh, jws, strict);
  if (outcome != KeyCheck::no_keys) {
    std::lock_guard lock(world.mutex);
    world.key_sets[tool.client_id] = *fresh;
  }
  return outcome;
}

}  // namespace preceptor::demo
