// The platform's openid_configuration, read strictly and judged: who it says it is must be where it was fetched from (lti.md 6.9).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "lti/lms_profile.hpp"

namespace preceptor::lti {

struct PlatformConfiguration {
  std::string issuer, authorization_endpoint, token_endpoint, registration_endpoint, jwks_uri;
  std::string authorization_server;   // only when it is a URL: elsewhere `aud` of our assertions is the token endpoint
  std::vector<std::string> scopes, claims, messages;   // what it supports; scopes and claims empty when it does not say
  std::string product_family_code, version;
  std::string lms = "generic";        // LmsProfile::kind
  std::string account_name;           // whose account it is; empty when the platform does not say
  std::string account_origin;         // the site people see, where hosted sites share one issuer
  std::string json;                   // the whole of it, for LmsProfile

  bool supports(std::string_view message_type) const;
};

inline constexpr std::size_t kMaxConfigurationBytes = 256 * 1024;

// `fetched_from`: the URL as it was called. `profiles`: the LMSs known. `allow_loopback`: http on loopback will do.
// Errors: register_configuration (the detail names the member), register_host. Neither holds the URL's query.
base::Result<PlatformConfiguration> read_platform_configuration(std::string_view body, const std::string& fetched_from, bool allow_loopback,
                                                                 const LmsProfiles& profiles);

// What may be fetched at all: https, or http on loopback when allowed. Error register_configuration.
base::Status check_configuration_url(const std::string& url, bool allow_loopback);

}  // namespace preceptor::lti
