#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "plugin/http/address.hpp"
#include "plugin/http/socket.hpp"
#include "plugin/http/socket_bio.hpp"
#include "plugin/http/transport.hpp"

namespace preceptor::http {
namespace {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsTransport final : public Transport {
 public:
  TlsTransport(int fd, std::shared_ptr<const TlsContext> context) : context_(std::move(context)), end_{fd, false} {
    ssl_.reset(SSL_new(context_->ssl()));
    BIO* bio = ssl_ ? make_socket_bio(context_->socket_method(), end_) : nullptr;
    if (bio) SSL_set_bio(ssl_.get(), bio, bio);
    else ssl_.reset();
  }

  SSL* ssl() const { return ssl_.get(); }

  IoResult handshake() override {
    ERR_clear_error();
    return result(SSL_do_handshake(ssl_.get()), 0);
  }

  IoResult read(char* into, std::size_t size) override {
    ERR_clear_error();
    std::size_t count = 0;
    const int outcome = SSL_read_ex(ssl_.get(), into, size, &count);
    return result(outcome, count);
  }

  IoResult write(const char* from, std::size_t size) override {
    ERR_clear_error();
    std::size_t count = 0;
    const int outcome = SSL_write_ex(ssl_.get(), from, size, &count);
    return result(outcome, count);
  }

  void finish() override {
    if (broken_ || !SSL_is_init_finished(ssl_.get())) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

  bool idle_and_open() override {
    ERR_clear_error();
    char byte = 0;
    std::size_t count = 0;
    // Session tickets that came after the last answer are taken in here and leave nothing to read.
    const int outcome = SSL_peek_ex(ssl_.get(), &byte, 1, &count);
    return result(outcome, count).state == Io::want_read;
  }

  std::string failure() const override { return failure_; }

 private:
  IoResult result(int outcome, std::size_t count) {
    if (outcome == 1) return {Io::done, count};
    const int system_error = errno;
    switch (SSL_get_error(ssl_.get(), outcome)) {
      case SSL_ERROR_WANT_READ: return {Io::want_read, 0};
      case SSL_ERROR_WANT_WRITE: return {Io::want_write, 0};
      case SSL_ERROR_ZERO_RETURN: return {Io::closed, 0};
      case SSL_ERROR_SYSCALL: failure_ = end_.ended ? "closed without a TLS goodbye" : errno_text(system_error); break;
      default: failure_ = tls_reason();
    }
    broken_ = true;
    ERR_clear_error();
    return {Io::failed, 0};
  }

  std::string tls_reason() const {
    const auto error = ERR_peek_error();
    if (ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_CERTIFICATE_VERIFY_FAILED)
      return X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
    return take_openssl_reason();
  }

  std::shared_ptr<const TlsContext> context_;
  SocketEnd end_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string failure_;
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<Transport> make_tls_server_transport(int fd, std::shared_ptr<const TlsContext> context) {
  auto transport = std::make_unique<TlsTransport>(fd, std::move(context));
  if (!transport->ssl()) return nullptr;
  SSL_set_accept_state(transport->ssl());
  return transport;
}

std::unique_ptr<Transport> make_tls_client_transport(int fd, std::shared_ptr<const TlsContext> context, const std::string& host) {
  auto transport = std::make_unique<TlsTransport>(fd, std::move(context));
  SSL* const ssl = transport->ssl();
  if (!ssl) return nullptr;
  SSL_set_connect_state(ssl);
  if (parse_address(host)) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) != 1) return nullptr;
    return transport;
  }
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (SSL_set1_host(ssl, host.c_str()) != 1 || SSL_set_tlsext_host_name(ssl, host.c_str()) != 1) return nullptr;
  return transport;
}

}  // namespace preceptor::http
