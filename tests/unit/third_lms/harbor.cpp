#include "tests/unit/third_lms/harbor.hpp"

#include <stdexcept>

#include "lti/dynamic/registration_request.hpp"

namespace preceptor::third_lms {

using fakes::TestJson;

std::string HarborProfile::configuration(const lti::ToolFacts& tool) const { return TestJson{{"quay", tool.launch_url()}, {"pilot", tool.login_url()}}.dump(); }

HarborServer::HarborServer(const fakes::TestPlatform& platform) : platform_(platform) {
  auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
  if (!opened) throw std::runtime_error(base::describe(opened.error()));
  server_ = std::move(*opened);
  server_->start();
}

std::vector<TestJson> HarborServer::scores() const {
  const std::lock_guard lock(mutex_);
  return scores_;
}

ports::HttpResponse HarborServer::answer(const ports::HttpRequest& request) {
  const auto json = [](int status, const std::string& body) { return ports::HttpResponse{status, {{"Content-Type", "application/json"}}, body}; };
  if (request.path == "/jwks") return json(200, platform_.jwks());
  if (request.path == "/token") return json(200, R"({"access_token": "harbor-token", "token_type": "Bearer", "expires_in": 3600})");
  if (request.path != "/items/1/scores") return json(404, "{}");
  const std::lock_guard lock(mutex_);
  scores_.push_back(TestJson::parse(request.body));
  return json(score_status, "{}");
}

}  // namespace preceptor::third_lms
