#include <set>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using ports::SealedProfile;
using ports::VaultAccess;

constexpr std::string_view kProfileColumns = "tttti";
constexpr int kPage = 500;

std::vector<SealedProfile> all_profiles(Rows rows) {
  std::vector<SealedProfile> found;
  while (rows.next()) {
    SealedProfile one;
    one.platform = base::PlatformId(rows.text(0));
    one.person = base::PersonId(rows.text(1));
    one.key_id = rows.text(2);
    one.sealed = rows.text(3);
    one.changed_at = rows.instant(4);
    found.push_back(std::move(one));
  }
  return found;
}

std::vector<VaultAccess> all_accesses(Rows rows) {
  std::vector<VaultAccess> found;
  while (rows.next()) found.push_back({rows.instant(0), base::PersonId(rows.text(1)), {rows.text(2), rows.text(3)}, rows.flag(4)});
  return found;
}

void write_access(Connection& c, const VaultAccess& access) {
  c.run("vault/insert_access",
        {{"at", access.at}, {"person", access.person}, {"who", access.actor.who}, {"why", access.actor.why}, {"changed", access.changed}});
}

void write_profile(Connection& c, const SealedProfile& profile) {
  c.run("vault/put", {{"platform", profile.platform}, {"person", profile.person}, {"key_id", profile.key_id}, {"sealed", profile.sealed},
                      {"changed_at", profile.changed_at}});
  c.run("vault/forget_marks", {{"person", profile.person}});
  for (const std::string& mark : profile.marks) c.run("vault/insert_mark", {{"platform", profile.platform}, {"person", profile.person}, {"mark", mark}});
}

bool remove_profile(Connection& c, const base::PersonId& person) {
  c.run("vault/forget_marks", {{"person", person}});
  return c.run("vault/forget", {{"person", person}}) > 0;
}

constexpr std::string_view kSealingKey = "vault.key";

std::string retired(const std::string& key_id) { return "vault.retired." + key_id; }

bool is_retired(Connection& c, const std::string& key_id) { return c.query("site/value", "t", {{"key", retired(key_id)}}).next(); }

}  // namespace

base::Result<std::optional<SealedProfile>> SqlStore::load_sealed(const base::PersonId& person) {
  return readers_.read([&](Connection& c) -> std::optional<SealedProfile> {
    auto found = all_profiles(c.query("vault/load", kProfileColumns, {{"person", person}}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

base::Status SqlStore::save_sealed(const SealedProfile& profile, const VaultAccess& access) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (is_retired(c, profile.key_id)) return base::fail(base::Code::store_conflict, "the vault's key was changed");
    if (person_is_erased(c, profile.person)) return base::fail(base::Code::session_handle_expired, "the person was erased");
    write_profile(c, profile);
    write_access(c, access);
    return {};
  });
}

base::Result<bool> SqlStore::forget_sealed(const base::PersonId& person, const VaultAccess& access) {
  bool gone = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    gone = remove_profile(c, person);
    if (gone) write_access(c, access);
    return {};
  });
  if (!done) return base::fail(done.error());
  return gone;
}

base::Result<std::vector<base::PersonId>> SqlStore::persons_of_marks(const std::vector<std::string>& marks) {
  return readers_.read([&](Connection& c) {
    std::set<base::PersonId> found;
    for (const std::string& mark : marks) {
      Rows rows = c.query("vault/of_mark", "t", {{"mark", mark}});
      while (rows.next()) found.insert(base::PersonId(rows.text(0)));
    }
    return std::vector<base::PersonId>(found.begin(), found.end());
  });
}

base::Status SqlStore::note_access(const std::vector<VaultAccess>& looks) {
  if (looks.empty()) return {};
  return writer_.run([&](Connection& c) -> base::Status {
    for (const VaultAccess& look : looks) write_access(c, look);
    return {};
  });
}

base::Result<std::vector<VaultAccess>> SqlStore::vault_accesses(const std::optional<base::PersonId>& person, int limit) {
  return readers_.read([&](Connection& c) {
    return person ? all_accesses(c.query("vault/access_of_person", "ittti", {{"person", *person}, {"limit", limit}}))
                  : all_accesses(c.query("vault/access", "ittti", {{"limit", limit}}));
  });
}

base::Result<int> SqlStore::seal_anew(const std::string& key_id, const std::vector<std::string>& retiring, const Change& change) {
  int changed = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    changed = 0;
    std::string after;
    while (true) {
      const auto page = all_profiles(c.query("vault/page", kProfileColumns, {{"after", after}, {"limit", kPage}}));
      if (page.empty()) break;
      for (const SealedProfile& row : page) {
        if (row.key_id == key_id) continue;
        const auto anew = change(row);
        if (!anew) continue;
        write_profile(c, *anew);
        ++changed;
      }
      after = page.back().person.str();
    }
    for (const std::string& one : retiring) c.run("site/put", {{"key", retired(one)}, {"value", key_id}});
    c.run("site/put", {{"key", kSealingKey}, {"value", key_id}});
    return {};
  });
  if (!done) return base::fail(done.error());
  return changed;
}

base::Result<std::string> SqlStore::sealing_key() {
  return readers_.read([&](Connection& c) {
    Rows rows = c.query("site/value", "t", {{"key", kSealingKey}});
    return rows.next() ? std::string(rows.text(0)) : std::string();
  });
}

base::Result<std::vector<ports::KeyUse>> SqlStore::profiles_by_key() {
  return readers_.read([&](Connection& c) {
    std::vector<ports::KeyUse> found;
    Rows rows = c.query("vault/count_by_key", "ti");
    while (rows.next()) found.push_back({rows.text(0), rows.integer(1)});
    return found;
  });
}

base::Result<int> SqlStore::forget_settled_profiles(base::Instant before, base::Instant now, int limit) {
  int gone = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    gone = 0;
    std::vector<base::PersonId> persons;
    {
      Rows rows = c.query("vault/settled", "t", {{"before", before}, {"limit", limit}});
      while (rows.next()) persons.push_back(base::PersonId(rows.text(0)));
    }
    for (const auto& person : persons) {
      remove_profile(c, person);
      write_access(c, {now, person, {"upkeep", "retention"}, true});
      ++gone;
    }
    return {};
  });
  if (!done) return base::fail(done.error());
  return gone;
}

}  // namespace preceptor::store
