#include "plugin/http/client_connection.hpp"

#include <algorithm>

namespace preceptor::http {
namespace {

using base::Code;

constexpr std::size_t kMaxHeadBytes = 64 * 1024;
constexpr std::size_t kMaxChunkLine = 16 * 1024;
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr int kMaxInterim = 8;  // 1xx answers before the real one

}  // namespace

ClientConnection::ClientConnection(std::string name, Fd socket)
    : name_(std::move(name)), socket_(std::move(socket)), transport_(make_plain_transport(socket_.get())) {}

ClientConnection::~ClientConnection() { transport_->finish(); }

tl::unexpected<base::Error> ClientConnection::fail(Code code, const std::string& why) const { return base::fail(code, name_ + ": " + why); }

base::Result<std::unique_ptr<ClientConnection>> ClientConnection::open(const std::string& name, const std::vector<IpAddress>& addresses, int port,
                                                                       Clock::time_point until) {
  std::string why = "no address";
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto now = Clock::now();
    // A dead first address must leave time for the others.
    const auto mine = i + 1 == addresses.size() ? until : now + (until - now) / static_cast<int>(addresses.size() - i);
    auto attempt = start_connect(addresses[i], port);
    if (attempt.socket && !wait_ready(attempt.socket.get(), true, mine)) {
      why = addresses[i].text() + " did not answer in time";
      continue;
    }
    const int error = attempt.socket ? connect_outcome(attempt.socket.get()) : attempt.error;
    if (error == 0) return std::unique_ptr<ClientConnection>(new ClientConnection(name, std::move(attempt.socket)));
    why = addresses[i].text() + ": " + errno_text(error);
  }
  return base::fail(Code::outbound_connect, name + ": " + why);
}

base::Status ClientConnection::wait(Io want, Clock::time_point until) {
  if (wait_ready(socket_.get(), want == Io::want_write, until)) return {};
  return fail(Code::outbound_timeout, "no answer in time");
}

base::Status ClientConnection::tunnel(const std::string& authority, Clock::time_point until) {
  const auto answer = exchange("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n", true, 0, until);
  if (!answer && answer.error().code == Code::outbound_timeout) return base::fail(answer.error());
  if (!answer) return fail(Code::outbound_connect, "the proxy gave no usable answer (" + answer.error().detail + ")");
  if (answer->status < 200 || answer->status > 299) return fail(Code::outbound_connect, "the proxy answered " + std::to_string(answer->status));
  if (!in_.empty()) return fail(Code::outbound_connect, "the proxy sent bytes nobody asked for");
  return {};
}

base::Status ClientConnection::start_tls(std::shared_ptr<const TlsContext> context, const std::string& host, Clock::time_point until) {
  auto secure = make_tls_client_transport(socket_.get(), std::move(context), host);
  if (!secure) return fail(Code::outbound_tls, "the host name cannot be verified");
  transport_ = std::move(secure);
  for (;;) {
    const IoResult result = transport_->handshake();
    if (result.state == Io::done) return {};
    if (result.state == Io::closed || result.state == Io::failed) return fail(Code::outbound_tls, transport_->failure());
    if (auto waited = wait(result.state, until); !waited) return waited;
  }
}

base::Status ClientConnection::write_all(std::string_view text, Clock::time_point until) {
  while (!text.empty()) {
    if (Clock::now() >= until) return fail(Code::outbound_timeout, "the request could not be sent in time");
    const IoResult result = transport_->write(text.data(), text.size());
    text.remove_prefix(result.bytes);
    if (result.state == Io::done) continue;
    if (result.state == Io::closed || result.state == Io::failed) return fail(Code::outbound_reset, transport_->failure());
    if (auto waited = wait(result.state, until); !waited) return waited;
  }
  return {};
}

base::Result<bool> ClientConnection::fill(Clock::time_point until) {
  // Also when bytes keep coming: a body sent for ever in small pieces ends here.
  if (Clock::now() >= until) return fail(Code::outbound_timeout, "no whole answer in time");
  char buffer[kReadBytes];
  for (;;) {
    const IoResult result = transport_->read(buffer, sizeof buffer);
    if (result.state == Io::done) {
      in_.append(buffer, result.bytes);
      return true;
    }
    if (result.state == Io::closed) return false;
    if (result.state == Io::failed) return fail(Code::outbound_reset, transport_->failure());
    if (auto waited = wait(result.state, until); !waited) return base::fail(waited.error());
  }
}

base::Result<ports::OutboundResponse> ClientConnection::exchange(const std::string& text, bool no_body, std::size_t max_body_bytes,
                                                                 Clock::time_point until) {
  reusable_ = false;
  const auto written = write_all(text, until);
  if (!written && written.error().code == Code::outbound_timeout) return base::fail(written.error());
  // A server may answer before it has taken everything (413) and close: its answer says more than the broken pipe.
  auto answer = read_answer(no_body, max_body_bytes, until);
  if (!written) reusable_ = false;
  if (!answer && !written) return base::fail(written.error());
  return answer;
}

// The size of the head at the start of in_.
base::Result<std::size_t> ClientConnection::read_head(Clock::time_point until) {
  std::size_t searched = 0;
  for (;;) {
    const auto end = find_head_end(in_, searched);
    searched = in_.size();
    if (end.bare_line_feed) return fail(Code::outbound_malformed, "the answer is not HTTP/1.1");
    if ((end.size ? end.size : in_.size()) > kMaxHeadBytes) return fail(Code::outbound_too_large, "the answer's header is larger than 64 KiB");
    if (end.size) return end.size;
    const auto more = fill(until);
    if (!more) return base::fail(more.error());
    if (!*more) return fail(Code::outbound_reset, in_.empty() ? "closed without an answer" : "closed in the middle of the answer");
  }
}

base::Result<ports::OutboundResponse> ClientConnection::read_answer(bool no_body, std::size_t max_body_bytes, Clock::time_point until) {
  for (int interim = 0; interim < kMaxInterim; ++interim) {
    const auto size = read_head(until);
    if (!size) return base::fail(size.error());
    ResponseParser parser(max_body_bytes, no_body);
    const auto parsed = parser.put_head(std::string_view(in_).substr(0, *size));
    in_.erase(0, *size);
    if (parsed == Parsed::malformed) return fail(Code::outbound_malformed, parser.why());
    if (parsed == Parsed::too_large) return fail(Code::outbound_too_large, "the answer is larger than " + std::to_string(max_body_bytes) + " bytes");
    const int status = parser.head().status;
    if (status == 101) return fail(Code::outbound_malformed, "the server switched protocols without being asked");
    if (status >= 100 && status < 200) continue;
    if (parsed == Parsed::head)
      if (auto body = read_body(parser, until); !body) return base::fail(body.error());
    reusable_ = in_.empty() && parser.keep_alive();
    return ports::OutboundResponse{status, std::move(parser.head().headers), std::move(parser.body())};
  }
  return fail(Code::outbound_malformed, "too many interim answers");
}

base::Status ClientConnection::read_body(ResponseParser& parser, Clock::time_point until) {
  for (;;) {
    std::size_t used = 0;
    const auto parsed = in_.empty() ? Parsed::need_more : parser.put_body(in_, used);
    in_.erase(0, used);
    if (parsed == Parsed::message) return {};
    if (parsed == Parsed::too_large) return fail(Code::outbound_too_large, "the answer is larger than allowed");
    if (parsed == Parsed::malformed) return fail(Code::outbound_malformed, parser.why());
    if (in_.size() > kMaxChunkLine) return fail(Code::outbound_malformed, "a chunk line or trailer without end");
    const auto more = fill(until);
    if (!more) return base::fail(more.error());
    if (*more) continue;
    const auto ended = parser.put_eof();
    if (ended == Parsed::message) return {};
    return fail(Code::outbound_reset, "closed in the middle of the answer");
  }
}

}  // namespace preceptor::http
