#include "core/base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <unistd.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "core/base/encoding.hpp"

namespace preceptor::base {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

// Fetched once: EVP_sha256() would look the implementation up again on each use. Freed before OpenSSL's own exit
// handler, because that one is registered first, by the fetch.
const EVP_MD* sha256_algorithm() {
  static const std::unique_ptr<EVP_MD, FreeDigest> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  if (!algorithm) throw std::runtime_error("libcrypto offers no SHA-256");
  return algorithm.get();
}

void generate(void* bytes, std::size_t count) {
  if (RAND_bytes(static_cast<unsigned char*>(bytes), static_cast<int>(count)) != 1) throw std::runtime_error("the random generator failed");
}

// A launch takes a dozen short pieces, and each call of the generator costs as much as a kilobyte of it. What was handed out is wiped, and a process
// that was forked off never hands out what its parent has.
class RandomPool {
 public:
  void take(char* to, std::size_t count) {
    if (count > sizeof bytes_ / 8) return generate(to, count);
    const std::lock_guard lock(mutex_);
    const pid_t process = ::getpid();
    if (left_ < count || process != process_) {
      generate(bytes_, sizeof bytes_);
      left_ = sizeof bytes_;
      process_ = process;
    }
    left_ -= count;
    std::memcpy(to, bytes_ + left_, count);
    OPENSSL_cleanse(bytes_ + left_, count);
  }

 private:
  std::mutex mutex_;
  unsigned char bytes_[1024] = {};
  std::size_t left_ = 0;
  pid_t process_ = 0;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                 sha256_algorithm(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  return hex_encode(sha256(bytes));
}

struct Sha256::Context {
  Context() : digest(EVP_MD_CTX_new()) {
    if (digest == nullptr || EVP_DigestInit_ex2(digest, sha256_algorithm(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
  }
  ~Context() { EVP_MD_CTX_free(digest); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  EVP_MD_CTX* digest;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  if (EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 failed");
}

std::string Sha256::hex() {
  std::string digest(32, '\0');
  unsigned int length = 0;
  if (EVP_DigestFinal_ex(context_->digest, reinterpret_cast<unsigned char*>(digest.data()), &length) != 1) throw std::runtime_error("SHA-256 failed");
  return hex_encode(digest);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::string code(32, '\0');
  unsigned int length = 0;
  // HMAC() reads a null key as "the key of before": an empty view must still point somewhere.
  const char* key_bytes = key.empty() ? "" : key.data();
  if (HMAC(sha256_algorithm(), key_bytes, static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
           reinterpret_cast<unsigned char*>(code.data()), &length) == nullptr) {
    throw std::runtime_error("HMAC-SHA-256 failed");
  }
  return code;
}

std::string random_bytes(std::size_t count) {
  static RandomPool pool;
  std::string bytes(count, '\0');
  pool.take(bytes.data(), count);
  return bytes;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace preceptor::base
