// HTTP framing and parser: whatever the bytes and however they are cut, no crash, and nothing ambiguous is accepted.
// The first byte chooses the size of the pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "plugin/http/message_parser.hpp"

namespace {

using preceptor::http::Parsed;

// What a proxy in front could read differently from us.
void require_unambiguous(const preceptor::http::RequestHead& head) {
  const auto* coding = preceptor::ports::header(head.headers, "Transfer-Encoding");
  const auto* length = preceptor::ports::header(head.headers, "Content-Length");
  if ((coding && length) || (coding && head.version < 11) || !head.target.starts_with('/')) std::abort();
}

bool feed(std::string& in, preceptor::http::RequestParser& parser) {
  while (!in.empty()) {
    std::size_t used = 0;
    const auto parsed = parser.put_body(in, used);
    if (used > in.size() || parser.body().size() > 1000) std::abort();
    in.erase(0, used);
    if (parsed != Parsed::need_more) return parsed == Parsed::message;
    if (used == 0) return false;
  }
  return false;
}

void parse_requests(std::string_view bytes) {
  std::string in(bytes);
  for (;;) {
    const auto end = preceptor::http::find_head_end(in);
    if (end.size == 0) return;
    const std::string block = in.substr(0, end.size);
    in.erase(0, end.size);
    preceptor::http::RequestParser parser;
    const auto parsed = parser.put_head(block);
    if (parsed == Parsed::malformed || !preceptor::http::check_framing(parser.head(), block)) return;
    require_unambiguous(parser.head());
    parser.limit_body(1000);
    if (parsed == Parsed::head && !feed(in, parser)) return;
  }
}

// The end of the head does not depend on how the bytes arrive.
void compare_pieces(std::string_view bytes, std::size_t piece) {
  const auto whole = preceptor::http::find_head_end(bytes);
  std::size_t searched = 0;
  for (std::size_t have = 0; have < bytes.size();) {
    have = std::min(bytes.size(), have + piece);
    const auto part = preceptor::http::find_head_end(bytes.substr(0, have), searched);
    searched = have;
    if (!part.bare_line_feed && part.size == 0) continue;
    if (part.bare_line_feed != whole.bare_line_feed || part.size != whole.size) std::abort();
    return;
  }
  if (whole.bare_line_feed || whole.size != 0) std::abort();
}

void parse_answer(std::string_view bytes) {
  const auto end = preceptor::http::find_head_end(bytes);
  if (end.size == 0) return;
  preceptor::http::ResponseParser parser(1000, false);
  if (parser.put_head(bytes.substr(0, end.size)) != Parsed::head) return;
  std::size_t used = 0;
  const auto rest = bytes.substr(end.size);
  if (rest.empty() || parser.put_body(rest, used) == Parsed::need_more) parser.put_eof();
  if (parser.body().size() > 1000) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  compare_pieces(bytes, 1 + data[0] % 64);
  parse_requests(bytes);
  parse_answer(bytes);
  return 0;
}
