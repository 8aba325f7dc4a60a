#include "plugin/http/forwarded.hpp"

#include <algorithm>
#include <string_view>

#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

bool trusts(const std::vector<Network>& trusted, const IpAddress& address) {
  return std::any_of(trusted.begin(), trusted.end(), [&](const Network& network) { return network.contains(address); });
}

// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:4711": some proxies add the port.
std::optional<IpAddress> parse_hop(std::string_view hop) {
  hop = trim(hop);
  if (hop.starts_with('[')) return parse_address(hop.substr(1, hop.find(']') == hop.npos ? 0 : hop.find(']') - 1));
  if (std::count(hop.begin(), hop.end(), ':') == 1) hop = hop.substr(0, hop.find(':'));
  return parse_address(hop);
}

}  // namespace

base::Result<std::vector<Network>> parse_networks(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const auto& text : texts) {
    const auto network = parse_network(text);
    if (!network) return base::fail(base::Code::config_value, "trusted_proxies: '" + text + "' is not an address or a network such as 10.0.0.0/8");
    networks.push_back(*network);
  }
  return networks;
}

std::string client_address(const IpAddress& peer, const ports::Headers& headers, const std::vector<Network>& trusted) {
  IpAddress client = peer.unmapped();
  if (!trusts(trusted, client)) return client.text();
  std::string hops;
  for (const auto& [name, value] : headers)
    if (equal_ignoring_case(name, "x-forwarded-for")) hops += (hops.empty() ? "" : ",") + value;
  std::string_view rest = hops;
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    const auto hop = parse_hop(comma == rest.npos ? rest : rest.substr(comma + 1));
    if (!hop) break;
    client = hop->unmapped();
    if (!trusts(trusted, client)) break;
    rest = comma == rest.npos ? std::string_view{} : rest.substr(0, comma);
  }
  return client.text();
}

bool may_speak_plain(const IpAddress& peer, const std::vector<Network>& trusted) {
  const IpAddress address = peer.unmapped();
  return is_loopback(address) || trusts(trusted, address);
}

}  // namespace preceptor::http
