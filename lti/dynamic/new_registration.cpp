#include "lti/dynamic/new_registration.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/dynamic/registration_request.hpp"

namespace preceptor::lti {

base::Result<std::string> kind_of(const Invitation& invitation, const PlatformConfiguration& platform) {
  const std::string& kind = platform.lms;
  if (invitation.lms.empty() || invitation.lms == kind) return kind;
  // A platform that does not say what it is may be what the invitation says.
  if (kind == "generic") return invitation.lms;
  return base::mismatch(base::Code::register_configuration, invitation.lms, kind, "the invitation is for another kind of LMS");
}

std::string name_for(const Invitation& invitation, const PlatformConfiguration& platform, const std::vector<Registration>& taken) {
  std::string name = invitation.name.empty() ? platform.account_name : invitation.name;
  if (name.empty()) {
    const auto issuer = base::parse_url(platform.issuer);
    name = issuer ? issuer->host : platform.issuer;
  }
  const auto is_taken = [&](const std::string& one) {
    return std::any_of(taken.begin(), taken.end(), [&](const Registration& registration) { return registration.name == one; });
  };
  std::string free = name;
  for (int number = 2; is_taken(free); ++number) free = name + " (" + std::to_string(number) + ")";
  return free;
}

std::vector<std::string> granted_scopes(const nlohmann::json& request, const RegistrationAnswer& answer) {
  std::vector<std::string> scopes = scopes_of(request);
  if (!answer.scopes.empty())
    std::erase_if(scopes, [&](const std::string& one) { return std::find(answer.scopes.begin(), answer.scopes.end(), one) == answer.scopes.end(); });
  return scopes;
}

Registration new_registration(const Invitation& invitation, const PlatformConfiguration& platform, const RegistrationAnswer& answer,
                              const nlohmann::json& request, std::string kind, std::string name) {
  Registration made;
  made.id = invitation.registration;
  made.name = std::move(name);
  made.lms = std::move(kind);
  made.issuer = platform.issuer;
  made.client_id = answer.client_id;
  made.authorization_endpoint = platform.authorization_endpoint;
  made.token_endpoint = platform.token_endpoint;
  made.jwks_uri = platform.jwks_uri;
  made.authorization_server = platform.authorization_server;
  made.scopes = granted_scopes(request, answer);
  if (answer.deployment_id) made.deployment_ids = {*answer.deployment_id};
  if (!platform.account_origin.empty()) made.frame_ancestors = {platform.account_origin};
  made.source = "dynamic";
  made.accepted = false;
  return made;
}

}  // namespace preceptor::lti
