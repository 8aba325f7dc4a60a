// The framing rules that Beast 1.81's parser does not enforce (request smuggling, RFC 9112 2, 3, 5, 6).
#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"

namespace preceptor::http {

struct RequestHead {
  std::string method;
  std::string target;
  int version = 11;  // 10 or 11
  ports::Headers headers;
};

// How far the head of a message has arrived.
struct HeadEnd {
  bool bare_line_feed = false;  // a line ends in LF alone: not HTTP/1.1 as we take it
  std::size_t size = 0;         // bytes up to and with the empty line; 0 while it has not arrived
};
// `from` = bytes already looked at by an earlier call, so that a slow sender costs no more than a fast one.
HeadEnd find_head_end(std::string_view bytes, std::size_t from = 0);

// `raw` is the whole header block as it came, from the request line to the empty line. Error request_malformed; detail names the rule.
base::Status check_framing(const RequestHead& head, std::string_view raw);

// "Transfer-Encoding: chunked" alone, or "Content-Length: <digits>" once, or neither; never on HTTP/1.0 with a transfer coding.
// Also for answers; error request_malformed.
base::Status check_body_length(const ports::Headers& headers, int version);

}  // namespace preceptor::http
