#include "plugin/http/message_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdint>

#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

namespace bh = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string text(string_view view) { return {view.data(), view.size()}; }

// What both directions share: collects fields and body into our types.
template <bool is_request>
class Collector : public bh::basic_parser<is_request> {
 public:
  Collector() {
    // Limits are ours: the head's size is known before it is given, the body's limit depends on the route.
    this->body_limit(boost::none);
    this->header_limit(1u << 30);
    this->eager(false);
  }

  Parsed put_head(std::string_view block) {
    error_code ec;
    const auto used = this->put(boost::asio::const_buffer(block.data(), block.size()), ec);
    if (ec) return refuse(ec);
    if (!this->is_header_done() || used != block.size()) return refuse(error_code(bh::error::bad_field));
    return this->is_done() ? Parsed::message : Parsed::head;
  }

  Parsed put_body(std::string_view bytes, std::size_t& used) {
    error_code ec;
    this->eager(true);
    used = this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec == bh::error::need_more) return Parsed::need_more;
    if (ec == bh::error::body_limit) return Parsed::too_large;
    if (ec) return refuse(ec);
    return this->is_done() ? Parsed::message : Parsed::need_more;
  }

  Parsed refuse(error_code ec) {
    why = ec.message();
    return Parsed::malformed;
  }

  ports::Headers headers;
  std::string body;
  std::string why;
  std::size_t limit = 0;
  int version = 11;

 protected:
  void on_field_impl(bh::field, string_view name, string_view value, error_code& ec) override {
    if (in_body_) return;  // trailers mean nothing to us (RFC 9110 6.5.1)
    headers.emplace_back(text(name), text(value));
    if (headers.size() > 200) ec = bh::error::header_limit;
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view part, error_code& ec) override { return append(part, ec); }
  void on_chunk_header_impl(std::uint64_t size, string_view, error_code& ec) override {
    if (size > limit) ec = bh::error::body_limit;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code& ec) override { return append(part, ec); }
  void on_finish_impl(error_code&) override {}

 private:
  std::size_t append(string_view part, error_code& ec) {
    if (part.size() > limit - body.size()) {
      ec = bh::error::body_limit;
      return 0;
    }
    body.append(part.data(), part.size());
    return part.size();
  }

  bool in_body_ = false;
};

}  // namespace

struct RequestParser::Impl final : Collector<true> {
  RequestHead head;
  void on_request_impl(bh::verb, string_view method, string_view target, int number, error_code&) override {
    head.method = text(method);
    head.target = text(target);
    head.version = number;
  }
  void on_response_impl(int, string_view, int, error_code& ec) override { ec = bh::error::bad_version; }
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;

Parsed RequestParser::put_head(std::string_view block) {
  const auto parsed = impl_->put_head(block);
  impl_->head.headers = std::move(impl_->headers);
  return parsed;
}

Parsed RequestParser::put_body(std::string_view bytes, std::size_t& used) { return impl_->put_body(bytes, used); }
void RequestParser::limit_body(std::size_t max_bytes) { impl_->limit = max_bytes; }
RequestHead& RequestParser::head() { return impl_->head; }
std::string& RequestParser::body() { return impl_->body; }
bool RequestParser::keep_alive() const { return impl_->keep_alive(); }
const std::string& RequestParser::why() const { return impl_->why; }

bool RequestParser::expects_continue() const {
  const auto* expect = ports::header(impl_->head.headers, "expect");
  return impl_->head.version >= 11 && expect && list_has(*expect, "100-continue");
}

std::size_t RequestParser::announced_length() const {
  const auto length = impl_->content_length();
  return length ? static_cast<std::size_t>(*length) : 0;
}

struct ResponseParser::Impl final : Collector<false> {
  ResponseHead head;
  void on_request_impl(bh::verb, string_view, string_view, int, error_code& ec) override { ec = bh::error::bad_version; }
  void on_response_impl(int status, string_view, int number, error_code&) override {
    head.status = status;
    head.version = number;
  }
};

ResponseParser::ResponseParser(std::size_t max_body_bytes, bool no_body) : impl_(std::make_unique<Impl>()) {
  impl_->limit = max_body_bytes;
  impl_->skip(no_body);
}
ResponseParser::~ResponseParser() = default;

Parsed ResponseParser::put_head(std::string_view block) {
  const auto parsed = impl_->put_head(block);
  impl_->head.headers = std::move(impl_->headers);
  if (parsed == Parsed::malformed) return parsed;
  // An answer whose length two readers could take differently is not an answer.
  if (auto length = check_body_length(impl_->head.headers, impl_->head.version); !length) {
    impl_->why = length.error().detail;
    return Parsed::malformed;
  }
  if (parsed == Parsed::head && impl_->content_length() && *impl_->content_length() > impl_->limit) return Parsed::too_large;
  return parsed;
}

Parsed ResponseParser::put_body(std::string_view bytes, std::size_t& used) { return impl_->put_body(bytes, used); }

Parsed ResponseParser::put_eof() {
  error_code ec;
  impl_->put_eof(ec);
  if (ec == bh::error::partial_message) return Parsed::need_more;
  return ec ? impl_->refuse(ec) : Parsed::message;
}

ResponseHead& ResponseParser::head() { return impl_->head; }
std::string& ResponseParser::body() { return impl_->body; }
bool ResponseParser::keep_alive() const { return impl_->keep_alive(); }
const std::string& ResponseParser::why() const { return impl_->why; }

}  // namespace preceptor::http
