// Profiles in memory, unsealed, with the port's promises: every look is logged.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/profile_vault.hpp"

namespace preceptor::fakes {

class MemoryVault : public ports::ProfileVault {
 public:
  explicit MemoryVault(const ports::Clock& clock) : clock_(clock) {}

  base::Result<std::optional<credit::Profile>> load_profile(const base::PersonId& person, const ports::VaultActor& actor) override {
    if (unreadable) return base::fail(base::Code::key_unreadable);
    const auto found = profiles.find(person);
    if (found == profiles.end()) return std::optional<credit::Profile>();
    log.push_back({clock_.now(), person, actor, false});
    return std::optional(found->second.second);
  }
  base::Result<std::map<base::PersonId, credit::Profile>> load_profiles(const std::vector<base::PersonId>& persons, const ports::VaultActor& actor) override {
    std::map<base::PersonId, credit::Profile> found;
    for (const auto& person : persons) {
      const auto kept = profiles.find(person);
      if (unreadable || kept == profiles.end()) continue;
      if (found.emplace(person, kept->second.second).second) log.push_back({clock_.now(), person, actor, false});
    }
    return found;
  }
  base::Status save_profile(const base::PlatformId& platform, const base::PersonId& person, const credit::Profile& profile,
                            const ports::VaultActor& actor) override {
    profiles[person] = {platform, profile};
    log.push_back({clock_.now(), person, actor, true});
    return {};
  }
  base::Result<std::vector<base::PersonId>> same_identity(const base::PersonId& person) override {
    std::vector<base::PersonId> others;
    const auto mine = profiles.find(person);
    if (mine == profiles.end()) return others;
    for (const auto& [other, kept] : profiles)
      if (other != person && same(mine->second.second, kept.second)) others.push_back(other);
    return others;
  }
  base::Result<bool> forget_profile(const base::PersonId& person, const ports::VaultActor& actor) override {
    if (profiles.erase(person) == 0) return false;
    log.push_back({clock_.now(), person, actor, true});
    return true;
  }
  base::Result<std::vector<ports::VaultAccess>> access_log(const std::optional<base::PersonId>& person, int limit) override {
    std::vector<ports::VaultAccess> found;
    for (auto one = log.rbegin(); one != log.rend() && found.size() < static_cast<std::size_t>(limit); ++one)
      if (!person || one->person == *person) found.push_back(*one);
    return found;
  }

  std::map<base::PersonId, std::pair<base::PlatformId, credit::Profile>> profiles;
  std::vector<ports::VaultAccess> log;
  bool unreadable = false;   // as after a restore without the key

 private:
  static bool same(const credit::Profile& a, const credit::Profile& b) {
    if (!a.npi.empty() && a.npi == b.npi) return true;
    return std::any_of(a.boards.begin(), a.boards.end(),
                       [&](const auto& one) { return !one.id.empty() && std::find(b.boards.begin(), b.boards.end(), one) != b.boards.end(); });
  }
  const ports::Clock& clock_;
};

}  // namespace preceptor::fakes
