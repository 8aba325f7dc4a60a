#include "plugin/http/outbound_guard.hpp"

#include <algorithm>

#include "plugin/http/client.hpp"
#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

tl::unexpected<base::Error> refuse(std::string why) { return base::fail(base::Code::outbound_refused, std::move(why)); }

std::string_view without_root_dot(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

// "127.1", "0x7f000001", "017700000001": resolvers read these as addresses, people and allow lists do not.
bool looks_numeric(std::string_view host) {
  host = without_root_dot(host);
  const auto last = host.substr(host.rfind('.') == host.npos ? 0 : host.rfind('.') + 1);
  return !last.empty() && last.front() >= '0' && last.front() <= '9' &&
         (last.starts_with("0x") || last.starts_with("0X") || std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

OutboundGuard::OutboundGuard(const std::vector<std::string>& allow, bool allow_loopback) : allow_loopback_(allow_loopback) {
  for (const auto& entry : allow) {
    if (const auto network = parse_network(entry)) networks_.push_back(*network);
    names_.emplace_back(without_root_dot(entry));
  }
}

bool OutboundGuard::can_match(const std::string& entry) {
  if (parse_network(entry)) return true;
  const std::string name(without_root_dot(entry));
  const auto url = base::parse_url("https://" + name);   // what is called was read by the same
  return url && equal_ignoring_case(url->host, name);
}

bool OutboundGuard::is_named(const std::string& host) const {
  return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return equal_ignoring_case(name, without_root_dot(host)); });
}

bool OutboundGuard::may_call(const IpAddress& address) const {
  if (std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) { return network.contains(address); })) return true;
  return (allow_loopback_ && is_loopback(address)) || is_public(address);
}

base::Status OutboundGuard::check_host(const base::Url& url) const {
  if (url.host.empty()) return refuse("the URL names no host");
  if (!parse_address(url.host) && looks_numeric(url.host)) return refuse(url.host + " is not a host name nor an address in its usual form");
  return {};
}

base::Status OutboundGuard::check(const base::Url& url, const std::vector<IpAddress>& addresses) const {
  const bool named = is_named(url.host);
  for (const auto& address : addresses)
    if (!named && !may_call(address))
      return refuse(url.host + " is at " + address.text() + ", which is not a public address; list the host or its network in outbound.allow");
  if (url.scheme == "https" || named) return {};
  const bool loopback = !addresses.empty() && std::all_of(addresses.begin(), addresses.end(), is_loopback);
  if (allow_loopback_ && loopback) return {};
  return refuse("http to " + url.host + " is not encrypted; use https, or name the host in outbound.allow");
}

bool is_public_address(const std::string& address) {
  const auto parsed = parse_address(address);
  return parsed && is_public(*parsed);
}

}  // namespace preceptor::http
