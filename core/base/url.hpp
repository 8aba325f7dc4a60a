// Absolute http(s) URLs, percent encoding and form bodies.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::base {

struct Url {
  std::string scheme;  // "http" or "https", lower case
  std::string host;    // lower case, without brackets for IPv6
  int port = 0;        // explicit or the scheme's default
  std::string path;    // begins with '/', still encoded
  std::string query;   // without '?', still encoded; empty when none
  // "https://host" or "https://host:port" when the port is not the default; IPv6 in brackets.
  std::string origin() const;
  std::string text() const;
  bool is_default_port() const;
};

// Only absolute http and https URLs without user info; a fragment is refused; control characters, spaces and backslashes refused.
std::optional<Url> parse_url(std::string_view text);

std::string percent_encode(std::string_view text);  // unreserved characters stay (RFC 3986 2.3)
std::optional<std::string> percent_decode(std::string_view text);
// `url` with name=value appended with the right separator, both encoded.
std::string add_query(std::string_view url, std::string_view name, std::string_view value);

using Fields = std::vector<std::pair<std::string, std::string>>;
// application/x-www-form-urlencoded: '+' is a space. Error request_malformed: bad escapes, not UTF-8 after decoding, NUL, more
// than `max_fields`.
Result<Fields> parse_form(std::string_view body, std::size_t max_fields = 1000);
std::string format_form(const Fields& fields);
// First value of that name; nullptr when absent.
const std::string* field(const Fields& fields, std::string_view name);
// Every value of that name, in order.
std::vector<std::string> field_values(const Fields& fields, std::string_view name);

}  // namespace preceptor::base
