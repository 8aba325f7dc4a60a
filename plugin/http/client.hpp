// Outbound HTTP: the guard against calling inside (lti.md 7 #6), private CA, proxy, deadlines, size caps. No redirects.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/http_client.hpp"

namespace preceptor::http {

struct ClientOptions {
  std::vector<std::string> allow;   // host names or networks (CIDR) that may be reached although not public
  bool allow_loopback = false;      // http and https to loopback, for trials
  std::string ca_file;              // added to the system's authorities
  std::string proxy;                // "http://host:port": CONNECT for https; plain http is sent through it as absolute-form
  std::string user_agent = "Preceptor";
  // Answers for a host name instead of the system (numeric addresses; none: no such name), asked anew for each connection. What it says is checked
  // like any answer.
  std::function<std::vector<std::string>(const std::string& host)> resolve;
};

// https only, except loopback when allowed and http hosts named in `allow`; names are resolved once and the address that was checked is the one
// connected to; host name verified against the certificate (SNI sent). Keeps idle connections per origin (at most 4, 30 s); a request on a
// re-used connection that dies before any answer byte is an outbound_reset like any other.
std::unique_ptr<ports::HttpClient> make_client(ClientOptions options);

// Whether calls to `url` are refused whatever a look-up of its name answers: said before anybody relies on it. No name is looked up. Error outbound_refused.
base::Status check_callable(const std::string& url, const ClientOptions& options);

// Whether `address` (numeric) may be called without being named in `allow`. For tests and `check`.
bool is_public_address(const std::string& address);

}  // namespace preceptor::http
