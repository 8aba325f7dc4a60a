#include "plugin/http/session.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>

namespace preceptor::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kLingerBytes = 1 << 20;
constexpr std::chrono::milliseconds kLingerTime{1000};
constexpr int kMaxWriteStalls = 10;  // times the body time-out: the longest one answer may take to send
constexpr std::size_t kChunkLineBytes = 16 * 1024;

}  // namespace

awaitable<void> Session::serve(std::unique_ptr<Session> self) {
  Step step = co_await self->handshake();
  while (step == Step::ok) {
    step = co_await self->read_request();
    if (step == Step::ok) step = co_await self->answer();
    if (step == Step::over) break;
    const bool sent = co_await self->send();
    if (!sent) break;
    if (step == Step::refused) co_await self->linger();
    else if (!self->keep_alive_) break;
  }
  self->close();
}

awaitable<bool> Session::ready(Io want) {
  if (aborted_ || late_) co_return false;
  const auto direction = want == Io::want_read ? asio::posix::descriptor_base::wait_read : asio::posix::descriptor_base::wait_write;
  const auto [error] = co_await socket_.async_wait(direction, kResult);
  co_return !error && !aborted_ && !late_;
}

awaitable<Session::Step> Session::handshake() {
  if (!transport_) co_return Step::over;
  allow(core_.options.header_timeout);
  for (;;) {
    const IoResult result = transport_->handshake();
    if (result.state == Io::done) co_return Step::ok;
    if (result.state == Io::closed || result.state == Io::failed) co_return Step::over;
    const bool go_on = co_await ready(result.state);
    if (!go_on) co_return Step::over;
  }
}

// At least one more byte in in_. `refused` = the deadline passed.
awaitable<Session::Step> Session::fill() {
  for (;;) {
    const IoResult result = transport_->read(core_.scratch.data(), core_.scratch.size());
    if (result.state == Io::done) {
      in_.append(core_.scratch.data(), result.bytes);
      co_return Step::ok;
    }
    if (result.state == Io::closed || result.state == Io::failed) co_return Step::over;
    const bool go_on = co_await ready(result.state);
    if (!go_on) co_return late_ ? Step::refused : Step::over;
  }
}

awaitable<Session::Step> Session::read_request() {
  begin_request();
  Step step = co_await read_head();
  if (step == Step::ok) step = co_await read_body();
  if (step == Step::ok && parser_) request_.body = std::move(parser_->body());
  co_return step;
}

awaitable<Session::Step> Session::read_head() {
  for (;;) {
    if (aborted_) co_return Step::over;
    // RFC 9112 2.2: one empty line before a request is ignored.
    if (!skipped_blank_line_ && in_.starts_with("\r\n")) {
      in_.erase(0, 2);
      skipped_blank_line_ = true;
    }
    if (!in_.empty() && between_requests_) {
      between_requests_ = false;
      allow(core_.options.header_timeout);
    }
    const auto end = find_head_end(in_, searched_);
    searched_ = in_.size();
    if (end.bare_line_feed) co_return refuse(base::Code::request_malformed, "a line ends without a carriage return (RFC 9112 2.2)");
    if ((end.size ? end.size : in_.size()) > core_.options.max_header_bytes)
      co_return refuse(base::Code::request_too_large, "the header is larger than " + std::to_string(core_.options.max_header_bytes) + " bytes", 431);
    if (end.size) co_return take_head(end.size);
    const Step step = co_await fill();
    if (step == Step::refused) co_return refuse_late();
    if (step == Step::over) co_return step;
  }
}

awaitable<Session::Step> Session::read_body() {
  if (!parser_) co_return Step::ok;
  allow(core_.options.body_timeout);
  const std::size_t limit = core_.body_limit(request_);
  parser_->limit_body(limit);
  if (parser_->announced_length() > limit)
    co_return refuse_large_body(limit);
  if (parser_->expects_continue() && in_.empty()) {
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool sent = co_await send();
    if (!sent) co_return Step::over;
    allow(core_.options.body_timeout);
  }
  for (;;) {
    std::size_t used = 0;
    const auto parsed = in_.empty() ? Parsed::need_more : parser_->put_body(in_, used);
    in_.erase(0, used);
    if (parsed == Parsed::message) co_return Step::ok;
    if (parsed == Parsed::too_large)
      co_return refuse_large_body(limit);
    if (parsed == Parsed::malformed) co_return refuse(base::Code::request_malformed, "the body: " + parser_->why());
    // What stays unused is an unfinished chunk line or trailer.
    if (in_.size() > kChunkLineBytes) co_return refuse(base::Code::request_malformed, "a chunk line or trailer without end");
    const Step step = co_await fill();
    if (step == Step::refused) co_return refuse_late();
    if (step == Step::over) co_return step;
  }
}

awaitable<Session::Step> Session::answer() {
  deadline_ = Clock::time_point::max();  // a handler takes the time it takes
  if (out_.empty()) answer_at_once();
  if (out_.empty()) {
    handled_ = false;
    HandlerPool& pool = core_.pool_for(request_);
    const bool taken = pool.submit(*this);
    if (!taken) answer_overloaded();
    while (taken && !handled_) co_await handled_signal_.async_wait(kResult);
  }
  co_return out_.empty() || aborted_ ? Step::over : Step::ok;
}

awaitable<bool> Session::send() {
  std::string_view left = out_;
  const auto last = Clock::now() + kMaxWriteStalls * core_.options.body_timeout;
  late_ = false;
  while (!left.empty()) {
    const IoResult result = transport_->write(left.data(), left.size());
    if (result.state == Io::closed || result.state == Io::failed) co_return false;
    left.remove_prefix(result.bytes);
    if (result.state == Io::done) continue;
    // A reader that takes bytes now and then may go on, but not for ever.
    deadline_ = std::min(Clock::now() + core_.options.body_timeout, last);
    const bool go_on = co_await ready(result.state);
    if (!go_on) co_return false;
  }
  out_.clear();
  co_return true;
}

// Closing with unread bytes makes the kernel send a reset, which can destroy the answer before it is read. So: end our side, then
// read on for a moment.
awaitable<void> Session::linger() {
  transport_->finish();
  ::shutdown(socket_.native_handle(), SHUT_WR);
  allow(std::min(kLingerTime, core_.options.body_timeout));
  std::size_t seen = 0;
  while (seen < kLingerBytes) {
    in_.clear();
    const Step step = co_await fill();
    if (step != Step::ok) co_return;
    seen += in_.size();
  }
}

}  // namespace preceptor::http
