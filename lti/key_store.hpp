// Our signing keys as a store keeps them: the private half sealed, the public half as it is published.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::lti {

enum class KeyState {
  next,     // published, so that platforms know it before it signs
  current,  // signs
  retired,  // signs no more; published for an overlap, because what it signed may still be under way
};

struct SigningKey {
  std::string kid;
  base::RegistrationId registration;
  KeyState state = KeyState::next;
  std::string sealed;       // the private half, sealed by the vault; empty once retired
  std::string public_jwk;   // JSON
  base::Instant created_at{};
  std::optional<base::Instant> activated_at, retired_at;
  std::optional<base::Instant> published_until;   // once retired
};

// A registration has at most one next and one current key, whoever writes at once; a kid is never given twice, so rows stay for ever. A key may
// be made shortly before its registration is stored; it is forgotten when nothing comes of that (InvitationStore::release_invitation).
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  // All of the registration's keys, oldest first.
  virtual base::Result<std::vector<SigningKey>> list_keys(const base::RegistrationId& registration) = 0;
  // What may be published at `now` for registrations that are enabled, oldest first.
  virtual base::Result<std::vector<SigningKey>> published_keys(base::Instant now) = 0;
  // Next keys made at or before `made_by`.
  virtual base::Result<std::vector<SigningKey>> waiting_keys(base::Instant made_by) = 0;
  // Adds a next or current key. False, and nothing is written, when the registration has one in that state already.
  // Errors: store_already_used (the kid), store_*.
  virtual base::Result<bool> add_key(const SigningKey& key) = 0;
  // The registration's next key, if it is still `kid`, becomes current at `now`; the one before is retired, its private half is forgotten, and it is
  // published until `old_until`. One transaction. False when `kid` is not the next key (any more).
  virtual base::Result<bool> activate_key(const base::RegistrationId& registration, const std::string& kid, base::Instant now, base::Instant old_until) = 0;
};

}  // namespace preceptor::lti
