#include "plugin/http/certificate.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "plugin/http/client_connection.hpp"
#include "plugin/http/resolver.hpp"
#include "plugin/http/socket_bio.hpp"
#include "plugin/http/tls_context.hpp"

namespace preceptor::http {
namespace {

using base::Code;
using base::fail;

struct EndSession {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SessionPtr = std::unique_ptr<SSL, EndSession>;

std::string authority(const base::Url& url) {
  return (url.host.find(':') == url.host.npos ? url.host : "[" + url.host + "]") + ":" + std::to_string(url.port);
}

// Like the client: trials on loopback never leave through a proxy.
base::Result<std::unique_ptr<ClientConnection>> reach(Resolver& resolver, const base::Url& url, const ClientOptions& options, Clock::time_point until) {
  const auto known = resolve_without_asking(url.host);
  const bool near = !known.empty() && is_loopback(known.front());
  const auto proxy = near ? std::nullopt : base::parse_url(options.proxy);
  const base::Url& first = proxy ? *proxy : url;
  const auto addresses = resolver.resolve(first.host, until);
  if (!addresses) return fail(addresses.error());
  auto opened = ClientConnection::open(authority(first), *addresses, first.port, until);
  if (opened && proxy)
    if (auto through = (*opened)->tunnel(authority(url), until); !through) return fail(through.error());
  return opened;
}

// Verified as usual, but a bad outcome ends nothing: it is what is asked for.
SessionPtr session_for(const TlsContext& context, SocketEnd& end, const std::string& host) {
  SessionPtr ssl(SSL_new(context.ssl()));
  BIO* bio = ssl ? make_socket_bio(context.socket_method(), end) : nullptr;
  if (!bio) return nullptr;
  SSL_set_bio(ssl.get(), bio, bio);
  SSL_set_connect_state(ssl.get());
  SSL_set_verify(ssl.get(), SSL_VERIFY_NONE, nullptr);
  if (parse_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), host.c_str()) == 1 ? std::move(ssl) : nullptr;
  SSL_set_hostflags(ssl.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool named = SSL_set1_host(ssl.get(), host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl.get(), host.c_str()) == 1;
  return named ? std::move(ssl) : nullptr;
}

base::Status shake_hands(SSL* ssl, int fd, const std::string& name, Clock::time_point until) {
  for (;;) {
    ERR_clear_error();
    const int outcome = SSL_do_handshake(ssl);
    if (outcome == 1) return {};
    const int want = SSL_get_error(ssl, outcome);
    if (want == SSL_ERROR_SYSCALL || want == SSL_ERROR_ZERO_RETURN) return fail(Code::outbound_tls, name + ": closed in the middle of the TLS handshake");
    if (want != SSL_ERROR_WANT_READ && want != SSL_ERROR_WANT_WRITE) return fail(Code::outbound_tls, name + ": " + take_openssl_reason());
    if (!wait_ready(fd, want == SSL_ERROR_WANT_WRITE, until)) return fail(Code::outbound_timeout, name + ": no answer in time");
  }
}

Trust meaning(long verdict) {
  switch (verdict) {
    case X509_V_OK: return Trust::good;
    case X509_V_ERR_CERT_HAS_EXPIRED: return Trust::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID: return Trust::not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return Trust::other_name;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return Trust::self_signed;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return Trust::chain_incomplete;
    default: return Trust::refused;
  }
}

base::Instant instant(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};   // an end in 1970: expired, which such a certificate is as good as
  return base::from_unix_ms(static_cast<std::int64_t>(::timegm(&parts)) * 1000);
}

std::string issuer_of(const X509* certificate) {
  char text[200] = {};
  const X509_NAME* name = X509_get_issuer_name(certificate);
  if (X509_NAME_get_text_by_NID(name, NID_organizationName, text, sizeof text) < 0) X509_NAME_get_text_by_NID(name, NID_commonName, text, sizeof text);
  std::string out(text);
  for (char& c : out) c = c >= ' ' && c <= '~' ? c : '?';
  return out;
}

void take_times(const X509* certificate, Certificate& into) {
  const base::Instant until = instant(X509_get0_notAfter(certificate));
  if (until >= into.until) return;
  into.until = until;
  into.from = instant(X509_get0_notBefore(certificate));
}

Certificate described(SSL* ssl, const X509* own) {
  Certificate out;
  const long verdict = SSL_get_verify_result(ssl);
  out.trust = meaning(verdict);
  if (out.trust != Trust::good) out.reason = X509_verify_cert_error_string(verdict);
  out.issuer = issuer_of(own);
  out.sent = sk_X509_num(SSL_get_peer_cert_chain(ssl));
  out.until = base::Instant::max();
  take_times(own, out);
  // What was sent and not used says nothing: servers go on sending an old cross-signed root for years.
  const STACK_OF(X509)* chain = out.trust == Trust::good ? SSL_get0_verified_chain(ssl) : nullptr;
  for (int i = 0; i < sk_X509_num(chain); ++i) take_times(sk_X509_value(chain, i), out);
  return out;
}

}  // namespace

base::Result<Certificate> look_at_certificate(const base::Url& url, const ClientOptions& options, std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  const auto context = TlsContext::client(options.ca_file);
  if (!context) return fail(context.error());
  Resolver resolver;
  const auto connection = reach(resolver, url, options, until);
  if (!connection) return fail(connection.error());
  SocketEnd end{(*connection)->descriptor(), false};
  const SessionPtr ssl = session_for(**context, end, url.host);
  if (!ssl) return fail(Code::outbound_tls, authority(url) + ": the host name cannot be verified");
  if (const auto shaken = shake_hands(ssl.get(), end.fd, authority(url), until); !shaken) {
    ERR_clear_error();
    return fail(shaken.error());
  }
  const X509* own = SSL_get0_peer_certificate(ssl.get());
  if (own == nullptr) return fail(Code::outbound_tls, authority(url) + ": sent no certificate");
  Certificate out = described(ssl.get(), own);
  SSL_shutdown(ssl.get());
  ERR_clear_error();
  return out;
}

}  // namespace preceptor::http
