#include "plugin/http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "plugin/http/forwarded.hpp"
#include "plugin/http/session.hpp"

namespace preceptor::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);
constexpr int kAcceptBatch = 64;
constexpr std::chrono::milliseconds kAcceptPause{50};  // when descriptors or connections have run out

}  // namespace

struct Server::Impl {
  Impl(ServerOptions options, Handler handler, ports::Log& log, Listener opened)
      : core(std::move(options), std::move(handler), log), listener(core.io, opened.socket.release()), sweep_timer(core.io), pause_timer(core.io), port(opened.port) {}

  ServerCore core;
  asio::posix::stream_descriptor listener;
  asio::steady_timer sweep_timer, pause_timer;
  const int port;
  std::mutex life;  // start, stop
  bool started = false, stopped = false;
  std::thread io_thread;
  Clock::time_point next_accept_report{};

  awaitable<void> accept_loop();
  awaitable<void> sweep_loop();
  bool accept_ready();
  void make_room();
  void serve(Fd socket, const IpAddress& peer);
  void sweep();
  std::chrono::milliseconds sweep_interval() const;
  void report_accept_failure(int error);
  void report_plain_refused();
  void log_end(const char* part, std::exception_ptr error);
  void begin_drain();
  void abort_all();
};

awaitable<void> Server::Impl::accept_loop() {
  while (!core.draining) {
    const auto [error] = co_await listener.async_wait(asio::posix::descriptor_base::wait_read, kAwaited);
    if (error) co_return;
    const bool pause = accept_ready();
    if (!pause) continue;
    pause_timer.expires_after(kAcceptPause);
    co_await pause_timer.async_wait(kAwaited);
  }
}

// Takes what waits. True when it cannot go on at once.
bool Server::Impl::accept_ready() {
  for (int i = 0; i < kAcceptBatch; ++i) {
    if (static_cast<int>(core.sessions.size()) >= core.options.max_connections) {
      if (i > 0) return false;  // perhaps nobody waits: the next readiness tells
      make_room();
      return true;
    }
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    Fd socket(::accept4(listener.native_handle(), reinterpret_cast<sockaddr*>(&name), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
      if (errno == ECONNABORTED || errno == EINTR) continue;
      report_accept_failure(errno);
      return true;
    }
    const auto peer = from_sockaddr(reinterpret_cast<sockaddr*>(&name));
    if (!peer) continue;
    if (!core.tls() && !may_speak_plain(*peer, core.trusted)) {
      report_plain_refused();
      continue;
    }
    set_no_delay(socket.get());
    serve(std::move(socket), *peer);
  }
  return false;
}

// Running out of descriptors lasts: one line in ten seconds is enough.
void Server::Impl::report_accept_failure(int error) {
  if (Clock::now() < next_accept_report) return;
  next_accept_report = Clock::now() + std::chrono::seconds(10);
  core.log.write(ports::Level::warning, "http.accept_failed", {{"reason", errno_text(error)}});
}

// Somebody may try all day, so this too is said once in ten seconds at most.
void Server::Impl::report_plain_refused() {
  if (Clock::now() < next_accept_report) return;
  next_accept_report = Clock::now() + std::chrono::seconds(10);
  core.log.write(ports::Level::warning, "http.plain_refused", {{"reason", "a connection without TLS came from an address that is not in trusted_proxies"}});
}

// Sends the connection away that has been idle longest, so that idle ones cannot keep people out. Its place is free after the
// pause that follows.
void Server::Impl::make_room() {
  Session* oldest = nullptr;
  for (Session* session : core.sessions)
    if (session->between_requests() && (!oldest || session->waiting_since() < oldest->waiting_since())) oldest = session;
  if (oldest) oldest->abort();
}

void Server::Impl::serve(Fd socket, const IpAddress& peer) {
  auto session = std::make_unique<Session>(core, std::move(socket), peer);
  asio::co_spawn(core.io, Session::serve(std::move(session)), [this](std::exception_ptr error) { log_end("session", error); });
}

awaitable<void> Server::Impl::sweep_loop() {
  while (!core.aborting) {
    sweep_timer.expires_after(sweep_interval());
    co_await sweep_timer.async_wait(kAwaited);
    sweep();
  }
}

// Deadlines are looked at in one pass now and then instead of a timer for each read: they may be late by a tenth.
void Server::Impl::sweep() {
  const auto now = Clock::now();
  for (Session* session : core.sessions) session->end_if_late(now);
}

std::chrono::milliseconds Server::Impl::sweep_interval() const {
  const auto& options = core.options;
  const auto shortest = std::min({options.header_timeout, options.body_timeout, options.idle_timeout});
  return std::clamp(shortest / 10, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

void Server::Impl::log_end(const char* part, std::exception_ptr error) {
  if (!error) return;
  core.log.write(ports::Level::error, "http.connection_failed", {{"part", part}});
}

void Server::Impl::begin_drain() {
  core.draining = true;
  boost::system::error_code ignored;  // closed or not, nothing is accepted any more
  listener.close(ignored);
  pause_timer.cancel();
  for (Session* session : core.sessions) session->drain();
  core.drain_begun();
}

void Server::Impl::abort_all() {
  core.aborting = true;
  sweep_timer.cancel();
  for (Session* session : core.sessions) session->abort();
}

namespace {

// Nothing where the server speaks plain http.
base::Result<std::shared_ptr<const TlsContext>> tls_of(const ServerOptions& options) {
  if (options.tls_cert_file.empty() && options.tls_key_file.empty()) return std::shared_ptr<const TlsContext>();
  return TlsContext::server(options.tls_cert_file, options.tls_key_file);
}

}  // namespace

base::Status Server::check(const ServerOptions& options) {
  if (const auto trusted = parse_networks(options.trusted_proxies); !trusted) return base::fail(trusted.error());
  if (const auto tls = tls_of(options); !tls) return base::fail(tls.error());
  return check_listener(options.listen);
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

base::Result<std::unique_ptr<Server>> Server::open(ServerOptions options, Handler handler, ports::Log& log) {
  auto trusted = parse_networks(options.trusted_proxies);
  if (!trusted) return base::fail(trusted.error());
  auto tls = tls_of(options);
  if (!tls) return base::fail(tls.error());
  auto listener = open_listener(options.listen);
  if (!listener) return base::fail(listener.error());
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler), log, std::move(*listener));
  impl->core.trusted = std::move(*trusted);
  impl->core.set_tls(std::move(*tls));
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::start() {
  const std::lock_guard lock(impl_->life);
  if (impl_->started || impl_->stopped) return;
  impl_->started = true;
  Impl& impl = *impl_;
  impl.core.pool.start();
  if (impl.core.options.has_own_thread) impl.core.own_thread.start();
  asio::co_spawn(impl.core.io, impl.accept_loop(), [&impl](std::exception_ptr error) { impl.log_end("accept", error); });
  asio::co_spawn(impl.core.io, impl.sweep_loop(), [&impl](std::exception_ptr error) { impl.log_end("sweep", error); });
  impl.io_thread = start_thread([&impl] { impl.core.io.run(); });
}

int Server::port() const { return impl_->port; }

void Server::stop(std::chrono::milliseconds deadline) {
  const std::lock_guard lock(impl_->life);
  Impl& impl = *impl_;
  if (impl.stopped) return;
  impl.stopped = true;
  boost::system::error_code ignored;  // the descriptor is gone either way
  if (!impl.started) {
    impl.listener.close(ignored);
    return;
  }
  const auto until = Clock::now() + deadline;
  asio::post(impl.core.io, [&impl] { impl.begin_drain(); });
  const bool drained = impl.core.wait_until_drained(until);
  if (!drained) {
    impl.core.log.write(ports::Level::warning, "http.stopped_busy", {{"reason", "requests were still running at the deadline"}});
    if (impl.core.options.stop_is_late) impl.core.options.stop_is_late();
  }
  asio::post(impl.core.io, [&impl] { impl.abort_all(); });
  impl.core.pool.stop();
  impl.core.own_thread.stop();
  impl.io_thread.join();
}

base::Status Server::reload_tls() {
  const auto& options = impl_->core.options;
  if (options.tls_cert_file.empty() && options.tls_key_file.empty()) return {};
  auto context = TlsContext::server(options.tls_cert_file, options.tls_key_file);
  if (!context) return base::fail(context.error());
  impl_->core.set_tls(std::move(*context));
  return {};
}

}  // namespace preceptor::http
