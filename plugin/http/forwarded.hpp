// Who the client is when proxies stand between (X-Forwarded-For).
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"
#include "plugin/http/address.hpp"

namespace preceptor::http {

// Error config_value naming the entry that is neither an address nor a network.
base::Result<std::vector<Network>> parse_networks(const std::vector<std::string>& texts);

// The peer, or, when the peer is in `trusted`, the last hop of X-Forwarded-For that is not. A hop that cannot be read ends the
// walk: what lies before it may be invented by the client.
std::string client_address(const IpAddress& peer, const ports::Headers& headers, const std::vector<Network>& trusted);

// Without TLS only this machine and the proxies in `trusted` may connect: whoever goes round the proxy would send tokens in the clear.
bool may_speak_plain(const IpAddress& peer, const std::vector<Network>& trusted);

}  // namespace preceptor::http
