// One outbound connection, used by one thread at a time, every wait bounded by a deadline.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/ports/http_client.hpp"
#include "plugin/http/address.hpp"
#include "plugin/http/message_parser.hpp"
#include "plugin/http/socket.hpp"
#include "plugin/http/transport.hpp"

namespace preceptor::http {

class ClientConnection {
 public:
  // `name` is for messages ("lrs.example.org:443"). Tries the addresses in turn. Error outbound_connect: none answered in time.
  static base::Result<std::unique_ptr<ClientConnection>> open(const std::string& name, const std::vector<IpAddress>& addresses, int port,
                                                              Clock::time_point until);

  // CONNECT through the proxy this connection leads to (RFC 9110 9.3.6). Errors outbound_connect, outbound_timeout.
  base::Status tunnel(const std::string& authority, Clock::time_point until);
  // Errors outbound_tls, outbound_timeout.
  base::Status start_tls(std::shared_ptr<const TlsContext> context, const std::string& host, Clock::time_point until);

  // Sends `text` and reads one answer. Errors outbound_timeout, outbound_reset, outbound_malformed, outbound_too_large.
  base::Result<ports::OutboundResponse> exchange(const std::string& text, bool no_body, std::size_t max_body_bytes, Clock::time_point until);

  // After exchange(): whether another may follow.
  bool reusable() const { return reusable_; }
  // The socket, for whoever speaks on it instead of this object.
  int descriptor() const { return socket_.get(); }
  bool idle_and_open() { return transport_->idle_and_open(); }
  ~ClientConnection();

 private:
  ClientConnection(std::string name, Fd socket);
  base::Status wait(Io want, Clock::time_point until);
  base::Status write_all(std::string_view text, Clock::time_point until);
  base::Result<bool> fill(Clock::time_point until);  // false = the other side ended its stream
  base::Result<ports::OutboundResponse> read_answer(bool no_body, std::size_t max_body_bytes, Clock::time_point until);
  base::Result<std::size_t> read_head(Clock::time_point until);
  base::Status read_body(ResponseParser& parser, Clock::time_point until);
  tl::unexpected<base::Error> fail(base::Code code, const std::string& why) const;

  std::string name_;
  Fd socket_;
  std::unique_ptr<Transport> transport_;
  std::string in_;
  bool reusable_ = false;
};

}  // namespace preceptor::http
