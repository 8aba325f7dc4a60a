#include "tests/fakes/cuttable_line.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace preceptor::fakes {

namespace {

constexpr int kLookMs = 20;   // how soon a stop is seen

sockaddr_in loopback_at(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  return address;
}

void send_at_once(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

// Closed with a reset, as by a line that is gone.
void drop(int socket) {
  const linger now{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket);
}

}  // namespace

CuttableLine::CuttableLine(int target) : target_(target) { mend(); }

CuttableLine::~CuttableLine() { cut(); }

void CuttableLine::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = loopback_at(port_);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, sizeof address) != 0 || ::listen(listener_, 64) != 0 || ::getsockname(listener_, plain, &size) != 0)
    throw std::runtime_error("no port for a line");
  port_ = ntohs(address.sin_port);
}

void CuttableLine::mend() {
  if (thread_.joinable()) return;
  listen();
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void CuttableLine::cut() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  thread_.join();
}

void CuttableLine::take() {
  const int near = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (near < 0) return;
  const int far = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback_at(target_);
  if (::connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return reset({near, far});
  send_at_once(near);
  send_at_once(far);
  pairs_.push_back({near, far});
}

// False: one side has ended.
bool CuttableLine::pass(int from, int to) {
  char buffer[65536];
  const ssize_t got = ::recv(from, buffer, sizeof buffer, MSG_DONTWAIT);
  for (ssize_t done = 0; done < got;) {
    const ssize_t sent = ::send(to, buffer + done, static_cast<std::size_t>(got - done), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    done += sent;
  }
  return got > 0;
}

void CuttableLine::reset(const Pair& pair) {
  drop(pair.near);
  drop(pair.far);
}

void CuttableLine::run() {
  while (!stopping_) {
    std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      waiting.push_back({pair.near, POLLIN, 0});
      waiting.push_back({pair.far, POLLIN, 0});
    }
    if (::poll(waiting.data(), waiting.size(), kLookMs) <= 0) continue;
    std::vector<Pair> open;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const Pair& pair = pairs_[i];
      const bool there = (waiting[1 + 2 * i].revents == 0 || pass(pair.near, pair.far)) && (waiting[2 + 2 * i].revents == 0 || pass(pair.far, pair.near));
      if (there) open.push_back(pair);
      else reset(pair);
    }
    pairs_ = std::move(open);
    if (waiting[0].revents != 0) take();
  }
  ::close(listener_);
  for (const Pair& pair : pairs_) reset(pair);
  pairs_.clear();
}

}  // namespace preceptor::fakes
