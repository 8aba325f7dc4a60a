// The embedded HTTP/1.1 server: one I/O thread, own session loop over Beast's parser and a type-erased stream (cpp.md 2), handlers on a small pool.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"

namespace preceptor::http {

using Handler = std::function<ports::HttpResponse(const ports::HttpRequest&)>;

struct ServerOptions {
  std::string listen = "127.0.0.1:0";   // "host:port" or "[v6]:port"; port 0 picks one
  std::string path_prefix;              // of public_url, e.g. "/cme"; removed before the handler sees the path; other paths answer 404
  std::vector<std::string> trusted_proxies;  // networks in CIDR form; only their X-Forwarded-For is believed
  std::string tls_cert_file, tls_key_file;   // both or none
  int handler_threads = 3;
  int max_queued = 256;                 // waiting requests; beyond it 503
  int max_connections = 4096;
  std::size_t max_header_bytes = 16 * 1024;
  std::function<std::size_t(std::string_view method, std::string_view path)> max_body_bytes;   // per route; default 64 KiB
  std::chrono::milliseconds header_timeout{10000}, body_timeout{20000}, idle_timeout{60000};
  // Asked by the I/O thread before a request goes to the handlers, so that it is answered while all of them wait. It must not wait for anything itself;
  // nothing = a handler answers.
  std::function<std::optional<ports::HttpResponse>(const ports::HttpRequest&)> answer_at_once;
  // Requests whose handler runs on one thread of their own, where they wait only for each other.
  std::function<bool(const ports::HttpRequest&)> has_own_thread;
  // Called by stop() when requests still run at its deadline, before it waits for them: whatever they wait for is to end. May be called from any thread.
  std::function<void()> stop_is_late;
  // The page for errors the server itself answers (400, 404 outside the prefix, 408, 413, 429, 503); default plain text.
  std::function<ports::HttpResponse(const base::Error&, const ports::HttpRequest&)> error_page;
};

class Server {
 public:
  // Opens the socket at once, so that a taken port is reported here: listen_failed (names the address and what to do), tls_unusable.
  static base::Result<std::unique_ptr<Server>> open(ServerOptions options, Handler handler, ports::Log& log);
  // Whether a server could be opened with these: the same refusals, and no socket stays open. Who has the port now is not looked at.
  static base::Status check(const ServerOptions& options);
  ~Server();
  void start();
  int port() const;
  // Stops accepting, waits for handlers up to `deadline`, then closes connections and, after stop_is_late, joins every thread.
  void stop(std::chrono::milliseconds deadline);
  // Reads the certificate and key again (after renewal). Error tls_unusable: the old ones stay.
  base::Status reload_tls();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::http
