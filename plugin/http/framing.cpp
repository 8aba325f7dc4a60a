#include "plugin/http/framing.hpp"

#include <algorithm>

#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

constexpr std::size_t kMaxFields = 100;
constexpr std::size_t kMaxMethod = 32;

tl::unexpected<base::Error> refuse(const char* rule) { return base::fail(base::Code::request_malformed, rule); }

int count(const ports::Headers& headers, std::string_view name) {
  return static_cast<int>(
      std::count_if(headers.begin(), headers.end(), [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

// RFC 9112 5.2: a line that begins with a space continues the one before. Proxies disagree about it, so it is refused.
bool has_folded_line(std::string_view raw) { return raw.find("\r\n ") != raw.npos || raw.find("\r\n\t") != raw.npos; }

base::Status check_target(std::string_view target) {
  if (!target.starts_with('/')) return refuse("the target is not in origin form (RFC 9112 3.2.1)");
  const bool plain = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; });
  if (!plain) return refuse("the target holds a character that must be percent-encoded");
  return {};
}

// RFC 9112 3.2: exactly one Host; uri-host [":" port], so no spaces, lists, paths or user info.
base::Status check_host(const RequestHead& head) {
  const int hosts = count(head.headers, "host");
  if (hosts > 1) return refuse("more than one Host (RFC 9112 3.2)");
  if (hosts == 0 && head.version >= 11) return refuse("no Host (RFC 9112 3.2)");
  const std::string* host = ports::header(head.headers, "host");
  if (host && host->find_first_of(" \t,/\\?#@\"<>{}|^`") != host->npos) return refuse("Host is not a host name (RFC 9112 3.2)");
  return {};
}

}  // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t from) {
  // Three bytes back: the empty line may have arrived in pieces.
  for (auto lf = bytes.find('\n', from < 3 ? 0 : from - 3); lf != bytes.npos; lf = bytes.find('\n', lf + 1)) {
    if (lf == 0 || bytes[lf - 1] != '\r') return {true, 0};
    if (lf >= 3 && bytes[lf - 2] == '\n') return {false, lf + 1};
  }
  return {};
}

base::Status check_body_length(const ports::Headers& headers, int version) {
  const int lengths = count(headers, "content-length");
  const int codings = count(headers, "transfer-encoding");
  if (codings > 0) {
    if (version < 11) return refuse("Transfer-Encoding in HTTP/1.0 (RFC 9112 6.1)");
    if (lengths > 0) return refuse("Content-Length and Transfer-Encoding together (RFC 9112 6.1)");
    if (codings > 1 || !equal_ignoring_case(trim(*ports::header(headers, "transfer-encoding")), "chunked"))
      return refuse("Transfer-Encoding is not exactly chunked (RFC 9112 6.1)");
  }
  if (lengths > 1) return refuse("more than one Content-Length (RFC 9112 6.3)");
  if (lengths == 1) {
    const std::string& length = *ports::header(headers, "content-length");
    const bool digits = std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (length.empty() || length.size() > 18 || !digits) return refuse("Content-Length is not a number (RFC 9110 8.6)");
  }
  return {};
}

base::Status check_framing(const RequestHead& head, std::string_view raw) {
  if (has_folded_line(raw)) return refuse("a folded header line (RFC 9112 5.2)");
  if (head.version != 10 && head.version != 11) return refuse("neither HTTP/1.1 nor HTTP/1.0");
  if (!is_token(head.method) || head.method.size() > kMaxMethod) return refuse("the method is not a token");
  if (head.headers.size() > kMaxFields) return refuse("more than 100 header fields");
  for (const auto& [name, value] : head.headers)
    if (!is_token(name) || !is_field_value(value)) return refuse("a header field holds a character that may not be there (RFC 9110 5.5)");
  if (auto target = check_target(head.target); !target) return target;
  if (auto host = check_host(head); !host) return host;
  return check_body_length(head.headers, head.version);
}

}  // namespace preceptor::http
