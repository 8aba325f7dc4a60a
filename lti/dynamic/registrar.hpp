// The two calls of Dynamic Registration. The registration token goes to the platform and nowhere else.
#pragma once
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "core/ports/http_client.hpp"
#include "lti/dynamic/platform_configuration.hpp"
#include "lti/dynamic/registration_answer.hpp"
#include "lti/dynamic/registration_request.hpp"

namespace preceptor::lti {

// What the platform opened our page with.
struct RegistrationOffer {
  std::string configuration_url;   // used exactly as given: it may hold a token of its own
  std::string token;               // empty when the platform gave none
};
// Query fields -> offer. Errors: register_parameter_missing, request_malformed (a token that cannot be a bearer token).
base::Result<RegistrationOffer> read_offer(const base::Fields& query);

class Registrar {
 public:
  // All must outlive this object.
  Registrar(ports::HttpClient& http, const LmsProfiles& profiles, bool allow_loopback)
      : http_(http), profiles_(profiles), allow_loopback_(allow_loopback) {}

  // Errors: register_configuration, register_host.
  base::Result<PlatformConfiguration> fetch(const RegistrationOffer& offer) const;
  // The client id of the registration that an update token is for (Moodle); absent when the token is for a new one. The token is read without
  // being verified: it is the platform's, which decides; we only choose what to ask it.
  base::Result<std::optional<std::string>> current_client(const PlatformConfiguration& platform, const RegistrationOffer& offer) const;
  // Errors: register_refused: the platform made nothing; register_answer_lost: it may have.
  base::Result<RegistrationAnswer> send(const PlatformConfiguration& platform, const RegistrationOffer& offer, const nlohmann::json& request) const;

 private:
  ports::HttpClient& http_;
  const LmsProfiles& profiles_;
  bool allow_loopback_;
};

}  // namespace preceptor::lti
