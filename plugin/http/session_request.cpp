// The parts of a session that never wait.
#include <boost/asio/post.hpp>

#include <typeinfo>

#include "plugin/http/forwarded.hpp"
#include "plugin/http/response_text.hpp"
#include "plugin/http/session.hpp"
#include "plugin/http/text.hpp"

namespace preceptor::http {

Session::Session(ServerCore& core, Fd socket, IpAddress peer)
    : core_(core), socket_(core.io), handled_signal_(core.io, Clock::time_point::max()), peer_(peer) {
  const auto tls = core.tls();
  transport_ = tls ? make_tls_server_transport(socket.get(), tls) : make_plain_transport(socket.get());
  socket_.assign(socket.get());
  socket.release();
  core_.add(*this);
}

Session::~Session() { core_.remove(*this); }

void Session::end_if_late(Clock::time_point now) {
  if (late_ || now < deadline_) return;
  late_ = true;
  boost::system::error_code ignored;  // nothing waits then, and the next wait sees late_
  socket_.cancel(ignored);
}

void Session::drain() {
  if (between_requests_) abort();
}

void Session::abort() {
  aborted_ = true;
  boost::system::error_code ignored;  // as above
  socket_.cancel(ignored);
}

void Session::close() {
  if (transport_) transport_->finish();
  transport_.reset();
  boost::system::error_code ignored;  // the descriptor is gone either way
  socket_.close(ignored);
}

void Session::begin_request() {
  between_requests_ = true;
  waiting_since_ = Clock::now();
  late_ = false;
  skipped_blank_line_ = false;
  searched_ = 0;
  out_.clear();
  parser_.reset();
  request_ = {};
  request_.client_address = peer_.unmapped().text();
  keep_alive_ = false;
  allow(first_request_ ? core_.options.header_timeout : core_.options.idle_timeout);
  first_request_ = false;
  if (core_.draining) aborted_ = true;
}

Session::Step Session::refuse(base::Code code, std::string reason, int status) {
  const base::Error error{code, std::move(reason), {}, {}};
  if (request_.id.empty()) request_.id = core_.next_request_id();
  core_.log.write(ports::Level::info, "http.refused",
                  {{"request", request_.id}, {"client", request_.client_address}, {"code", std::string(base::info(error.code).name)}, {"reason", error.detail}});
  keep_alive_ = false;
  set_answer(core_.error_response(error, request_, status));
  return Step::refused;
}

Session::Step Session::refuse_large_body(std::size_t limit) {
  return refuse(base::Code::request_too_large, "the body is larger than " + std::to_string(limit) + " bytes");
}

// One of the four walls: what a handler throws ends here. Its text may hold bound values of a database, so only its type is logged.
template <class Answer>
void Session::answer_within_wall(const Answer& answer) noexcept {
  try {
    if (const std::optional<ports::HttpResponse> response = answer(request_)) set_answer(*response);
  } catch (const std::exception& broken) {
    core_.log.write(ports::Level::error, "http.handler_failed", {{"request", request_.id}, {"type", typeid(broken).name()}});
    set_answer(core_.error_response({base::Code::internal, "a handler threw", {}, {}}, request_));
  } catch (...) {
    core_.log.write(ports::Level::error, "http.handler_failed", {{"request", request_.id}, {"type", "unknown"}});
    set_answer(core_.error_response({base::Code::internal, "a handler threw", {}, {}}, request_));
  }
}

void Session::answer_at_once() {
  if (core_.options.answer_at_once) answer_within_wall(core_.options.answer_at_once);
}

void Session::answer_overloaded() {
  auto response = core_.error_response({base::Code::request_overloaded, "the queue of requests is full", {}, {}}, request_);
  response.headers.emplace_back("Retry-After", "1");
  set_answer(response);
}

Session::Step Session::refuse_late() {
  // Nothing was asked, so there is nothing to answer.
  if (between_requests_) return Step::over;
  return refuse(base::Code::request_timeout, "the request did not arrive in time");
}

// The head is whole: parse it, check it, and find out for whom it is.
Session::Step Session::take_head(std::size_t size) {
  const std::string block = in_.substr(0, size);
  in_.erase(0, size);
  parser_.emplace();
  request_.id = core_.next_request_id();
  const auto parsed = parser_->put_head(block);
  RequestHead& head = parser_->head();
  request_.method = head.method;  // a refusal of HEAD has no body either
  if (parsed == Parsed::malformed) return refuse(base::Code::request_malformed, parser_->why());
  if (auto framing = check_framing(head, block); !framing) return refuse(framing.error().code, framing.error().detail);
  http10_ = head.version == 10;
  keep_alive_ = parser_->keep_alive() && !core_.draining;
  request_.client_address = client_address(peer_, head.headers, core_.trusted);
  const bool inside = split_target();
  request_.headers = head.headers;
  if (!inside) {
    // Answered without a handler. With a body still to come the connection cannot be kept.
    if (parsed == Parsed::head) return refuse(base::Code::request_not_found, "outside the path prefix");
    set_answer(core_.error_response({base::Code::request_not_found, "outside the path prefix", {}, {}}, request_));
  }
  if (parsed == Parsed::message) parser_.reset();
  return Step::ok;
}

// Path and query, the prefix of public_url taken off. False when the path lies outside it.
bool Session::split_target() {
  const std::string& target = parser_->head().target;
  const auto question = target.find('?');
  request_.path = target.substr(0, question);
  request_.query = question == target.npos ? std::string() : target.substr(question + 1);
  std::string_view prefix = core_.options.path_prefix;
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (prefix.empty()) return true;
  const std::string_view path = request_.path;
  if (!path.starts_with(prefix) || (path.size() > prefix.size() && path[prefix.size()] != '/')) return false;
  request_.path.erase(0, prefix.size());
  if (request_.path.empty()) request_.path = "/";
  return true;
}

void Session::set_answer(const ports::HttpResponse& response) {
  if (const auto* connection = ports::header(response.headers, "connection"); connection && list_has(*connection, "close")) keep_alive_ = false;
  const ResponseRules rules{request_.method == "HEAD", keep_alive_, http10_};
  const auto now = std::chrono::system_clock::now();
  auto text = response_text(response, rules, now);
  if (!text) {
    core_.log.write(ports::Level::error, "http.answer_unusable", {{"request", request_.id}, {"reason", text.error().detail}});
    text = response_text({500, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(base::info(base::Code::internal).user) + "\n"}, rules, now);
  }
  out_ = std::move(*text);
}

void Session::run() noexcept {
  answer_within_wall(core_.handler);
  abandon();
}

// Back to the I/O thread; with out_ still empty the connection just ends.
void Session::abandon() noexcept {
  boost::asio::post(core_.io, [this] {
    handled_ = true;
    handled_signal_.cancel();
  });
}

}  // namespace preceptor::http
