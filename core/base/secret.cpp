#include "core/base/secret.hpp"

#include <openssl/crypto.h>

namespace preceptor::base {

Secret::~Secret() {
  // The whole buffer: a text that was moved from leaves its bytes behind its new, shorter length. Growing to the
  // capacity never allocates.
  text_.resize(text_.capacity());
  OPENSSL_cleanse(text_.data(), text_.size());
}

}  // namespace preceptor::base
