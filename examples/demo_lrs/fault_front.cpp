#include "examples/demo_lrs/fault_front.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

#include "examples/demo_lrs/faults.hpp"

namespace preceptor::demo {

namespace {

constexpr int kPollMs = 50;   // how soon a closing front is noticed

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// A close that sends RST: what a peer sees when the other process dies.
void reset(int fd) {
  const linger now{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(fd);
}

// The fault an answer asks for ("hang 500" and so on); empty for none.
std::string fault_in(const std::string& answer) {
  const auto end_of_head = answer.find("\r\n\r\n");
  const std::string mark = std::string("\r\n") + kFaultHeader + ": ";
  const auto at = answer.find(mark);
  if (at == std::string::npos || at > end_of_head) return {};
  const auto begin = at + mark.size();
  return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

class Relay {
 public:
  Relay(int outer, int inner, const std::atomic<bool>& closing) : outer_(outer), inner_(inner), closing_(closing) {}

  void run() {
    bool keep_on = true;
    while (keep_on && !closing_) {
      pollfd ready[2] = {{outer_, POLLIN, 0}, {inner_, POLLIN, 0}};
      if (::poll(ready, 2, kPollMs) < 0) break;
      if (ready[0].revents) keep_on = pass_request();
      if (keep_on && ready[1].revents) keep_on = pass_answer();
    }
    ::close(inner_);
    if (!outer_closed_) ::close(outer_);
  }

 private:
  bool pass_request() {
    char buffer[16384];
    const ssize_t n = ::recv(outer_, buffer, sizeof buffer, 0);
    return n > 0 && send_all(inner_, {buffer, static_cast<std::size_t>(n)});
  }

  bool pass_answer() {
    char buffer[65536];
    const ssize_t n = ::recv(inner_, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    const std::string answer(buffer, static_cast<std::size_t>(n));
    const std::string fault = fault_in(answer);
    if (fault.empty()) return send_all(outer_, answer);
    if (fault.rfind("half", 0) == 0) {
      const auto head = answer.find("\r\n\r\n") + 4;   // the promised length stays, half of the body does not come
      send_all(outer_, std::string_view(answer).substr(0, head + (answer.size() - head) / 2));
    }
    if (fault.rfind("hang", 0) == 0) hold(std::chrono::milliseconds(std::atoi(fault.c_str() + 5)));
    if (fault.rfind("reset", 0) == 0) reset(outer_), outer_closed_ = true;
    return false;
  }

  void hold(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!closing_ && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(kPollMs));
  }

  int outer_, inner_;
  bool outer_closed_ = false;
  const std::atomic<bool>& closing_;
};

}  // namespace

struct FaultFront::Impl {
  int listener = -1, port = 0, inner_port = 0;
  std::atomic<bool> closing{false};
  struct Worker {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  std::list<Worker> workers;   // touched by the accepting thread only, until it ended
  std::thread accepting;

  void serve() {
    while (!closing) {
      pollfd ready{listener, POLLIN, 0};
      if (::poll(&ready, 1, kPollMs) <= 0) continue;
      const int outer = ::accept(listener, nullptr, nullptr);
      if (outer < 0) continue;
      const int inner = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const auto address = loopback(inner_port);
      if (::connect(inner, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(inner);
        ::close(outer);
        continue;
      }
      sweep();
      Worker& worker = workers.emplace_back();
      worker.thread = std::thread([this, outer, inner, &worker] {
        Relay(outer, inner, closing).run();
        worker.done = true;
      });
    }
  }

  void sweep() {
    for (auto it = workers.begin(); it != workers.end();) {
      if (!it->done) {
        ++it;
        continue;
      }
      it->thread.join();
      it = workers.erase(it);
    }
  }
};

FaultFront::FaultFront(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

FaultFront::~FaultFront() {
  impl_->closing = true;
  impl_->accepting.join();
  for (auto& worker : impl_->workers) worker.thread.join();
  ::close(impl_->listener);
}

int FaultFront::port() const { return impl_->port; }

base::Result<std::unique_ptr<FaultFront>> FaultFront::open(const std::string& listen, int inner_port) {
  const auto colon = listen.rfind(':');
  auto address = loopback(colon == std::string::npos ? 0 : std::atoi(listen.c_str() + colon + 1));
  auto impl = std::make_unique<Impl>();
  impl->inner_port = inner_port;
  impl->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(impl->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  socklen_t size = sizeof address;
  if (::bind(impl->listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(impl->listener, 64) != 0 ||
      ::getsockname(impl->listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    const std::string why = std::strerror(errno);
    ::close(impl->listener);
    return base::fail(base::Code::listen_failed, listen + ": " + why);
  }
  impl->port = ntohs(address.sin_port);
  impl->accepting = std::thread([raw = impl.get()] { raw->serve(); });
  return std::unique_ptr<FaultFront>(new FaultFront(std::move(impl)));
}

}  // namespace preceptor::demo
