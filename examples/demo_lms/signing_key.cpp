#include "examples/demo_lms/signing_key.hpp"

#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::demo {

namespace {

struct FileCloser {
  void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

[[noreturn]] void broken(const char* what) { throw std::runtime_error(std::string("OpenSSL: ") + what); }

// A non-negative big number as base64url of its minimal big-endian bytes (RFC 7518 2, Base64urlUInt).
std::string parameter_text(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) broken(name);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return base::base64url_encode(bytes);
}

}  // namespace

struct SigningKey::Handle {
  EVP_PKEY* key = nullptr;
  ~Handle() { EVP_PKEY_free(key); }
};

SigningKey::SigningKey(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {
  n_ = parameter_text(handle_->key, OSSL_PKEY_PARAM_RSA_N);
  e_ = parameter_text(handle_->key, OSSL_PKEY_PARAM_RSA_E);
  kid_ = base::base64url_encode(base::sha256(R"({"e":")" + e_ + R"(","kty":"RSA","n":")" + n_ + "\"}"));
}

SigningKey SigningKey::generate() {
  auto handle = std::make_shared<Handle>();
  handle->key = EVP_RSA_gen(2048);
  if (!handle->key) broken("EVP_RSA_gen");
  return SigningKey(std::move(handle));
}

base::Result<SigningKey> SigningKey::open(const std::string& file) {
  if (File in{std::fopen(file.c_str(), "re")}) {
    auto handle = std::make_shared<Handle>();
    handle->key = PEM_read_PrivateKey(in.get(), nullptr, nullptr, nullptr);
    if (!handle->key || !EVP_PKEY_is_a(handle->key, "RSA")) return base::fail(base::Code::key_unreadable, file + " holds no RSA key");
    return SigningKey(std::move(handle));
  }
  SigningKey made = generate();
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return base::fail(base::Code::key_unreadable, file + " could not be created");
  File out{::fdopen(fd, "w")};
  if (!out || PEM_write_PrivateKey(out.get(), made.handle_->key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return base::fail(base::Code::key_unreadable, file + " could not be written");
  return made;
}

SigningKey SigningKey::named(std::string kid) const {
  SigningKey same = *this;
  same.kid_ = std::move(kid);
  return same;
}

std::string SigningKey::jwk() const {
  return R"({"kty":"RSA","use":"sig","alg":"RS256","kid":")" + kid_ + R"(","n":")" + n_ + R"(","e":")" + e_ + "\"}";
}

std::string SigningKey::sign_rs256(std::string_view text) const {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, handle_->key) != 1) broken("EVP_DigestSignInit");
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  if (EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) broken("EVP_DigestSign");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) != 1) broken("EVP_DigestSign");
  signature.resize(size);
  return signature;
}

std::string compact_jws(const SigningKey& key, const std::string& header, const std::string& payload) {
  const std::string signed_part = base::base64url_encode(header) + "." + base::base64url_encode(payload);
  return signed_part + "." + base::base64url_encode(key.sign_rs256(signed_part));
}

}  // namespace preceptor::demo
