#include "tests/fakes/token_platform.hpp"

#include <algorithm>
#include <stdexcept>

namespace preceptor::fakes {

struct TokenPlatform::NoLog : ports::Log {
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

TokenPlatform::TokenPlatform() : log_(std::make_unique<NoLog>()) {
  http::ServerOptions options;
  options.handler_threads = 4;
  auto opened = http::Server::open(std::move(options), [this](const ports::HttpRequest& request) { return answer(request); }, *log_);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  server_ = std::move(*opened);
  server_->start();
}

TokenPlatform::~TokenPlatform() = default;

std::string TokenPlatform::token_url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/token"; }
std::string TokenPlatform::service_url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/service?type_id=1"; }

void TokenPlatform::answer_tokens(Answer answer) {
  const std::lock_guard lock(mutex_);
  tokens_ = std::move(answer);
}

void TokenPlatform::answer_service(Answer answer) {
  const std::lock_guard lock(mutex_);
  service_ = std::move(answer);
}

std::vector<ports::HttpRequest> TokenPlatform::token_requests() const {
  const std::lock_guard lock(mutex_);
  return token_requests_;
}

std::vector<ports::HttpRequest> TokenPlatform::service_requests() const {
  const std::lock_guard lock(mutex_);
  return service_requests_;
}

int TokenPlatform::most_at_once() const {
  const std::lock_guard lock(mutex_);
  return most_;
}

ports::HttpResponse TokenPlatform::answer(const ports::HttpRequest& request) {
  Answer how;
  {
    const std::lock_guard lock(mutex_);
    const bool token = request.path == "/token";
    (token ? token_requests_ : service_requests_).push_back(request);
    how = token ? tokens_ : service_;
    most_ = std::max(most_, ++now_);
  }
  ports::HttpResponse response = how ? how(request) : ports::HttpResponse{500, {}, "nothing was planned"};
  const std::lock_guard lock(mutex_);
  --now_;
  return response;
}

ports::HttpResponse moodle_token(const std::string& token, const std::string& scope, int expires_in) {
  return {200, {{"Content-Type", "text/html; charset=utf-8"}},
          "{\"access_token\" : \"" + token + "\", \"token_type\" : \"Bearer\", \"expires_in\" : " + std::to_string(expires_in) + ", \"scope\" : \"" + scope + "\"}"};
}

ports::HttpResponse moodle_error(const std::string& raw_body) { return {400, {{"Content-Type", "text/html; charset=utf-8"}}, raw_body}; }

ports::HttpResponse moodle_keys_unreachable() {
  return {404, {{"Content-Type", "text/html; charset=utf-8"}},
          "<!DOCTYPE html>\n<html dir=\"ltr\" lang=\"en\"><head><title>Error | Site</title><script>var M = {}; if (1 < 2) {}</script></head>"
          "<body><p>Exception - mod_lti\\local\\ltiopenid\\jwks_helper::fix_jwks_alg(): Argument #1 ($jwks) must be of type array, null given</p></body></html>"};
}

ports::HttpResponse canvas_token(const std::string& token, const std::string& scope) {
  return {200, {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-store"}},
          "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"" + scope + "\"}"};
}

ports::HttpResponse canvas_rate_limited() { return {403, {{"Content-Type", "text/plain"}, {"X-Rate-Limit-Remaining", "0.0"}}, "403 Forbidden (Rate Limit Exceeded)\n"}; }

}  // namespace preceptor::fakes
