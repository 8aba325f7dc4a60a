// A registration: one (issuer, client_id) of one platform, as both sides agreed (lti.md 4.1).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"

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
  std::string source = "config";  // config | admin
  bool enabled = true;
};

// What the tool protocol needs of a store.
class RegistrationStore {
 public:
  virtual ~RegistrationStore() = default;
  virtual base::Result<std::optional<Registration>> find_registration(const std::string& issuer, const std::string& client_id) = 0;
  virtual base::Result<std::vector<Registration>> registrations_of_issuer(const std::string& issuer) = 0;
  virtual base::Result<std::optional<Registration>> load_registration(const base::RegistrationId& id) = 0;
  virtual base::Result<std::vector<Registration>> list_registrations() = 0;
  // Inserts or updates by (issuer, client_id); id and platform are given back as stored. Deployments are replaced.
  virtual base::Result<Registration> save_registration(const Registration& registration) = 0;
  // Configured registrations that are not among `keep` are disabled, in the same transaction as nothing else.
  virtual base::Status disable_configured_except(const std::vector<base::RegistrationId>& keep) = 0;
  virtual base::Status remove_registration(const base::RegistrationId& id) = 0;   // disables; the record keeps its id
};

}  // namespace preceptor::lti
