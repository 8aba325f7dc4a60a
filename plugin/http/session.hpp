// One connection: requests one after the other until it ends. The only coroutines besides the accept loop; see cpp.md 2.2 for
// what g++ 12 gets wrong in them (arguments of an awaited call are named locals, nothing is captured by value there).
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>

#include "plugin/http/message_parser.hpp"
#include "plugin/http/server_core.hpp"
#include "plugin/http/transport.hpp"

namespace preceptor::http {

class Session final : public HandlerJob {
 public:
  Session(ServerCore& core, Fd socket, IpAddress peer);
  ~Session() override;

  static boost::asio::awaitable<void> serve(std::unique_ptr<Session> self);

  // I/O thread.
  void end_if_late(Clock::time_point now);
  void drain();  // ends at once when it is between two requests
  void abort();  // ends as soon as no handler has it
  bool between_requests() const { return between_requests_; }
  Clock::time_point waiting_since() const { return waiting_since_; }  // for the next request

  // HandlerJob. The coroutine waits until abandon() or run() has posted back, so the session outlives both.
  void run() noexcept override;
  void abandon() noexcept override;

 private:
  enum class Step { ok, refused, over };  // over = nothing can or need be said any more

  boost::asio::awaitable<Step> handshake();
  boost::asio::awaitable<Step> read_request();
  boost::asio::awaitable<Step> read_head();
  boost::asio::awaitable<Step> read_body();
  boost::asio::awaitable<Step> answer();
  boost::asio::awaitable<Step> fill();
  boost::asio::awaitable<bool> send();
  boost::asio::awaitable<void> linger();
  boost::asio::awaitable<bool> ready(Io want);

  void begin_request();
  Step take_head(std::size_t size);
  Step refuse(base::Code code, std::string reason, int status = 0);
  Step refuse_large_body(std::size_t limit);
  void answer_at_once();
  void answer_overloaded();
  template <class Answer>
  void answer_within_wall(const Answer& answer) noexcept;   // of session_request.cpp
  Step refuse_late();
  bool split_target();
  void set_answer(const ports::HttpResponse& response);
  void allow(std::chrono::milliseconds time) { deadline_ = Clock::now() + time; }
  void close();

  ServerCore& core_;
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer handled_signal_;
  std::unique_ptr<Transport> transport_;
  const IpAddress peer_;

  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point waiting_since_ = Clock::now();
  bool late_ = false;
  bool aborted_ = false;
  bool between_requests_ = true;
  bool first_request_ = true;
  bool handled_ = false;
  bool skipped_blank_line_ = false;
  bool http10_ = false;

  std::string in_;               // bytes received and not yet used
  std::size_t searched_ = 0;     // of in_, for the end of the head
  std::optional<RequestParser> parser_;
  ports::HttpRequest request_;
  std::string out_;
  bool keep_alive_ = false;
};

}  // namespace preceptor::http
