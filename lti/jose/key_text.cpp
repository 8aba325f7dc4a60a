#include "lti/jose/key_text.hpp"

#include <openssl/pem.h>

#include <stdexcept>

namespace preceptor::jose {

std::string contents(BIO* memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

std::string spki_pem(EVP_PKEY* key) {
  const ErrorQueueGuard guard;
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) throw std::runtime_error("the public key could not be written");
  return contents(bio.get());
}

}  // namespace preceptor::jose
