#include "lti/services/access_token.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "core/base/uuid.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Instant;
using base::Json;
using base::Milliseconds;
using base::Result;
using base::Secret;

constexpr Milliseconds kBackDated{45'000};    // Moodle gives no leeway: an iat 5 s in its future is refused
constexpr Milliseconds kAssertionLife{240'000};   // with the back-dating below the 5 minutes Canvas takes at most
constexpr Milliseconds kEndsEarly{60'000};
constexpr std::size_t kMaxAnswer = 64 * 1024;

std::vector<std::string> sorted(std::vector<std::string> scopes) {
  std::sort(scopes.begin(), scopes.end());
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  return scopes;
}

std::string assertion_claims(const Registration& registration, const std::string& deployment_id, Instant now) {
  Json claims = {{"iss", registration.client_id},
                 {"sub", registration.client_id},
                 {"aud", registration.authorization_server.empty() ? registration.token_endpoint : registration.authorization_server},
                 {"iat", base::to_unix_ms(now - kBackDated) / 1000},
                 {"exp", base::to_unix_ms(now + kAssertionLife) / 1000},
                 {"jti", base::uuid_v4()}};
  if (!deployment_id.empty()) claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] = deployment_id;
  return base::canonical_json(claims);
}

}  // namespace

AccessTokens::Key AccessTokens::key_of(const Registration& registration, const std::string& deployment_id, std::vector<std::string> scopes) {
  return {registration.id.str(), registration.client_id, registration.token_endpoint, deployment_id, sorted(std::move(scopes))};
}

Result<TokenAnswer> AccessTokens::ask(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes) {
  if (registration.token_endpoint.empty()) return fail(Code::service_not_offered, "this connection has no token endpoint; add it where the platform was added");
  if (scopes.empty()) return fail(Code::service_not_offered, "no scope is needed or granted");
  const std::vector<std::string> wanted = sorted(scopes);
  auto assertion = signer_.sign(registration.id, assertion_claims(registration, deployment_id, clock_.now()));
  if (!assertion) return fail(assertion.error());
  ports::OutboundRequest request;
  request.method = "POST";
  request.url = registration.token_endpoint;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = base::format_form({{"grant_type", "client_credentials"},
                                    {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                                    {"client_assertion", std::move(*assertion)},
                                    {"scope", joined(wanted)}});
  request.max_response_bytes = kMaxAnswer;
  const auto answer = http_.send(request);
  if (!answer) return fail(answer.error());
  return read_token_answer(*answer, wanted);
}

Result<Secret> AccessTokens::token(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes) {
  const Key key = key_of(registration, deployment_id, scopes);
  // Before the request: the platform's clock for it starts no earlier.
  const Instant asked_at = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& one) { return one.second.until <= asked_at; });
    if (const auto found = kept_.find(key); found != kept_.end()) return found->second.token;
  }
  auto answer = ask(registration, deployment_id, scopes);
  if (!answer) return fail(answer.error());
  const std::lock_guard lock(mutex_);
  if (answer->life > kEndsEarly) kept_.insert_or_assign(key, Kept{answer->token, asked_at + answer->life - kEndsEarly});
  return std::move(answer->token);
}

void AccessTokens::drop(const Registration& registration, const std::string& deployment_id, const std::vector<std::string>& scopes) {
  const std::lock_guard lock(mutex_);
  kept_.erase(key_of(registration, deployment_id, scopes));
}

}  // namespace preceptor::lti
