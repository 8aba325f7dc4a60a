// A platform's token endpoint and one service on a loopback port, with the habits of Moodle and Canvas (moodle.md 6, canvas.md 7). It keeps what it
// was asked and checks no signature: the demo LMS and the tests do.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/ports/http.hpp"
#include "plugin/http/server.hpp"

namespace preceptor::fakes {

class TokenPlatform {
 public:
  using Answer = std::function<ports::HttpResponse(const ports::HttpRequest&)>;
  TokenPlatform();
  ~TokenPlatform();
  std::string token_url() const;
  std::string service_url() const;
  void answer_tokens(Answer answer);
  void answer_service(Answer answer);
  std::vector<ports::HttpRequest> token_requests() const;
  std::vector<ports::HttpRequest> service_requests() const;
  int most_at_once() const;   // requests that were under way together

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  struct NoLog;
  std::unique_ptr<NoLog> log_;
  mutable std::mutex mutex_;
  Answer tokens_, service_;
  std::vector<ports::HttpRequest> token_requests_, service_requests_;
  int now_ = 0, most_ = 0;
  std::unique_ptr<http::Server> server_;   // last: its threads use the rest
};

// Answers as those platforms give them. `scope`: what is granted.
ports::HttpResponse moodle_token(const std::string& token, const std::string& scope, int expires_in = 3600);
ports::HttpResponse moodle_error(const std::string& raw_body);       // 400, JSON or nearly
ports::HttpResponse moodle_keys_unreachable();                       // 404 with a page
ports::HttpResponse canvas_token(const std::string& token, const std::string& scope);
ports::HttpResponse canvas_rate_limited();                           // 403 with plain text

}  // namespace preceptor::fakes
