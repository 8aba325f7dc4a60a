// Calls to other servers (key sets, tokens, record stores).
#pragma once
#include <chrono>
#include <cstddef>
#include <string>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"

namespace preceptor::ports {

struct OutboundRequest {
  std::string method = "GET";
  std::string url;      // absolute; https unless configuration allows otherwise
  Headers headers;      // Host and Content-Length are the client's
  std::string body;
  std::chrono::milliseconds timeout{10000};   // for everything together: name, connect, TLS, send, receive
  std::size_t max_response_bytes = 1 << 20;
};

struct OutboundResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Blocks; any thread. Redirects are answers, never followed. Errors: outbound_*. outbound_reset and outbound_timeout mean the
  // outcome is unknown: the other side may have acted.
  virtual base::Result<OutboundResponse> send(const OutboundRequest& request) = 0;
};

}  // namespace preceptor::ports
