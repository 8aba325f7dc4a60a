#include "tests/fakes/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace preceptor::fakes {
namespace {

std::shared_ptr<X509> blank(const std::string& name, EVP_PKEY* key, std::chrono::seconds from, std::chrono::seconds until) {
  std::shared_ptr<X509> made(X509_new(), X509_free);
  static std::atomic<long> serial{1000};
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), from.count());
  X509_gmtime_adj(X509_getm_notAfter(made.get()), until.count());
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "O", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return made;
}

void add(X509* to, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  if (extension == nullptr) throw std::runtime_error("no such extension: " + value);
  X509_add_ext(to, extension, -1);
  X509_EXTENSION_free(extension);
}

template <class Write>
std::string pem_of(const Write& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  write(bio.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace

TestAuthority::TestAuthority(const std::string& name) : name_(name), key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {
  using std::chrono::hours;
  certificate_ = blank(name, key_.get(), -hours(24 * 400), hours(24 * 3650));
  X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
  add(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  if (X509_sign(certificate_.get(), key_.get(), EVP_sha256()) <= 0) throw std::runtime_error("signing failed");
}

std::string TestAuthority::pem() const {
  return pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, certificate_.get()); });
}

TestAuthority::Pair TestAuthority::issue(const std::string& name, std::chrono::seconds from, std::chrono::seconds until) const {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const auto made = blank("Server of " + name_, key.get(), from, until);
  X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get()));
  const bool numeric = name.find_first_not_of("0123456789.") == std::string::npos;
  add(made.get(), NID_subject_alt_name, (numeric ? "IP:" : "DNS:") + name);
  if (X509_sign(made.get(), key_.get(), EVP_sha256()) <= 0) throw std::runtime_error("signing failed");
  return {pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, made.get()); }),
          pem_of([&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

}  // namespace preceptor::fakes
