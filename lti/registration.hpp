// A registration: one (issuer, client_id) of one platform, as both sides agreed (lti.md 4.1).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::lti {

struct Registration {
  base::RegistrationId id;      // short, URL-safe, stable
  base::PlatformId platform;    // found by (issuer, jwks_uri)
  std::string name;             // what staff call it
  std::string lms = "generic";  // moodle | canvas | generic
  std::string issuer, client_id;
  std::string authorization_endpoint, token_endpoint, jwks_uri;
  std::vector<std::string> deployment_ids;
  std::string actor_home_page;  // overrides the issuer as homePage of actors; empty = issuer
  std::vector<std::string> frame_ancestors;  // more origins that may frame our pages
  std::string source = "config";  // config | admin | dynamic
  bool enabled = true;
  bool accepted = true;           // false: registered by the LMS, waits for an administrator; nobody launches from it
  std::string authorization_server;                 // `aud` of our client assertions where the platform names one; empty = token_endpoint
  std::vector<std::string> scopes;                  // granted when it was registered; launches and tokens have the last word
  std::vector<std::string> pending_deployments;     // seen in a launch, wait for an administrator
  std::vector<std::string> anonymous_deployments;   // of deployment_ids: launches without `sub` are let in, each a person of its own
};

// What the tool protocol needs of a store.
class RegistrationStore {
 public:
  virtual ~RegistrationStore() = default;
  virtual base::Result<std::optional<Registration>> find_registration(const std::string& issuer, const std::string& client_id) = 0;
  virtual base::Result<std::vector<Registration>> registrations_of_issuer(const std::string& issuer) = 0;
  virtual base::Result<std::optional<Registration>> load_registration(const base::RegistrationId& id) = 0;
  virtual base::Result<std::vector<Registration>> list_registrations() = 0;
  // Inserts or updates by (issuer, client_id); id and platform are given back as stored. Deployments are replaced; `scopes` and
  // `pending_deployments` that come empty stay as stored: who writes a registration by hand does not know them.
  virtual base::Result<Registration> save_registration(const Registration& registration) = 0;
  // Configured registrations that are not among `keep` are disabled, in the same transaction as nothing else.
  virtual base::Status disable_configured_except(const std::vector<base::RegistrationId>& keep) = 0;
  virtual base::Status remove_registration(const base::RegistrationId& id) = 0;   // disables; the record keeps its id
  // Inserts a registration under the id it brings and uses up its invitation (a digest), in one transaction. Errors: invitation_invalid (unknown,
  // used, expired, or made for another id), register_exists ((issuer, client_id) or id is stored). On an error nothing was changed.
  virtual base::Result<Registration> register_invited(const Registration& registration, const std::string& invitation, base::Instant now) = 0;
  // Reads, changes and writes one registration, in one transaction; what `change` refuses is answered and nothing is written. Id, platform,
  // issuer and client_id stay whatever `change` does. `change` may be called again and must touch nothing else. Error: platform_unknown.
  virtual base::Result<Registration> change_registration(const base::RegistrationId& id, const std::function<base::Status(Registration&)>& change) = 0;
};

}  // namespace preceptor::lti
