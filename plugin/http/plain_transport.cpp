#include <sys/socket.h>

#include <cerrno>

#include "plugin/http/socket.hpp"
#include "plugin/http/transport.hpp"

namespace preceptor::http {
namespace {

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(int fd) : fd_(fd) {}

  IoResult handshake() override { return {Io::done, 0}; }

  IoResult read(char* into, std::size_t size) override {
    const auto count = retry([&] { return ::recv(fd_, into, size, 0); });
    return count == 0 ? IoResult{Io::closed, 0} : result(count, Io::want_read);
  }

  IoResult write(const char* from, std::size_t size) override {
    return result(retry([&] { return ::send(fd_, from, size, MSG_NOSIGNAL); }), Io::want_write);
  }

  void finish() override {}

  bool idle_and_open() override {
    char byte = 0;
    const auto count = retry([&] { return ::recv(fd_, &byte, 1, MSG_PEEK); });
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  std::string failure() const override { return errno_text(error_); }

 private:
  template <class Call>
  static ssize_t retry(Call call) {
    for (;;)
      if (const ssize_t count = call(); count >= 0 || errno != EINTR) return count;
  }

  IoResult result(ssize_t count, Io want) {
    if (count >= 0) return {Io::done, static_cast<std::size_t>(count)};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {want, 0};
    error_ = errno;
    return {Io::failed, 0};
  }

  int fd_;
  int error_ = 0;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(int fd) { return std::make_unique<PlainTransport>(fd); }

}  // namespace preceptor::http
