// PEM of OpenSSL's keys, for this folder.
#pragma once
#include <string>

#include "lti/jose/openssl_ptr.hpp"

namespace preceptor::jose {

// What was written to a memory BIO.
std::string contents(BIO* memory);
// The public half as SubjectPublicKeyInfo PEM. Throws when libcrypto cannot.
std::string spki_pem(EVP_PKEY* key);

}  // namespace preceptor::jose
