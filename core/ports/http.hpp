// A request as the router sees it and the answer it gives: the same for the embedded server and a host that hands requests over.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preceptor::ports {

using Headers = std::vector<std::pair<std::string, std::string>>;
// First value, name compared without case; nullptr when absent.
const std::string* header(const Headers& headers, std::string_view name);

struct HttpRequest {
  std::string method;          // "GET", "POST", ...
  std::string path;            // origin-form path, still percent-encoded, prefix of public_url already removed
  std::string query;           // without '?'
  Headers headers;
  std::string body;
  std::string client_address;  // the peer, or the last untrusted hop when the peer is a trusted proxy
  std::string id;              // request id for the log
};

struct HttpResponse {
  int status = 200;
  Headers headers;             // Content-Length and Date are the server's
  std::string body;
};

}  // namespace preceptor::ports
