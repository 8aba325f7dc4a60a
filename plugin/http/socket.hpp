// Plain non-blocking sockets, close-on-exec, owned.
#pragma once
#include <chrono>
#include <string>
#include <utility>

#include "core/base/result.hpp"
#include "plugin/http/address.hpp"

namespace preceptor::http {

using Clock = std::chrono::steady_clock;

// Owns a file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// The system's sentence for an errno value; any thread.
std::string errno_text(int error);

struct HostPort {
  std::string host;
  int port = 0;
};
// "host:port" or "[v6]:port". Error config_value.
base::Result<HostPort> parse_host_port(const std::string& text);

struct Listener {
  Fd socket;
  int port = 0;
};
// Error listen_failed naming the address, the system's reason and what to do.
base::Result<Listener> open_listener(const std::string& listen);
// Whether this machine can listen there, whoever has the port now. Error as open_listener's.
base::Status check_listener(const std::string& listen);

// A new connection starting towards `address`: connected or under way. Without a socket: `error` is errno.
struct Connecting {
  Fd socket;
  int error = 0;
};
Connecting start_connect(const IpAddress& address, int port);

// The outcome once the socket is writable: 0 or errno.
int connect_outcome(int fd);

// Waits until the socket is ready; false when `until` came first.
bool wait_ready(int fd, bool to_write, Clock::time_point until);

void set_no_delay(int fd);

}  // namespace preceptor::http
