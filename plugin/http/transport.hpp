// Bytes over a non-blocking socket, plain or TLS: the session and the client know only this. Nothing here waits: a call does what
// it can at once and says what to wait for.
#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "plugin/http/tls_context.hpp"

namespace preceptor::http {

enum class Io {
  done,        // `bytes` were moved (at least one), or the handshake is complete
  want_read,   // try again when the socket is readable
  want_write,  // try again when the socket is writable
  closed,      // the other side ended its stream in order
  failed,      // reset, truncated TLS, protocol error: see failure()
};

struct IoResult {
  Io state = Io::failed;
  std::size_t bytes = 0;
};

// Does not own the socket, which must outlive it. One thread at a time. Never raises SIGPIPE: the host's signals are its own.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual IoResult handshake() = 0;
  virtual IoResult read(char* into, std::size_t size) = 0;
  virtual IoResult write(const char* from, std::size_t size) = 0;
  // Says goodbye as far as that is possible without waiting.
  virtual void finish() = 0;
  // Whether an idle connection still stands and holds no unexpected bytes.
  virtual bool idle_and_open() = 0;
  // The reason of the last `failed`, for the operator.
  virtual std::string failure() const = 0;
};

std::unique_ptr<Transport> make_plain_transport(int fd);
// nullptr when OpenSSL cannot make a session (out of memory).
std::unique_ptr<Transport> make_tls_server_transport(int fd, std::shared_ptr<const TlsContext> context);
// The certificate must be for `host`, a name (sent as SNI) or a numeric address.
std::unique_ptr<Transport> make_tls_client_transport(int fd, std::shared_ptr<const TlsContext> context, const std::string& host);

}  // namespace preceptor::http
