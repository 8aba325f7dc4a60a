// Access tokens by client_credentials with private_key_jwt (Security Framework 4.1.1): kept until a minute before they end, asked for with nothing
// but the scopes a call needs.
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/secret.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/http_client.hpp"
#include "lti/registration.hpp"
#include "lti/services/token_answer.hpp"
#include "lti/signing.hpp"

namespace preceptor::lti {

class AccessTokens {
 public:
  // All must outlive this object.
  AccessTokens(ports::HttpClient& http, Signer& signer, const ports::Clock& clock) : http_(http), signer_(signer), clock_(clock) {}

  // Any thread; two that ask for one at the same moment may both ask the platform, unless they take turns (PlatformClient does).
  // Errors: service_not_offered, token_refused, token_unreadable, key_unreadable, outbound_*.
  base::Result<base::Secret> token(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes);
  // The platform refused it: the next call asks for another.
  void drop(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes);
  // Asks the platform now, whatever is kept. For health checks.
  base::Result<TokenAnswer> ask(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes);

 private:
  // Everything the token depends on: a connection that was edited does not use the token of before.
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::vector<std::string>>;
  struct Kept {
    base::Secret token;
    base::Instant until;
  };
  static Key key_of(const Registration& registration, const std::string& deployment_id, std::vector<std::string> scopes);

  ports::HttpClient& http_;
  Signer& signer_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  std::map<Key, Kept> kept_;
};

}  // namespace preceptor::lti
