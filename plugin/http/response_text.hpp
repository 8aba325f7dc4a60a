// An answer as bytes on the wire.
#pragma once
#include <chrono>
#include <string>

#include "core/base/result.hpp"
#include "core/ports/http.hpp"

namespace preceptor::http {

struct ResponseRules {
  bool head = false;        // the request was HEAD: everything but the body
  bool keep_alive = true;   // else Connection: close
  bool http10 = false;      // keeping alive must then be said
};

// Status line, our Date, Content-Length and Connection, the handler's other headers, body: one buffer for one write.
// Error internal when a header or the status cannot be put on the wire (a line break in a value would split the answer).
base::Result<std::string> response_text(const ports::HttpResponse& response, const ResponseRules& rules, std::chrono::system_clock::time_point now);

// IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
std::string http_date(std::chrono::system_clock::time_point at);

}  // namespace preceptor::http
