#include "plugin/http/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace preceptor::http {
namespace {

// IANA IPv4 special-purpose registry, multicast, class E, and Azure's wire server, which has a public number.
constexpr const char* kSpecialV4[] = {"0.0.0.0/8",      "10.0.0.0/8",      "100.64.0.0/10",   "127.0.0.0/8",    "169.254.0.0/16",
                                      "172.16.0.0/12",  "192.0.0.0/24",    "192.0.2.0/24",    "192.88.99.0/24", "192.168.0.0/16",
                                      "198.18.0.0/15",  "198.51.100.0/24", "203.0.113.0/24",  "224.0.0.0/4",    "240.0.0.0/4",
                                      "168.63.129.16/32"};
// Within 2000::/3, the only block handed out as global unicast; everything outside it is refused anyway.
constexpr const char* kSpecialV6[] = {"2001::/23", "2001:db8::/32", "3fff::/20"};

bool in_any(const IpAddress& address, const char* const* first, std::size_t count) {
  return std::any_of(first, first + count, [&](const char* text) { return parse_network(text)->contains(address); });
}

IpAddress embedded_v4(const IpAddress& address, std::size_t offset) {
  IpAddress v4;
  std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(offset), 4, v4.bytes.begin());
  return v4;
}

bool in_network(const IpAddress& address, const char* network) { return parse_network(network)->contains(address); }

}  // namespace

std::string IpAddress::text() const {
  char out[INET6_ADDRSTRLEN] = "";
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), out, sizeof out);
  return out;
}

IpAddress IpAddress::unmapped() const {
  return v6 && in_network(*this, "::ffff:0:0/96") ? embedded_v4(*this, 12) : *this;
}

std::optional<IpAddress> parse_address(std::string_view text) {
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
  const std::string copy(text);
  IpAddress address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address;
  address.v6 = true;
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::optional<IpAddress> from_sockaddr(const sockaddr* address) {
  IpAddress out;
  if (address->sa_family == AF_INET) {
    sockaddr_in in;
    std::memcpy(&in, address, sizeof in);
    std::memcpy(out.bytes.data(), &in.sin_addr, 4);
    return out;
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 in;
    std::memcpy(&in, address, sizeof in);
    out.v6 = true;
    std::memcpy(out.bytes.data(), &in.sin6_addr, 16);
    return out;
  }
  return std::nullopt;
}

socklen_t to_sockaddr(const IpAddress& address, int port, sockaddr_storage& out) {
  std::memset(&out, 0, sizeof out);
  if (address.v6) {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&in.sin6_addr, address.bytes.data(), 16);
    std::memcpy(&out, &in, sizeof in);
    return sizeof in;
  }
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(static_cast<std::uint16_t>(port));
  std::memcpy(&in.sin_addr, address.bytes.data(), 4);
  std::memcpy(&out, &in, sizeof in);
  return sizeof in;
}

bool Network::contains(const IpAddress& address) const {
  if (address.v6 != base.v6) return false;
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(base.bytes.begin(), base.bytes.begin() + static_cast<std::ptrdiff_t>(whole), address.bytes.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || (base.bytes[whole] >> (8 - rest)) == (address.bytes[whole] >> (8 - rest));
}

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = parse_address(text.substr(0, slash));
  if (!base) return std::nullopt;
  const int most = base->v6 ? 128 : 32;
  if (slash == text.npos) return Network{*base, most};
  const auto digits = text.substr(slash + 1);
  int bits = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most) return std::nullopt;
  return Network{*base, bits};
}

bool is_loopback(const IpAddress& address) {
  const auto plain = address.unmapped();
  return plain.v6 ? in_network(plain, "::1/128") : plain.bytes[0] == 127;
}

bool is_public(const IpAddress& address) {
  if (!address.v6) return !in_any(address, kSpecialV4, std::size(kSpecialV4));
  if (in_network(address, "64:ff9b::/96")) return is_public(embedded_v4(address, 12));  // NAT64 (RFC 6052)
  if (in_network(address, "2002::/16")) return is_public(embedded_v4(address, 2));      // 6to4 (RFC 3056)
  return in_network(address, "2000::/3") && !in_any(address, kSpecialV6, std::size(kSpecialV6));
}

}  // namespace preceptor::http
