// Learners' identifiers, sealed: the vault behind ports::ProfileVault. A row opens for the person it was sealed for only.
#pragma once
#include <cstdint>

#include "adapters/vault/key_ring.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/vault_store.hpp"

namespace preceptor::vault {

// What a rotation did. `unreadable`: rows under keys this site does not have; they stay as they are.
struct Rotation {
  std::string key_id;
  int sealed_anew = 0;
  std::int64_t unreadable = 0;
  bool resumed = false;             // an interrupted one was brought to its end
};

class SealedProfiles : public ports::ProfileVault {
 public:
  SealedProfiles(ports::VaultStore& store, KeyRing& keys, const ports::Clock& clock) : store_(store), keys_(keys), clock_(clock) {}

  base::Result<std::optional<credit::Profile>> load_profile(const base::PersonId& person, const ports::VaultActor& actor) override;
  base::Result<std::map<base::PersonId, credit::Profile>> load_profiles(const std::vector<base::PersonId>& persons, const ports::VaultActor& actor) override;
  base::Status save_profile(const base::PlatformId& platform, const base::PersonId& person, const credit::Profile& profile,
                            const ports::VaultActor& actor) override;
  base::Result<std::vector<base::PersonId>> same_identity(const base::PersonId& person) override;
  base::Result<bool> forget_profile(const base::PersonId& person, const ports::VaultActor& actor) override;
  base::Result<std::vector<ports::VaultAccess>> access_log(const std::optional<base::PersonId>& person, int limit) override;

  // A new key in the file, every row and its hashes made anew under it, then the old keys dropped. A crash anywhere leaves everything readable, and the next
  // call goes on with the key that is there. Errors: key_unreadable, store_*.
  base::Result<Rotation> rotate();
  // Profiles that no key of this site opens: lost, unless the key file comes back.
  base::Result<std::int64_t> unreadable();

 private:
  base::Status still_in_front(const VaultKey& key);
  base::Result<credit::Profile> open(const ports::SealedProfile& row);
  ports::VaultStore& store_;
  KeyRing& keys_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::vault
