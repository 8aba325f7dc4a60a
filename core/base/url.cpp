#include "core/base/url.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::base {
namespace {

bool is_unreserved(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// RFC 3986 pchar, '/' and '?', and '[' ']', which browsers leave as they are in queries.
bool is_path_text(std::string_view text) {
  constexpr std::string_view others = "!$&'()*+,;=:@/?[]";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (!is_unreserved(text[i]) && others.find(text[i]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}
bool is_ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

// Labels of letters, digits, '-' and '_'. A name whose last label is a number must be a plain dotted quad: "127.1" and
// "0x7f.0.0.1" reach other hosts in other readers.
bool is_host_name(const std::string& host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t begin = 0;
  std::string_view last;
  while (begin <= host.size()) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    last = std::string_view(host).substr(begin, end - begin);
    if (last.empty() || last.size() > 63) return false;
    for (char c : last) {
      if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_') return false;
    }
    begin = end + 1;
  }
  const bool numeric = std::all_of(last.begin(), last.end(), is_digit) || last.starts_with("0x");
  return !numeric || is_ipv4(host);
}

std::optional<int> read_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return std::nullopt;
  int port = 0;
  for (char c : text) {
    if (!is_digit(c)) return std::nullopt;
    port = port * 10 + (c - '0');
  }
  if (port > 65535) return std::nullopt;
  return port;
}

bool read_authority(std::string_view authority, Url& url) {
  std::string_view rest;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    url.host = lower(authority.substr(1, close - 1));
    rest = authority.substr(close + 1);
    if (!is_ipv6(url.host)) return false;
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    url.host = lower(authority.substr(0, colon));
    rest = authority.substr(colon);
    if (!is_host_name(url.host)) return false;  // '@' is refused here: no user info
  }
  if (rest.empty()) {
    url.port = url.scheme == "https" ? 443 : 80;
    return true;
  }
  if (rest.front() != ':') return false;
  const auto port = read_port(rest.substr(1));
  if (port) url.port = *port;
  return port.has_value();
}

}  // namespace

bool Url::is_default_port() const {
  return port == (scheme == "https" ? 443 : 80);
}

std::string Url::origin() const {
  std::string text = scheme + "://";
  text += host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (!is_default_port()) text += ":" + std::to_string(port);
  return text;
}

std::string Url::text() const {
  return origin() + path + (query.empty() ? "" : "?" + query);
}

std::optional<Url> parse_url(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Url url;
  url.scheme = lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  if (!read_authority(rest.substr(0, authority_end), url)) return std::nullopt;
  const std::string_view target = rest.substr(authority_end);
  if (!is_path_text(target)) return std::nullopt;  // also refuses '#', '\\', spaces, controls and bytes above 0x7f
  const std::size_t question = std::min(target.find('?'), target.size());
  url.path = question == 0 ? "/" : std::string(target.substr(0, question));
  if (question < target.size()) url.query = target.substr(question + 1);
  return url;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() + text.size() / 4);
  for (char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += digits[byte >> 4U];
      encoded += digits[byte & 15U];
    }
  }
  return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (;;) {
    const std::size_t percent = text.find('%');
    decoded.append(text.substr(0, percent));
    if (percent == std::string_view::npos) return decoded;
    const auto byte = hex_decode(text.substr(percent + 1, 2));
    if (!byte || byte->empty()) return std::nullopt;
    decoded += *byte;
    text.remove_prefix(percent + 3);
  }
}

std::string add_query(std::string_view url, std::string_view name, std::string_view value) {
  const std::size_t hash = std::min(url.find('#'), url.size());
  std::string result(url.substr(0, hash));
  if (result.find('?') == std::string::npos) {
    result += '?';
  } else if (result.back() != '?' && result.back() != '&') {
    result += '&';
  }
  result += percent_encode(name) + "=" + percent_encode(value);
  return result.append(url.substr(hash));
}

}  // namespace preceptor::base
