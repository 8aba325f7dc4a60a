// The vault of identifiers: encrypted at rest under the site's key, every look is logged, doubles are found by a keyed hash.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/credit/profile.hpp"

namespace preceptor::ports {

// Who looks or changes, for the access log.
struct VaultActor {
  std::string who;       // "learner", a member of staff's person id, "export <id>", "upkeep"
  std::string why;       // "profile page", "export", "fix page", "roster", ...
};
struct VaultAccess {
  base::Instant at{};
  base::PersonId person;
  VaultActor actor;
  bool changed = false;
};

class ProfileVault {
 public:
  virtual ~ProfileVault() = default;
  // Absent: nothing is kept of that person. Error key_unreadable: sealed under a key this site does not have (a restore without it), store_*.
  virtual base::Result<std::optional<credit::Profile>> load_profile(const base::PersonId& person, const VaultActor& actor) = 0;
  // Of many, for reports: those of whom something is kept and can be read (the others are left out, so that one lost key stops no report); logged together.
  virtual base::Result<std::map<base::PersonId, credit::Profile>> load_profiles(const std::vector<base::PersonId>& persons, const VaultActor& actor) = 0;
  // Replaces what was kept, readable or not; its keyed hashes too. Errors: store_*.
  virtual base::Status save_profile(const base::PlatformId& platform, const base::PersonId& person, const credit::Profile& profile, const VaultActor& actor) = 0;
  // Others, on any platform, with the same NPI or the same id of the same board. Never merges anybody. Nothing is shown, so nothing is logged.
  virtual base::Result<std::vector<base::PersonId>> same_identity(const base::PersonId& person) = 0;
  // The profile, its hashes; the log keeps that it happened. False when there was nothing.
  virtual base::Result<bool> forget_profile(const base::PersonId& person, const VaultActor& actor) = 0;
  // Newest first; of one person when given.
  virtual base::Result<std::vector<VaultAccess>> access_log(const std::optional<base::PersonId>& person, int limit) = 0;
};

}  // namespace preceptor::ports
