#include "lti/jose/sealer.hpp"

#include <stdexcept>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/jose/openssl_ptr.hpp"

namespace preceptor::jose {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMaxTokenBytes = 2 << 20;   // pieces of kept files have 1 MiB before they are sealed; forms are bounded before they get here

const EVP_CIPHER* algorithm() {
  static const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  if (!cipher) throw std::runtime_error("libcrypto offers no AES-256-GCM");
  return cipher.get();
}

const unsigned char* in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* out(std::string& text, std::size_t at) {
  return reinterpret_cast<unsigned char*>(text.data() + at);
}

std::string associated_data(std::string_view purpose) {
  return std::string(1, kVersion).append(purpose);
}

}  // namespace

AeadSealer::AeadSealer(base::Secret key) : key_(std::move(key)) {
  if (key_.reveal().size() != kKeyBytes) throw std::invalid_argument("a sealing key has 32 bytes");
}

// The nonce is random: safe for 2^32 tokens under one key (NIST SP 800-38D 8.3).
std::string AeadSealer::seal(std::string_view purpose, std::string_view plain) const {
  const std::string bound = associated_data(purpose);
  std::string token = std::string(1, kVersion) + base::random_bytes(kNonceBytes);
  const std::size_t body = token.size();
  token.resize(body + plain.size() + kTagBytes);
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  int length = 0;
  if (!context || EVP_EncryptInit_ex2(context.get(), algorithm(), in(key_.reveal()), in(token) + 1, nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &length, in(bound), static_cast<int>(bound.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), out(token, body), &length, in(plain), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), out(token, body + plain.size()), &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, out(token, body + plain.size())) != 1) {
    throw std::runtime_error("sealing failed");
  }
  return base::base64url_encode(token);
}

std::optional<std::string> AeadSealer::open(std::string_view purpose, std::string_view token) const {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  auto sealed = base::base64url_decode(token);
  constexpr std::size_t body = 1 + kNonceBytes;
  if (!sealed || sealed->size() < body + kTagBytes || sealed->front() != kVersion) return std::nullopt;
  const std::string bound = associated_data(purpose);
  const std::size_t size = sealed->size() - body - kTagBytes;
  std::string plain(size, '\0');
  const ErrorQueueGuard guard;
  const CipherContextPtr context(EVP_CIPHER_CTX_new());
  int length = 0;
  unsigned char rest[16];
  if (!context || EVP_DecryptInit_ex2(context.get(), algorithm(), in(key_.reveal()), in(*sealed) + 1, nullptr) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &length, in(bound), static_cast<int>(bound.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), out(plain, 0), &length, in(*sealed) + body, static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, out(*sealed, body + size)) != 1) {
    throw std::runtime_error("opening a sealed token could not be set up");
  }
  if (EVP_DecryptFinal_ex(context.get(), rest, &length) != 1) return std::nullopt;
  return plain;
}

}  // namespace preceptor::jose
