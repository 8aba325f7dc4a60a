#include "plugin/http/socket_bio.hpp"

#include <openssl/bio.h>
#include <sys/socket.h>

#include <cerrno>

namespace preceptor::http {
namespace {

SocketEnd& end_of(BIO* bio) { return *static_cast<SocketEnd*>(BIO_get_data(bio)); }

bool again() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

int bio_write(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  const auto count = ::send(end_of(bio).fd, from, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (count < 0 && again()) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

int bio_read(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const auto count = ::recv(end_of(bio).fd, into, static_cast<std::size_t>(size), 0);
  if (count == 0) end_of(bio).ended = true;
  if (count < 0 && again()) BIO_set_retry_read(bio);
  return static_cast<int>(count);
}

long bio_ctrl(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return end_of(bio).ended ? 1 : 0;
  return 0;
}

}  // namespace

BIO_METHOD* make_socket_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "preceptor socket");
  if (!method) return nullptr;
  BIO_meth_set_write(method, bio_write);
  BIO_meth_set_read(method, bio_read);
  BIO_meth_set_ctrl(method, bio_ctrl);
  return method;
}

BIO* make_socket_bio(const BIO_METHOD* method, SocketEnd& end) {
  BIO* bio = BIO_new(method);
  if (!bio) return nullptr;
  BIO_set_data(bio, &end);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace preceptor::http
