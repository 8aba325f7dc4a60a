#include "lti/jose/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <new>

#include "core/base/digest.hpp"
#include "lti/jose/key_text.hpp"
#include "lti/jose/openssl_ptr.hpp"

namespace preceptor::jose {
namespace {

using base::Code;
using base::fail;

using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;

constexpr std::size_t kMostCertificates = 8;
constexpr std::size_t kLongestPem = 256 * 1024;

BioPtr reading(std::string_view text) {
  BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

// Or libcrypto would ask a terminal.
int no_password(char*, int, int, void*) { return 0; }

X509Ptr from_der(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  if (der.size() > kLongestPem) return nullptr;
  X509Ptr made(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return at == reinterpret_cast<const unsigned char*>(der.data()) + der.size() ? std::move(made) : nullptr;
}

std::string name_text(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio) throw std::bad_alloc();
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
  return contents(bio.get());
}

std::string time_text(const ASN1_TIME* time) {
  std::tm at{};
  char text[40];
  if (ASN1_TIME_to_tm(time, &at) != 1 || std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &at) == 0) return "an unreadable time";
  return text;
}

}  // namespace

base::Result<std::vector<std::string>> certificates_from_pem(std::string_view pem) {
  const ErrorQueueGuard guard;
  if (pem.size() > kLongestPem) return fail(Code::certificate_unfit, "longer than 256 KiB");
  const BioPtr bio = reading(pem);
  std::vector<std::string> ders;
  while (true) {
    const X509Ptr one(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
    if (!one) break;
    if (ders.size() == kMostCertificates) return fail(Code::certificate_unfit, "more than 8 certificates");
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(one.get(), &bytes);
    if (size <= 0) throw std::bad_alloc();
    ders.emplace_back(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
  }
  if (ders.empty()) return fail(Code::certificate_unfit, "there is no PEM certificate in it");
  return ders;
}

base::Result<CertificateFacts> look_at_certificate(std::string_view der) {
  const ErrorQueueGuard guard;
  const X509Ptr one = from_der(der);
  EVP_PKEY* const key = one ? X509_get0_pubkey(one.get()) : nullptr;
  if (key == nullptr) return fail(Code::certificate_unfit, "not a certificate");
  return CertificateFacts{name_text(X509_get_subject_name(one.get())), name_text(X509_get_issuer_name(one.get())), time_text(X509_get0_notBefore(one.get())),
                          time_text(X509_get0_notAfter(one.get())),    base::sha256_hex(der),                      spki_pem(key)};
}

base::Status check_chain(const std::vector<std::string>& ders) {
  const ErrorQueueGuard guard;
  for (std::size_t i = 0; i + 1 < ders.size(); ++i) {
    const X509Ptr one = from_der(ders[i]), next = from_der(ders[i + 1]);
    EVP_PKEY* const key = next ? X509_get0_pubkey(next.get()) : nullptr;
    if (!one || key == nullptr || X509_verify(one.get(), key) != 1) return fail(Code::certificate_unfit, "certificate " + std::to_string(i + 1) + " is not signed by the one behind it");
  }
  return {};
}

base::Result<std::string> public_key_of(std::string_view pem) {
  const ErrorQueueGuard guard;
  if (pem.size() > kLongestPem) return fail(Code::key_unreadable, "longer than 256 KiB");
  const BioPtr bio = reading(pem);
  const PkeyPtr key(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr));
  if (key) return spki_pem(key.get());
  const auto ders = certificates_from_pem(pem);
  if (!ders) return fail(Code::key_unreadable, "neither a PEM public key nor a PEM certificate");
  const auto facts = look_at_certificate(ders->front());
  if (!facts) return fail(Code::key_unreadable, facts.error().detail);
  return facts->public_pem;
}

}  // namespace preceptor::jose
