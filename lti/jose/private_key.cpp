#include "lti/jose/private_key.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

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
using base::Secret;

constexpr unsigned kBits = 2048;

std::string number(const EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) throw std::runtime_error("an RSA key without its numbers");
  const BignumPtr owner(value);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
  BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
  return base::base64url_encode(bytes);
}

// Or libcrypto would ask a terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

}  // namespace

struct PrivateKey::Impl {
  PkeyPtr key;
};

PrivateKey::PrivateKey(std::unique_ptr<Impl> impl)
    : kid_(rsa_thumbprint(number(impl->key.get(), OSSL_PKEY_PARAM_RSA_N),
                          number(impl->key.get(), OSSL_PKEY_PARAM_RSA_E))),
      impl_(std::move(impl)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::make() {
  const ErrorQueueGuard guard;
  auto impl = std::make_unique<Impl>();
  impl->key.reset(EVP_RSA_gen(kBits));
  if (!impl->key) throw std::runtime_error("libcrypto made no RSA key");
  return PrivateKey(std::move(impl));
}

Result<PrivateKey> PrivateKey::from_pem(const Secret& pem) {
  const ErrorQueueGuard guard;
  const std::string& text = pem.reveal();
  const BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw std::bad_alloc();
  auto impl = std::make_unique<Impl>();
  impl->key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  if (!impl->key) return fail(Code::key_unreadable, "not an unencrypted PKCS#8 PEM");
  if (EVP_PKEY_is_a(impl->key.get(), "RSA") != 1) return fail(Code::key_unreadable, "not an RSA key");
  if (EVP_PKEY_get_bits(impl->key.get()) < static_cast<int>(kBits))
    return fail(Code::key_unreadable, "shorter than 2048 bits");
  return PrivateKey(std::move(impl));
}

Secret PrivateKey::pem() const {
  const ErrorQueueGuard guard;
  const BioPtr bio(BIO_new(BIO_s_mem()));  // wiped when freed
  if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), impl_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw std::runtime_error("the key could not be written as PKCS#8");
  return Secret(contents(bio.get()));
}

std::string PrivateKey::public_jwk() const {
  return base::canonical_json(Json{{"kty", "RSA"},
                                   {"n", number(impl_->key.get(), OSSL_PKEY_PARAM_RSA_N)},
                                   {"e", number(impl_->key.get(), OSSL_PKEY_PARAM_RSA_E)},
                                   {"kid", kid_},
                                   {"use", "sig"},
                                   {"alg", "RS256"}});
}

std::string PrivateKey::public_pem() const {
  return spki_pem(impl_->key.get());
}

std::string PrivateKey::sign_rs256(std::string_view signing_input) const {
  const ErrorQueueGuard guard;
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->key.get(), nullptr));
  const std::string digest = base::sha256(signing_input);
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(impl_->key.get())), '\0');
  std::size_t size = signature.size();
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) != 1 ||
      EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                    reinterpret_cast<const unsigned char*>(digest.data()), digest.size()) != 1) {
    throw std::runtime_error("RS256 signing failed");
  }
  signature.resize(size);
  return signature;
}

Result<std::string> PrivateKey::certificate_request(std::string_view common_name) const {
  const ErrorQueueGuard guard;
  const std::unique_ptr<X509_REQ, Deleter<X509_REQ_free>> request(X509_REQ_new());
  const std::unique_ptr<X509_NAME, Deleter<X509_NAME_free>> subject(X509_NAME_new());
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!request || !subject || !bio) throw std::bad_alloc();
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
  // libcrypto keeps the limits of X.520: 1 to 64 characters.
  if (common_name.empty() || common_name.size() > 256 ||
      X509_NAME_add_entry_by_NID(subject.get(), NID_commonName, MBSTRING_UTF8, text, static_cast<int>(common_name.size()), -1, 0) != 1)
    return fail(Code::certificate_unfit, "the name must have 1 to 64 characters");
  if (X509_REQ_set_version(request.get(), 0) != 1 || X509_REQ_set_subject_name(request.get(), subject.get()) != 1 || X509_REQ_set_pubkey(request.get(), impl_->key.get()) != 1 ||
      X509_REQ_sign(request.get(), impl_->key.get(), EVP_sha256()) == 0 || PEM_write_bio_X509_REQ(bio.get(), request.get()) != 1)
    throw std::runtime_error("a certificate request could not be made");
  return contents(bio.get());
}

// RFC 7638 3: the required members, by name, without white space.
std::string rsa_thumbprint(std::string_view n, std::string_view e) {
  return base::base64url_encode(
      base::sha256(base::canonical_json(Json{{"e", std::string(e)}, {"kty", "RSA"}, {"n", std::string(n)}})));
}

std::string make_compact(const PrivateKey& key, std::string_view payload_json) {
  const std::string header = base::canonical_json(Json{{"alg", "RS256"}, {"kid", key.kid()}, {"typ", "JWT"}});
  const std::string input = base::base64url_encode(header) + "." + base::base64url_encode(payload_json);
  return input + "." + base::base64url_encode(key.sign_rs256(input));
}

}  // namespace preceptor::jose
