// What a server shows for a certificate, looked at without trusting it: for the health check of our own public address.
#pragma once
#include <chrono>
#include <string>

#include "core/base/time.hpp"
#include "core/base/url.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::http {

enum class Trust { good, expired, not_yet_valid, other_name, self_signed, chain_incomplete, refused };

struct Certificate {
  Trust trust = Trust::refused;
  std::string reason;            // OpenSSL's sentence when not good
  std::string issuer;            // who signed it, in printable ASCII; empty when it says nothing
  base::Instant from{}, until{};  // of the one in the chain that ends first; without a good chain, of the server's own
  int sent = 0;                  // certificates the server sent
};

// Shakes hands with `url` (https) as make_client would, with `options.ca_file` beside the system's authorities and through `options.proxy`, and
// sends nothing. `options.allow` has no say: the address is the operator's own.
// Errors: outbound_name, outbound_connect, outbound_timeout, outbound_tls (no certificate came, or ca_file cannot be read).
base::Result<Certificate> look_at_certificate(const base::Url& url, const ClientOptions& options, std::chrono::milliseconds timeout);

}  // namespace preceptor::http
