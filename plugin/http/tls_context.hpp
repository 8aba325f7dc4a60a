// Certificates, authorities and versions for TLS, on OpenSSL. TLS 1.2 and later.
#pragma once
#include <openssl/bio.h>
#include <openssl/types.h>

#include <memory>
#include <string>

#include "core/base/result.hpp"

namespace preceptor::http {

class TlsContext {
 public:
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Error tls_unusable: says which file and why. The key must not be protected by a pass phrase.
  static base::Result<std::shared_ptr<const TlsContext>> server(const std::string& cert_file, const std::string& key_file);
  // The system's authorities and those of `ca_file` (may be empty). Error outbound_tls naming the file.
  static base::Result<std::shared_ptr<const TlsContext>> client(const std::string& ca_file);

  SSL_CTX* ssl() const { return ssl_; }
  const BIO_METHOD* socket_method() const { return method_; }

 private:
  TlsContext() = default;
  SSL_CTX* ssl_ = nullptr;
  BIO_METHOD* method_ = nullptr;
};

// The oldest reason on this thread's OpenSSL error queue, which is emptied: the host shares it.
std::string take_openssl_reason();

}  // namespace preceptor::http
