#include "adapters/vault/sealed_profiles.hpp"

#include <algorithm>
#include <cctype>

namespace preceptor::vault {
namespace {

using base::Code;
using ports::SealedProfile;
using ports::VaultAccess;

// What a row is bound to: moved to another person's place, it does not open.
std::string purpose_of(const base::PlatformId& platform, const base::PersonId& person) { return "profile/" + platform.str() + "/" + person.str(); }

const VaultKey* key_named(const KeyRing::Keys& keys, const std::string& id) {
  const auto found = std::ranges::find(*keys, id, &VaultKey::id);
  return found == keys->end() ? nullptr : &*found;
}

// The same number typed with spaces, hyphens or in small letters is the same number.
std::string plain(const std::string& id) {
  std::string out;
  for (const unsigned char letter : id)
    if (std::isalnum(letter) != 0) out += static_cast<char>(std::toupper(letter));
  return out;
}

std::vector<std::string> marks_of(const VaultKey& key, const credit::Profile& profile) {
  std::vector<std::string> marks;
  if (const std::string npi = plain(profile.npi); !npi.empty()) marks.push_back(key.mark("npi:" + npi));
  for (const auto& board : profile.boards)
    if (const std::string id = plain(board.id); !id.empty()) marks.push_back(key.mark("board:" + board.board + ":" + id));
  return marks;
}

SealedProfile sealed_under(const VaultKey& key, const base::PlatformId& platform, const base::PersonId& person, const credit::Profile& profile,
                           base::Instant changed_at) {
  return {platform, person, key.id(), key.sealer().seal(purpose_of(platform, person), credit::to_json(profile)), marks_of(key, profile), changed_at};
}

std::optional<credit::Profile> opened_with(const VaultKey& key, const SealedProfile& row) {
  const auto text = key.sealer().open(purpose_of(row.platform, row.person), row.sealed);
  if (!text) return std::nullopt;
  auto profile = credit::profile_from_json(*text);
  return profile ? std::optional(std::move(*profile)) : std::nullopt;
}

}  // namespace

base::Result<credit::Profile> SealedProfiles::open(const SealedProfile& row) {
  auto keys = keys_.keys();
  const VaultKey* key = key_named(keys, row.key_id);
  if (key == nullptr) {   // another process may have changed keys since
    if (auto read = keys_.reload(); !read) return base::fail(read.error());
    keys = keys_.keys();
    key = key_named(keys, row.key_id);
  }
  if (key == nullptr) return base::fail(Code::key_unreadable, "a profile is sealed under a key this site does not have");
  auto profile = opened_with(*key, row);
  if (!profile) return base::fail(Code::key_unreadable, "a profile in the vault was altered");
  return std::move(*profile);
}

base::Result<std::optional<credit::Profile>> SealedProfiles::load_profile(const base::PersonId& person, const ports::VaultActor& actor) {
  const auto row = store_.load_sealed(person);
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<credit::Profile>();
  auto profile = open(**row);
  if (!profile) return base::fail(profile.error());
  // Who cannot be logged sees nothing.
  if (auto noted = store_.note_access({VaultAccess{clock_.now(), person, actor, false}}); !noted) return base::fail(noted.error());
  return std::optional(std::move(*profile));
}

base::Result<std::map<base::PersonId, credit::Profile>> SealedProfiles::load_profiles(const std::vector<base::PersonId>& persons,
                                                                                      const ports::VaultActor& actor) {
  std::map<base::PersonId, credit::Profile> found;
  std::vector<VaultAccess> looks;
  for (const auto& person : persons) {
    if (found.contains(person)) continue;
    const auto row = store_.load_sealed(person);
    if (!row) return base::fail(row.error());
    if (!*row) continue;
    auto profile = open(**row);
    if (!profile) continue;
    found.emplace(person, std::move(*profile));
    looks.push_back({clock_.now(), person, actor, false});
  }
  if (auto noted = store_.note_access(looks); !noted) return base::fail(noted.error());
  return found;
}

base::Status SealedProfiles::save_profile(const base::PlatformId& platform, const base::PersonId& person, const credit::Profile& profile,
                                          const ports::VaultActor& actor) {
  const base::Instant now = clock_.now();
  const auto save = [&] { return store_.save_sealed(sealed_under(keys_.keys()->front(), platform, person, profile, now), {now, person, actor, true}); };
  auto saved = save();
  if (saved || saved.error().code != Code::store_conflict) return saved;
  // The keys were changed by another process, which had put the new one in the file before.
  if (auto read = keys_.reload(); !read) return read;
  return save();
}

base::Result<std::vector<base::PersonId>> SealedProfiles::same_identity(const base::PersonId& person) {
  const auto row = store_.load_sealed(person);
  if (!row) return base::fail(row.error());
  if (!*row) return std::vector<base::PersonId>();
  const auto profile = open(**row);
  if (!profile) return base::fail(profile.error());
  std::vector<std::string> marks;
  for (const VaultKey& key : *keys_.keys())   // others' rows may still be under an older one
    std::ranges::move(marks_of(key, *profile), std::back_inserter(marks));
  auto found = store_.persons_of_marks(marks);
  if (found) std::erase(*found, person);
  return found;
}

base::Result<bool> SealedProfiles::forget_profile(const base::PersonId& person, const ports::VaultActor& actor) {
  return store_.forget_sealed(person, {clock_.now(), person, actor, true});
}

base::Result<std::vector<VaultAccess>> SealedProfiles::access_log(const std::optional<base::PersonId>& person, int limit) {
  return store_.vault_accesses(person, limit);
}

// Where the file lies on a share that knows no locks: what nobody will find in it must seal nothing.
base::Status SealedProfiles::still_in_front(const VaultKey& key) {
  if (auto read = keys_.reload(); !read) return read;
  if (keys_.keys()->front().id() == key.id()) return {};
  return base::fail(base::Code::store_conflict, "another rotation has changed the key file meanwhile; nothing was sealed anew");
}

// Of two at one moment the second would put its key over the first one's, and what that has sealed could be read by nobody.
base::Result<Rotation> SealedProfiles::rotate() {
  const auto turn = keys_.take_turn();
  if (!turn) return base::fail(turn.error());
  if (auto read = keys_.reload(); !read) return base::fail(read.error());
  const auto sealing = store_.sealing_key();
  if (!sealing) return base::fail(sealing.error());
  Rotation done;
  // A key stands in front that the store never heard of: a rotation was interrupted after its key was written. One more key would help nobody.
  const auto former = keys_.keys();
  done.resumed = former->size() > 1 && former->front().id() != *sealing;
  if (!done.resumed) {
    if (auto dropped = keys_.drop_former(); !dropped) return base::fail(dropped.error());   // of one that broke off after its end
    if (auto added = keys_.add_key(); !added) return base::fail(added.error());
  }
  const auto keys = keys_.keys();
  const VaultKey& now = keys->front();
  if (auto kept = still_in_front(now); !kept) return base::fail(kept.error());
  std::vector<std::string> retiring;
  for (std::size_t i = 1; i < keys->size(); ++i) retiring.push_back((*keys)[i].id());
  const auto changed = store_.seal_anew(now.id(), retiring, [&](const SealedProfile& row) -> std::optional<SealedProfile> {
    const VaultKey* key = key_named(keys, row.key_id);
    const auto profile = key == nullptr ? std::nullopt : opened_with(*key, row);
    if (!profile) return std::nullopt;
    return sealed_under(now, row.platform, row.person, *profile, row.changed_at);
  });
  if (!changed) return base::fail(changed.error());
  if (auto dropped = keys_.drop_former(); !dropped) return base::fail(dropped.error());
  const auto lost = unreadable();
  if (!lost) return base::fail(lost.error());
  done.key_id = now.id();
  done.sealed_anew = *changed;
  done.unreadable = *lost;
  return done;
}

base::Result<std::int64_t> SealedProfiles::unreadable() {
  if (auto read = keys_.reload(); !read) return base::fail(read.error());
  const auto uses = store_.profiles_by_key();
  if (!uses) return base::fail(uses.error());
  const auto keys = keys_.keys();
  std::int64_t lost = 0;
  for (const auto& use : *uses)
    if (key_named(keys, use.key_id) == nullptr) lost += use.profiles;
  return lost;
}

}  // namespace preceptor::vault
