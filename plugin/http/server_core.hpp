// What the sessions of one server share. Everything without a lock belongs to the I/O thread once the server runs.
#pragma once
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "plugin/http/address.hpp"
#include "plugin/http/handler_pool.hpp"
#include "plugin/http/server.hpp"
#include "plugin/http/socket.hpp"
#include "plugin/http/tls_context.hpp"

namespace preceptor::http {

class Session;

struct ServerCore {
  ServerCore(ServerOptions options, Handler handler, ports::Log& log);

  const ServerOptions options;
  const Handler handler;
  ports::Log& log;
  std::vector<Network> trusted;
  boost::asio::io_context io{1};
  HandlerPool pool;
  HandlerPool own_thread;                  // for what options.has_own_thread names
  std::vector<char> scratch;               // one read buffer: reads never wait, so no two overlap
  std::unordered_set<Session*> sessions;
  bool draining = false;                   // no new requests after the present ones
  bool aborting = false;                   // nothing any more

  // Any thread.
  std::shared_ptr<const TlsContext> tls() const;
  void set_tls(std::shared_ptr<const TlsContext> context);
  std::string next_request_id();
  HandlerPool& pool_for(const ports::HttpRequest& request);
  std::size_t body_limit(const ports::HttpRequest& request) const;
  // The page for an error, from options.error_page or plain. `status` 0 = the code's own.
  ports::HttpResponse error_response(const base::Error& error, const ports::HttpRequest& request, int status = 0) const;

  // For stop(): called by the I/O thread, waited for by the stopping one.
  void add(Session& session);
  void remove(Session& session);
  void drain_begun();
  bool wait_until_drained(Clock::time_point until);

 private:
  const std::string id_prefix_;
  std::atomic<std::uint64_t> next_id_{0};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t open_sessions_ = 0;
  bool drain_begun_ = false;
  std::shared_ptr<const TlsContext> tls_;
};

}  // namespace preceptor::http
