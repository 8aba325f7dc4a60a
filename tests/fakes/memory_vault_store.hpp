// The vault's rows in memory, with the port's promises; sealing anew can be told to break off.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/ports/vault_store.hpp"

namespace preceptor::fakes {

class MemoryVaultStore : public ports::VaultStore {
 public:
  enum class Break { no, before_commit, after_commit };

  base::Result<std::optional<ports::SealedProfile>> load_sealed(const base::PersonId& person) override {
    const auto found = rows.find(person);
    return found == rows.end() ? std::optional<ports::SealedProfile>() : std::optional(found->second);
  }
  base::Status save_sealed(const ports::SealedProfile& profile, const ports::VaultAccess& access) override {
    if (retired.contains(profile.key_id)) return base::fail(base::Code::store_conflict);
    rows[profile.person] = profile;
    log.push_back(access);
    return {};
  }
  base::Result<bool> forget_sealed(const base::PersonId& person, const ports::VaultAccess& access) override {
    if (rows.erase(person) == 0) return false;
    log.push_back(access);
    return true;
  }
  base::Result<std::vector<base::PersonId>> persons_of_marks(const std::vector<std::string>& marks) override {
    std::vector<base::PersonId> found;
    for (const auto& [person, row] : rows)
      for (const auto& mark : row.marks)
        if (std::find(marks.begin(), marks.end(), mark) != marks.end() && (found.empty() || found.back() != person)) found.push_back(person);
    return found;
  }
  base::Status note_access(const std::vector<ports::VaultAccess>& looks) override {
    if (log_full) return base::fail(base::Code::store_full);
    log.insert(log.end(), looks.begin(), looks.end());
    return {};
  }
  base::Result<std::vector<ports::VaultAccess>> vault_accesses(const std::optional<base::PersonId>& person, int limit) override {
    std::vector<ports::VaultAccess> found;
    for (auto one = log.rbegin(); one != log.rend() && found.size() < static_cast<std::size_t>(limit); ++one)
      if (!person || one->person == *person) found.push_back(*one);
    return found;
  }
  base::Result<int> seal_anew(const std::string& key_id, const std::vector<std::string>& retiring, const Change& change) override {
    auto anew = rows;
    int changed = 0;
    for (auto& [person, row] : anew) {
      if (row.key_id == key_id) continue;
      if (const auto made = change(row)) row = *made, ++changed;
    }
    if (breaks == Break::before_commit) return base::fail(base::Code::store_failed);
    rows = std::move(anew);
    retired.insert(retiring.begin(), retiring.end());
    sealing = key_id;
    if (breaks == Break::after_commit) return base::fail(base::Code::store_failed);
    return changed;
  }
  base::Result<std::string> sealing_key() override { return sealing; }
  base::Result<std::vector<ports::KeyUse>> profiles_by_key() override {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [person, row] : rows) ++counts[row.key_id];
    std::vector<ports::KeyUse> found;
    for (const auto& [key, count] : counts) found.push_back({key, count});
    return found;
  }
  // Grants are not known here: the store's contract tests say what is settled.
  base::Result<int> forget_settled_profiles(base::Instant, base::Instant, int) override { return 0; }

  std::map<base::PersonId, ports::SealedProfile> rows;
  std::set<std::string> retired;
  std::string sealing;
  std::vector<ports::VaultAccess> log;
  bool log_full = false;
  Break breaks = Break::no;
};

}  // namespace preceptor::fakes
