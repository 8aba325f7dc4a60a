// Our registration request: what the specification asks for, cut to what the platform offers and the administrator left switched on.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "lti/dynamic/platform_configuration.hpp"
#include "lti/lms_profile.hpp"

namespace preceptor::lti {

inline constexpr const char* kToolMember = "https://purl.imsglobal.org/spec/lti-tool-configuration";

// What we are, to any platform. Addresses hold the registration's id, chosen before the platform answers.
struct ToolFacts {
  std::string name, description;
  std::string public_url;             // without trailing slash
  base::RegistrationId registration;

  std::string launch_url() const { return public_url + "/lti/launch"; }
  std::string login_url() const { return public_url + "/lti/login/" + registration.str(); }
  std::string key_set_url() const { return public_url + "/lti/jwks/" + registration.str() + ".json"; }
  std::string domain() const;         // host, with the port when it is not the default (moodle.md 3.3)
};

struct RegistrationWishes {
  bool names = true, email = true, roster = true, grades = true, deep_linking = true;
  std::vector<std::string> refused_placements;   // spelled as offered
};

// The scopes each service needs.
std::vector<std::string> grade_scopes();
std::vector<std::string> roster_scopes();

// The finished request, shaped by the profile.
nlohmann::json registration_request(const ToolFacts& tool, const PlatformConfiguration& platform, const RegistrationWishes& wishes,
                                    const LmsProfile& profile);
// The placements a request asks for, each once.
std::vector<std::string> placements_of(const nlohmann::json& request);
// Its scopes.
std::vector<std::string> scopes_of(const nlohmann::json& request);

}  // namespace preceptor::lti
