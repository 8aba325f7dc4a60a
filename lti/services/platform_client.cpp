#include "lti/services/platform_client.hpp"

#include "lti/shown.hpp"

namespace preceptor::lti {

using base::Code;
using base::fail;
using base::Result;
using base::Secret;
using ports::OutboundResponse;

namespace {

// Codes after which the platform may have acted on what was sent (the HttpClient's contract).
bool outcome_unknown(Code code) { return code == Code::outbound_timeout || code == Code::outbound_reset; }

}  // namespace

// The right to call one registration's platform, while it lives.
class PlatformClient::Turn {
 public:
  Turn(PlatformClient& client, const base::RegistrationId& registration) : client_(client), registration_(registration) {
    std::unique_lock lock(client_.mutex_);
    taken_ = client_.freed_.wait_for(lock, client_.longest_wait_, [&] { return client_.busy_.insert(registration_).second; });
  }
  ~Turn() {
    if (!taken_) return;
    const std::lock_guard lock(client_.mutex_);
    client_.busy_.erase(registration_);
    client_.freed_.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool taken() const { return taken_; }

 private:
  PlatformClient& client_;
  base::RegistrationId registration_;
  bool taken_ = false;
};

namespace {
auto busy(const Registration& registration) {
  return fail(Code::outbound_timeout, "other calls to " + shown(registration.name) + " are still under way");
}
}  // namespace

CallResult PlatformClient::send(const ServiceCall& call, const Secret& token) {
  ports::OutboundRequest request;
  request.method = call.method;
  request.url = call.url;
  request.headers = {{"Authorization", "Bearer " + token.reveal()}};   // spelled so: Moodle compares letter by letter
  if (!call.accept.empty()) request.headers.emplace_back("Accept", call.accept);
  if (!call.content_type.empty()) request.headers.emplace_back("Content-Type", call.content_type);
  request.body = call.body;
  auto answer = http_.send(request);
  if (!answer) return tl::unexpected(CallFailure(answer.error(), outcome_unknown(answer.error().code)));
  return std::move(*answer);
}

CallResult PlatformClient::call(const Registration& registration, const std::string& deployment_id, const ServiceCall& call) {
  const Turn turn(*this, registration.id);
  if (!turn.taken()) return busy(registration);
  const auto token = tokens_.token(registration, deployment_id, call.scopes);
  if (!token) return fail(token.error());
  auto answer = send(call, *token);
  if (!answer || answer->status != 401) return answer;
  // Ended early, or the platform was restored from a backup: once more with a new one.
  tokens_.drop(registration, deployment_id, call.scopes);
  const auto renewed = tokens_.token(registration, deployment_id, call.scopes);
  if (!renewed) return fail(renewed.error());
  return send(call, *renewed);
}

Result<std::vector<std::string>> PlatformClient::probe(const Registration& registration, const std::string& deployment_id,
                                                       const std::vector<std::string>& scopes) {
  const Turn turn(*this, registration.id);
  if (!turn.taken()) return busy(registration);
  const auto answer = tokens_.ask(registration, deployment_id, scopes);
  if (!answer) return fail(answer.error());
  return answer->scopes;
}

}  // namespace preceptor::lti
