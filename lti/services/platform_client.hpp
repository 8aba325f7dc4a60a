// The ServiceClient over HTTP: one request at a time to each registration's platform (Canvas counts them), so a token is asked for once.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "lti/services/access_token.hpp"
#include "lti/services/service_client.hpp"

namespace preceptor::lti {

class PlatformClient : public ServiceClient {
 public:
  // All must outlive this object.
  PlatformClient(ports::HttpClient& http, Signer& signer, const ports::Clock& clock, std::chrono::milliseconds longest_wait = std::chrono::seconds(20))
      : http_(http), tokens_(http, signer, clock), longest_wait_(longest_wait) {}

  // Beside the port's errors: outbound_timeout, not perhaps_done, when other calls to that platform keep it busy.
  CallResult call(const Registration& registration, const std::string& deployment_id, const ServiceCall& call) override;
  // Asks for a token and calls nothing, for health checks. The scopes granted. Errors: as call.
  base::Result<std::vector<std::string>> probe(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes);

 private:
  class Turn;
  CallResult send(const ServiceCall& call, const base::Secret& token);

  ports::HttpClient& http_;
  AccessTokens tokens_;
  std::chrono::milliseconds longest_wait_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::set<base::RegistrationId> busy_;
};

}  // namespace preceptor::lti
