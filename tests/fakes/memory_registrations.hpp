// Registrations, deployments and invitations in memory. Keeps the ports' promises.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "lti/invitation.hpp"
#include "lti/registration.hpp"

namespace preceptor::fakes {

class MemoryRegistrations : public lti::RegistrationStore, public lti::InvitationStore {
 public:
  base::Result<std::optional<lti::Registration>> find_registration(const std::string& issuer, const std::string& client_id) override {
    return first([&](const auto& one) { return one.issuer == issuer && one.client_id == client_id; });
  }
  base::Result<std::vector<lti::Registration>> registrations_of_issuer(const std::string& issuer) override {
    std::vector<lti::Registration> found;
    for (const auto& one : registrations)
      if (one.issuer == issuer) found.push_back(one);
    return found;
  }
  base::Result<std::optional<lti::Registration>> load_registration(const base::RegistrationId& id) override {
    return first([&](const auto& one) { return one.id == id; });
  }
  base::Result<std::vector<lti::Registration>> list_registrations() override { return registrations; }
  base::Result<lti::Registration> save_registration(const lti::Registration& registration) override {
    std::erase_if(registrations, [&](const auto& one) { return one.issuer == registration.issuer && one.client_id == registration.client_id; });
    registrations.push_back(registration);
    return registration;
  }
  base::Status disable_configured_except(const std::vector<base::RegistrationId>& keep) override {
    for (auto& one : registrations)
      if (one.source == "config" && std::find(keep.begin(), keep.end(), one.id) == keep.end()) one.enabled = false;
    return {};
  }
  base::Status remove_registration(const base::RegistrationId& id) override {
    for (auto& one : registrations)
      if (one.id == id) one.enabled = false;
    return {};
  }
  base::Result<lti::Registration> register_invited(const lti::Registration& registration, const std::string& invitation, base::Instant now) override {
    const auto found = std::find_if(invitations.begin(), invitations.end(), [&](const auto& one) { return one.digest == invitation; });
    if (found == invitations.end() || found->used || found->expires <= now || found->registration != registration.id)
      return base::fail(base::Code::invitation_invalid);
    const bool known = std::any_of(registrations.begin(), registrations.end(), [&](const auto& one) {
      return one.id == registration.id || (one.issuer == registration.issuer && one.client_id == registration.client_id);
    });
    if (known) return base::fail(base::Code::register_exists);
    found->used = true;
    registrations.push_back(registration);
    return registration;
  }
  base::Result<lti::Registration> change_registration(const base::RegistrationId& id,
                                                      const std::function<base::Status(lti::Registration&)>& change) override {
    for (auto& one : registrations) {
      if (one.id != id) continue;
      lti::Registration changed = one;
      if (auto done = change(changed); !done) return base::fail(done.error());
      return one = changed;
    }
    return base::fail(base::Code::platform_unknown, id.str());
  }
  base::Result<lti::Invitation> save_invitation(const lti::Invitation& invitation) override {
    invitations.push_back(invitation);
    invitations.back().registration = base::RegistrationId("invited" + std::to_string(invitations.size()));
    return invitations.back();
  }
  base::Result<std::optional<lti::Invitation>> find_invitation(const std::string& digest) override {
    for (const auto& one : invitations)
      if (one.digest == digest) return std::optional(one);
    return std::optional<lti::Invitation>();
  }
  base::Status use_invitation(const lti::Invitation& invitation, base::Instant now) override {
    for (auto& one : invitations)
      if (one.digest == invitation.digest && !one.used && one.expires > now) {
        one.used = true;
        return {};
      }
    return base::fail(base::Code::invitation_invalid);
  }
  base::Result<std::optional<std::string>> claim_invitation(const std::string& digest, base::Instant now, base::Instant until) override {
    const auto found = std::find_if(invitations.begin(), invitations.end(), [&](const auto& one) { return one.digest == digest; });
    if (found == invitations.end() || found->used || found->expires <= now) return base::fail(base::Code::invitation_invalid);
    auto& [claim, ends] = claims[digest];
    if (!claim.empty() && ends > now) return std::optional<std::string>();
    claim = "claim" + std::to_string(++claims_made);
    ends = until;
    return std::optional(claim);
  }
  base::Status release_invitation(const std::string& digest, const std::string& claim) override {
    if (const auto held = claims.find(digest); held != claims.end() && held->second.first == claim) claims.erase(held);
    return {};
  }
  base::Result<bool> is_being_registered(const base::RegistrationId& registration, base::Instant now) override {
    return std::any_of(invitations.begin(), invitations.end(), [&](const auto& one) {
      const auto held = claims.find(one.digest);
      return one.registration == registration && !one.used && held != claims.end() && held->second.second > now;
    });
  }
  std::vector<lti::Registration> registrations;
  std::vector<lti::Invitation> invitations;
  std::map<std::string, std::pair<std::string, base::Instant>> claims;   // by digest
  int claims_made = 0;

 private:
  template <class Matches>
  std::optional<lti::Registration> first(Matches matches) {
    const auto found = std::find_if(registrations.begin(), registrations.end(), matches);
    return found == registrations.end() ? std::nullopt : std::optional(*found);
  }
};

}  // namespace preceptor::fakes
