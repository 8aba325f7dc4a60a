#include "plugin/http/socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

namespace preceptor::http {
namespace {

constexpr int kBacklog = 1024;

std::string what_to_do(int error, int port) {
  switch (error) {
    case EADDRINUSE: return "another program has this port; stop it or choose another in listen";
    case EACCES: return port < 1024 ? "ports below 1024 need rights; choose a higher one in listen or grant CAP_NET_BIND_SERVICE"
                                    : "the system forbids it; choose another address in listen";
    case EADDRNOTAVAIL: return "this machine has no such address; use one of its own in listen, or 127.0.0.1";
    default: return "choose another address in listen";
  }
}

tl::unexpected<base::Error> listen_failure(const std::string& listen, int error, int port) {
  return base::fail(base::Code::listen_failed, listen + ": " + errno_text(error) + "; " + what_to_do(error, port));
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

// The first address of a name such as localhost; numeric text needs no look-up.
std::optional<IpAddress> listen_address(const std::string& host) {
  if (auto numeric = parse_address(host)) return numeric;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, FreeAddresses> list(found);
  return from_sockaddr(list->ai_addr);
}

void set_option(int fd, int level, int name, int value) { setsockopt(fd, level, name, &value, sizeof value); }

int bound_port(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0) return 0;
  return ntohs(name.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(name).sin6_port : reinterpret_cast<sockaddr_in&>(name).sin_port);
}

struct ListenPlace {
  IpAddress address;
  int port = 0;
};
base::Result<ListenPlace> listen_place(const std::string& listen) {
  const auto where = parse_host_port(listen);
  if (!where) return base::fail(base::Code::listen_failed, where.error().detail + "; write listen as 127.0.0.1:8480");
  const auto address = listen_address(where->host);
  if (!address) return base::fail(base::Code::listen_failed, listen + ": there is no host of that name; use a numeric address in listen");
  return ListenPlace{*address, where->port};
}

base::Result<Fd> bind_socket(const std::string& listen, const ListenPlace& where, int port) {
  sockaddr_storage name;
  const auto size = to_sockaddr(where.address, port, name);
  Fd fd(::socket(name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return listen_failure(listen, errno, where.port);
  set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (where.address.v6) set_option(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&name), size) != 0) return listen_failure(listen, errno, where.port);
  return fd;
}

}  // namespace

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

std::string errno_text(int error) { return std::system_category().message(error); }

base::Result<HostPort> parse_host_port(const std::string& text) {
  const auto bad = [&] { return base::fail(base::Code::config_value, "'" + text + "' is not host:port or [v6 address]:port"); };
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return bad();
  HostPort out{text.substr(0, colon), -1};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + colon + 1, last, out.port);
  if (error != std::errc{} || end != last || out.port < 0 || out.port > 65535) return bad();
  if (out.host.front() == '[') {
    if (out.host.back() != ']') return bad();
    out.host = out.host.substr(1, out.host.size() - 2);
    if (!parse_address(out.host)) return bad();
  } else if (out.host.find(':') != out.host.npos) {
    return bad();
  }
  return out;
}

base::Result<Listener> open_listener(const std::string& listen) {
  const auto where = listen_place(listen);
  if (!where) return base::fail(where.error());
  auto fd = bind_socket(listen, *where, where->port);
  if (!fd) return base::fail(fd.error());
  if (::listen(fd->get(), kBacklog) != 0) return listen_failure(listen, errno, where->port);
  const int port = bound_port(fd->get());
  return Listener{std::move(*fd), port};
}

base::Status check_listener(const std::string& listen) {
  const auto where = listen_place(listen);
  if (!where) return base::fail(where.error());
  if (const auto fd = bind_socket(listen, *where, 0); !fd) return base::fail(fd.error());
  return {};
}

Connecting start_connect(const IpAddress& address, int port) {
  sockaddr_storage name;
  const auto size = to_sockaddr(address, port, name);
  Connecting out{Fd(::socket(name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), 0};
  if (!out.socket) return {Fd(), errno};
  set_no_delay(out.socket.get());
  if (::connect(out.socket.get(), reinterpret_cast<sockaddr*>(&name), size) != 0 && errno != EINPROGRESS) return {Fd(), errno};
  return out;
}

int connect_outcome(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

bool wait_ready(int fd, bool to_write, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd entry{fd, static_cast<short>(to_write ? POLLOUT : POLLIN), 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<long long>(left, 0, 1 << 30)));
    if (ready > 0) return true;
    if (ready == 0 && Clock::now() >= until) return false;
    if (ready < 0 && errno != EINTR) return true;  // let the next read or write report what is wrong
  }
}

void set_no_delay(int fd) { set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1); }

}  // namespace preceptor::http
