#include "plugin/http/server_core.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::http {
namespace {

constexpr std::size_t kScratchBytes = 64 * 1024;
constexpr std::size_t kDefaultBodyBytes = 64 * 1024;
constexpr int kQueuedApart = 16;   // on the thread that some requests have of their own

ports::HttpResponse plain_page(const base::Error& error) {
  const auto& info = base::info(error.code);
  return {info.status, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::string(info.user) + "\n"};
}

}  // namespace

ServerCore::ServerCore(ServerOptions given, Handler answer, ports::Log& sink)
    : options(std::move(given)),
      handler(std::move(answer)),
      log(sink),
      pool(options.handler_threads, options.max_queued),
      own_thread(1, kQueuedApart),
      scratch(kScratchBytes),
      id_prefix_(base::hex_encode(base::random_bytes(5))) {}

std::shared_ptr<const TlsContext> ServerCore::tls() const {
  const std::lock_guard lock(mutex_);
  return tls_;
}

void ServerCore::set_tls(std::shared_ptr<const TlsContext> context) {
  const std::lock_guard lock(mutex_);
  tls_ = std::move(context);
}

std::string ServerCore::next_request_id() { return id_prefix_ + "-" + std::to_string(++next_id_); }

HandlerPool& ServerCore::pool_for(const ports::HttpRequest& request) {
  return options.has_own_thread && options.has_own_thread(request) ? own_thread : pool;
}

std::size_t ServerCore::body_limit(const ports::HttpRequest& request) const {
  return options.max_body_bytes ? options.max_body_bytes(request.method, request.path) : kDefaultBodyBytes;
}

ports::HttpResponse ServerCore::error_response(const base::Error& error, const ports::HttpRequest& request, int status) const {
  ports::HttpResponse response;
  try {
    response = options.error_page ? options.error_page(error, request) : plain_page(error);
  } catch (...) {
    // The wall around a page that itself breaks: its reader still gets a sentence.
    log.write(ports::Level::error, "http.error_page_failed", {{"request", request.id}, {"code", std::string(base::info(error.code).name)}});
    response = plain_page(error);
  }
  if (status != 0) response.status = status;
  return response;
}

void ServerCore::add(Session& session) {
  sessions.insert(&session);
  const std::lock_guard lock(mutex_);
  ++open_sessions_;
}

void ServerCore::remove(Session& session) {
  sessions.erase(&session);
  const std::lock_guard lock(mutex_);
  --open_sessions_;
  changed_.notify_all();
}

void ServerCore::drain_begun() {
  const std::lock_guard lock(mutex_);
  drain_begun_ = true;
  changed_.notify_all();
}

bool ServerCore::wait_until_drained(Clock::time_point until) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, until, [this] { return drain_begun_ && open_sessions_ == 0; });
}

}  // namespace preceptor::http
