#include "plugin/http/client.hpp"

#include <map>
#include <mutex>

#include "core/base/url.hpp"
#include "plugin/http/client_connection.hpp"
#include "plugin/http/outbound_guard.hpp"
#include "plugin/http/resolver.hpp"
#include "plugin/http/text.hpp"

namespace preceptor::http {
namespace {

using base::Code;

constexpr std::size_t kIdlePerOrigin = 4;
constexpr std::chrono::seconds kIdleTime{30};

// Idle connections by origin.
class IdlePool {
 public:
  std::unique_ptr<ClientConnection> take(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    drop_old();
    auto& waiting = idle_[origin];
    std::unique_ptr<ClientConnection> taken;
    while (!taken && !waiting.empty()) {
      taken = std::move(waiting.back().connection);
      waiting.pop_back();
      if (!taken->idle_and_open()) taken.reset();
    }
    if (waiting.empty()) idle_.erase(origin);
    return taken;
  }

  void put(const std::string& origin, std::unique_ptr<ClientConnection> connection) {
    const std::lock_guard lock(mutex_);
    drop_old();
    auto& waiting = idle_[origin];
    if (waiting.size() < kIdlePerOrigin) waiting.push_back({std::move(connection), Clock::now()});
  }

 private:
  struct Idle {
    std::unique_ptr<ClientConnection> connection;
    Clock::time_point since;
  };

  void drop_old() {
    const auto oldest = Clock::now() - kIdleTime;
    for (auto& [origin, waiting] : idle_) std::erase_if(waiting, [&](const Idle& idle) { return idle.since < oldest; });
    std::erase_if(idle_, [](const auto& entry) { return entry.second.empty(); });
  }

  std::mutex mutex_;
  std::map<std::string, std::vector<Idle>> idle_;
};

bool is_the_clients(std::string_view name) {
  for (const char* ours : {"host", "content-length", "transfer-encoding", "connection", "expect"})
    if (equal_ignoring_case(name, ours)) return true;
  return false;
}

std::string authority(const base::Url& url, bool always_port) {
  std::string out = url.host.find(':') == url.host.npos ? url.host : "[" + url.host + "]";
  if (always_port || !url.is_default_port()) out += ":" + std::to_string(url.port);
  return out;
}

base::Status check_sendable(const ports::OutboundRequest& request) {
  if (!is_token(request.method)) return base::fail(Code::internal, "an outbound request has no usable method");
  for (const auto& [name, value] : request.headers)
    if (!is_token(name) || !is_field_value(value)) return base::fail(Code::internal, "an outbound request has a header that cannot be sent");
  return {};
}

class Client final : public ports::HttpClient {
 public:
  explicit Client(ClientOptions options)
      : options_(std::move(options)), guard_(options_.allow, options_.allow_loopback), resolver_(options_.resolve) {
    if (options_.proxy.empty()) return;
    const auto proxy = base::parse_url(options_.proxy);
    if (proxy && proxy->scheme == "http") proxy_ = *proxy;
  }

  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    const auto until = Clock::now() + request.timeout;
    const auto url = base::parse_url(request.url);
    if (!url) return base::fail(Code::outbound_refused, "not an absolute http or https URL");
    if (auto sendable = check_sendable(request); !sendable) return base::fail(sendable.error());
    const std::string origin = url->origin();
    auto connection = idle_.take(origin);
    if (!connection) {
      auto opened = connect(*url, until);
      if (!opened) return base::fail(opened.error());
      connection = std::move(*opened);
    }
    auto answer = connection->exchange(request_text(request, *url), request.method == "HEAD", request.max_response_bytes, until);
    if (answer && connection->reusable()) idle_.put(origin, std::move(connection));
    return answer;
  }

 private:
  // Our own trials on loopback never leave through a proxy.
  bool through_proxy(const base::Url& url) const {
    const auto known = resolve_without_asking(url.host);
    return !options_.proxy.empty() && (known.empty() || !is_loopback(known.front()));
  }

  base::Result<std::unique_ptr<ClientConnection>> connect(const base::Url& url, Clock::time_point until) {
    if (auto host = guard_.check_host(url); !host) return base::fail(host.error());
    return through_proxy(url) ? connect_by_proxy(url, until) : connect_directly(url, until);
  }

  base::Result<std::unique_ptr<ClientConnection>> connect_directly(const base::Url& url, Clock::time_point until) {
    const auto addresses = resolver_.resolve(url.host, until);
    if (!addresses) return base::fail(addresses.error());
    if (auto allowed = guard_.check(url, *addresses); !allowed) return base::fail(allowed.error());
    // The addresses that were checked, not the name: it could resolve to something else a moment later.
    return secured(ClientConnection::open(authority(url, true), *addresses, url.port, until), url, until);
  }

  // The proxy resolves names, so a name can be checked by its text only; what it may reach is the proxy's own policy.
  base::Result<std::unique_ptr<ClientConnection>> connect_by_proxy(const base::Url& url, Clock::time_point until) {
    if (!proxy_) return base::fail(Code::outbound_connect, "outbound.proxy is not of the form http://host:port");
    if (auto allowed = guard_.check(url, resolve_without_asking(url.host)); !allowed) return base::fail(allowed.error());
    const auto addresses = resolver_.resolve(proxy_->host, until);
    if (!addresses) return base::fail(addresses.error());
    auto opened = ClientConnection::open("proxy " + authority(*proxy_, true), *addresses, proxy_->port, until);
    if (opened && url.scheme == "https")
      if (auto through = (*opened)->tunnel(authority(url, true), until); !through) return base::fail(through.error());
    return secured(std::move(opened), url, until);
  }

  base::Result<std::unique_ptr<ClientConnection>> secured(base::Result<std::unique_ptr<ClientConnection>> opened, const base::Url& url,
                                                          Clock::time_point until) {
    if (!opened || url.scheme != "https") return opened;
    auto context = tls();
    if (!context) return base::fail(context.error());
    if (auto secure = (*opened)->start_tls(*context, url.host, until); !secure) return base::fail(secure.error());
    return opened;
  }

  // Read on first use: the system's authorities take a tenth of a second, which a start should not wait for. A failure is not kept.
  base::Result<std::shared_ptr<const TlsContext>> tls() {
    const std::lock_guard lock(tls_mutex_);
    if (tls_) return tls_;
    auto context = TlsContext::client(options_.ca_file);
    if (context) tls_ = *context;
    return context;
  }

  std::string request_text(const ports::OutboundRequest& request, const base::Url& url) const {
    const bool absolute = url.scheme == "http" && through_proxy(url);  // RFC 9112 3.2.2
    std::string text = request.method + " " + (absolute ? url.origin() : "") + url.path + (url.query.empty() ? "" : "?" + url.query) + " HTTP/1.1\r\n";
    text += "Host: " + authority(url, false) + "\r\n";
    if (!ports::header(request.headers, "user-agent") && !options_.user_agent.empty()) text += "User-Agent: " + options_.user_agent + "\r\n";
    for (const auto& [name, value] : request.headers)
      if (!is_the_clients(name)) text += name + ": " + value + "\r\n";
    const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (has_body) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
  }

  const ClientOptions options_;
  const OutboundGuard guard_;
  std::mutex tls_mutex_;
  std::shared_ptr<const TlsContext> tls_;
  std::optional<base::Url> proxy_;
  Resolver resolver_;
  IdlePool idle_;
};

}  // namespace

base::Status check_callable(const std::string& text, const ClientOptions& options) {
  const auto url = base::parse_url(text);
  if (!url) return base::fail(Code::outbound_refused, "not an absolute http or https URL");
  const OutboundGuard guard(options.allow, options.allow_loopback);
  if (auto host = guard.check_host(*url); !host) return host;
  const auto known = resolve_without_asking(url->host);
  if (known.empty() && options.allow_loopback) return {};   // the name may turn out to be this machine's
  return guard.check(*url, known);
}

std::unique_ptr<ports::HttpClient> make_client(ClientOptions options) { return std::make_unique<Client>(std::move(options)); }

}  // namespace preceptor::http
