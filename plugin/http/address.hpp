// IP addresses and networks as numbers: what trusted_proxies, outbound.allow and the outbound guard compare.
#pragma once
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace preceptor::http {

// An IPv4 or IPv6 address. IPv4 uses the first four bytes.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  std::string text() const;
  // ::ffff:a.b.c.d as a.b.c.d; anything else unchanged. For peers of a dual-stack socket.
  IpAddress unmapped() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// Numeric text only, without brackets, zone or port.
std::optional<IpAddress> parse_address(std::string_view text);
std::optional<IpAddress> from_sockaddr(const sockaddr* address);
// Fills `out` for connect(); returns the length to pass.
socklen_t to_sockaddr(const IpAddress& address, int port, sockaddr_storage& out);

struct Network {
  IpAddress base;
  int bits = 0;
  bool contains(const IpAddress& address) const;
};

// "10.0.0.0/8", "fd00::/8", or one address. nullopt for anything else, also for a prefix length out of range.
std::optional<Network> parse_network(std::string_view text);

bool is_loopback(const IpAddress& address);
// Globally reachable unicast by the IANA special-purpose registries, and no cloud metadata address.
bool is_public(const IpAddress& address);

}  // namespace preceptor::http
