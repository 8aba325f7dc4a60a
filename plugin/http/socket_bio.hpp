// OpenSSL's view of a socket, without its own: that one writes with write(2) and would raise SIGPIPE in the host.
#pragma once
#include <openssl/bio.h>

namespace preceptor::http {

struct SocketEnd {
  int fd = -1;
  bool ended = false;  // the other side closed its stream
};

BIO_METHOD* make_socket_method();
// `end` must outlive the BIO. nullptr when out of memory.
BIO* make_socket_bio(const BIO_METHOD* method, SocketEnd& end);

}  // namespace preceptor::http
