// Rows of the vault as a store keeps them: sealed text, keyed hashes and who looked. Nothing here can be read without the vault's key.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/profile_vault.hpp"

namespace preceptor::ports {

struct SealedProfile {
  base::PlatformId platform;
  base::PersonId person;
  std::string key_id;               // of the key it is sealed under
  std::string sealed;
  std::vector<std::string> marks;   // keyed hashes; written, and empty in what is loaded
  base::Instant changed_at{};
};
struct KeyUse {
  std::string key_id;
  std::int64_t profiles = 0;
};

class VaultStore {
 public:
  virtual ~VaultStore() = default;
  virtual base::Result<std::optional<SealedProfile>> load_sealed(const base::PersonId& person) = 0;
  // Replaces the row and its marks and logs it, in one transaction. Error store_conflict: its key was retired by seal_anew meanwhile.
  virtual base::Status save_sealed(const SealedProfile& profile, const VaultAccess& access) = 0;
  // Row, marks and log in one transaction. False, and nothing is logged, when there was none.
  virtual base::Result<bool> forget_sealed(const base::PersonId& person, const VaultAccess& access) = 0;
  // Each once, by id.
  virtual base::Result<std::vector<base::PersonId>> persons_of_marks(const std::vector<std::string>& marks) = 0;
  virtual base::Status note_access(const std::vector<VaultAccess>& looks) = 0;
  virtual base::Result<std::vector<VaultAccess>> vault_accesses(const std::optional<base::PersonId>& person, int limit) = 0;

  // What a row becomes under `key_id`; absent: it cannot be read, and stays as it is.
  using Change = std::function<std::optional<SealedProfile>(const SealedProfile&)>;
  // Seals every row of another key anew and retires the keys named (nothing is saved under those any more), in one transaction. Answers how many rows changed.
  virtual base::Result<int> seal_anew(const std::string& key_id, const std::vector<std::string>& retiring, const Change& change) = 0;
  // The key of the last seal_anew; empty: there was none.
  virtual base::Result<std::string> sealing_key() = 0;
  // By key id.
  virtual base::Result<std::vector<KeyUse>> profiles_by_key() = 0;
  // Deletes profiles unchanged since `before` of persons who have no grant that changed since then or whose report is still to come or under way; logged as
  // "upkeep". At most `limit` at a time; answers how many.
  virtual base::Result<int> forget_settled_profiles(base::Instant before, base::Instant now, int limit) = 0;
};

}  // namespace preceptor::ports
