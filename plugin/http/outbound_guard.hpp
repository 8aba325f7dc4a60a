// What may be called from here: the guard against being made to call inside (SSRF, lti.md 7 #6).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/url.hpp"
#include "plugin/http/address.hpp"

namespace preceptor::http {

class OutboundGuard {
 public:
  // Whether anything can be called because of an entry of `allow`: a host name as an address on the web has it, an address or a network.
  static bool can_match(const std::string& entry);
  // `allow`: host names, addresses or networks. Entries that are none of these match nothing.
  OutboundGuard(const std::vector<std::string>& allow, bool allow_loopback);

  // Before any look-up: the host must be a name or a canonical address. Error outbound_refused.
  base::Status check_host(const base::Url& url) const;
  // Every one of `addresses` (what the name resolved to; empty when a proxy will resolve it) and the scheme. Error outbound_refused.
  base::Status check(const base::Url& url, const std::vector<IpAddress>& addresses) const;

 private:
  bool is_named(const std::string& host) const;
  bool may_call(const IpAddress& address) const;

  std::vector<std::string> names_;
  std::vector<Network> networks_;
  bool allow_loopback_;
};

}  // namespace preceptor::http
