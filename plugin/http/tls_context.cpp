#include "plugin/http/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "plugin/http/socket.hpp"
#include "plugin/http/socket_bio.hpp"

namespace preceptor::http {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// The reason a file cannot be opened; empty when it can.
std::string unreadable(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "re"));
  return file ? std::string() : errno_text(errno);
}

// Without this OpenSSL would ask on the terminal.
int no_pass_phrase(char*, int, int, void*) { return 0; }

int select_http11(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_size, kHttp11, sizeof kHttp11 - 1, offered, offered_size);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

void set_common(SSL_CTX* ssl) {
  SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
  SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

tl::unexpected<base::Error> unusable(const std::string& file, const std::string& why) {
  return base::fail(base::Code::tls_unusable, file + ": " + why);
}

base::Status load_pair(SSL_CTX* ssl, const std::string& cert_file, const std::string& key_file) {
  for (const auto& file : {cert_file, key_file})
    if (auto why = unreadable(file); !why.empty()) return unusable(file, why);
  if (SSL_CTX_use_certificate_chain_file(ssl, cert_file.c_str()) != 1)
    return unusable(cert_file, "not a PEM certificate chain (" + take_openssl_reason() + ")");
  if (SSL_CTX_use_PrivateKey_file(ssl, key_file.c_str(), SSL_FILETYPE_PEM) == 1 && SSL_CTX_check_private_key(ssl) == 1) return {};
  const auto error = ERR_peek_error();
  const auto reason = ERR_GET_REASON(error);
  const auto text = take_openssl_reason();
  if (ERR_GET_LIB(error) == ERR_LIB_X509 && reason == X509_R_KEY_VALUES_MISMATCH)
    return unusable(key_file, "the key does not belong to the certificate in " + cert_file);
  return unusable(key_file, "not an unencrypted PEM private key for " + cert_file + " (" + text + ")");
}

}  // namespace

std::string take_openssl_reason() {
  const auto error = ERR_get_error();
  ERR_clear_error();
  const char* reason = error ? ERR_reason_error_string(error) : nullptr;
  return reason ? reason : "no reason given";
}

TlsContext::~TlsContext() {
  SSL_CTX_free(ssl_);
  BIO_meth_free(method_);
}

base::Result<std::shared_ptr<const TlsContext>> TlsContext::server(const std::string& cert_file, const std::string& key_file) {
  if (cert_file.empty()) return base::fail(base::Code::tls_unusable, "tls.cert_file is missing: the key alone is not enough");
  if (key_file.empty()) return base::fail(base::Code::tls_unusable, "tls.key_file is missing: the certificate alone is not enough");
  ERR_clear_error();
  std::shared_ptr<TlsContext> context(new TlsContext);
  context->method_ = make_socket_method();
  context->ssl_ = SSL_CTX_new(TLS_server_method());
  if (!context->ssl_ || !context->method_) return unusable(cert_file, take_openssl_reason());
  set_common(context->ssl_);
  SSL_CTX_set_default_passwd_cb(context->ssl_, no_pass_phrase);
  SSL_CTX_set_alpn_select_cb(context->ssl_, select_http11, nullptr);
  if (auto loaded = load_pair(context->ssl_, cert_file, key_file); !loaded) return base::fail(loaded.error());
  return context;
}

base::Result<std::shared_ptr<const TlsContext>> TlsContext::client(const std::string& ca_file) {
  ERR_clear_error();
  std::shared_ptr<TlsContext> context(new TlsContext);
  context->method_ = make_socket_method();
  context->ssl_ = SSL_CTX_new(TLS_client_method());
  if (!context->ssl_ || !context->method_) return base::fail(base::Code::outbound_tls, take_openssl_reason());
  set_common(context->ssl_);
  SSL_CTX_set_verify(context->ssl_, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_default_verify_paths(context->ssl_);
  if (!ca_file.empty()) {
    if (auto why = unreadable(ca_file); !why.empty()) return base::fail(base::Code::outbound_tls, "outbound.ca_file " + ca_file + ": " + why);
    if (SSL_CTX_load_verify_file(context->ssl_, ca_file.c_str()) != 1)
      return base::fail(base::Code::outbound_tls, "outbound.ca_file " + ca_file + ": holds no PEM certificate (" + take_openssl_reason() + ")");
  }
  ERR_clear_error();
  return context;
}

}  // namespace preceptor::http
