#include "lti/signing_keys.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/jose/public_key.hpp"
#include "lti/jose/signed_document.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::RegistrationId;
using base::Result;
using base::Status;

// What a sealed private key is bound to: a row copied to another registration or another kid does not open.
std::string purpose(const SigningKey& key) { return "signing-key." + key.registration.str() + "." + key.kid; }

std::optional<SigningKey> in_state(const std::vector<SigningKey>& keys, KeyState state) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const SigningKey& key) { return key.state == state; });
  return found == keys.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

// Two that make a key at once: the database takes one of them, and both go on with that.
Result<SigningKey> SigningKeys::make(const RegistrationId& registration, KeyState state) {
  const std::lock_guard one_at_a_time(making_);
  const auto known = store_.list_keys(registration);
  if (!known) return fail(known.error());
  if (auto there = in_state(*known, state)) return *there;
  const jose::PrivateKey pair = jose::PrivateKey::make();
  SigningKey key;
  key.kid = pair.kid();
  key.registration = registration;
  key.state = state;
  key.sealed = vault_.seal(purpose(key), pair.pem().reveal());
  key.public_jwk = pair.public_jwk();
  key.created_at = clock_.now();
  if (state == KeyState::current) key.activated_at = key.created_at;
  const auto added = store_.add_key(key);
  if (!added) return fail(added.error());
  if (*added) return key;
  const auto keys = store_.list_keys(registration);
  if (!keys) return fail(keys.error());
  if (auto theirs = in_state(*keys, state)) return *theirs;
  return fail(Code::store_conflict, "the registration's keys were changed at the same moment");
}

Result<SigningKey> SigningKeys::current(const RegistrationId& registration) {
  const auto keys = store_.list_keys(registration);
  if (!keys) return fail(keys.error());
  if (auto key = in_state(*keys, KeyState::current)) return *key;
  return make(registration, KeyState::current);
}

Result<SigningKeys::KeyPtr> SigningKeys::open(const SigningKey& key) {
  {
    const std::lock_guard lock(opened_mutex_);
    const auto found = opened_.find(key.registration);
    if (found != opened_.end() && found->second->kid() == key.kid) return found->second;
  }
  const auto pem = vault_.open(purpose(key), key.sealed);
  if (!pem) {
    return fail(Code::key_unreadable, "signing key " + key.kid +
                                          " was sealed under another site key: put that key file back, or run preceptor keys rotate --" +
                                          (key.registration.str() == kEvidenceKey ? "evidence" : "at-once"));
  }
  auto pair = jose::PrivateKey::from_pem(base::Secret(*pem));
  if (!pair) return fail(pair.error());
  if (pair->kid() != key.kid) return fail(Code::key_unreadable, "signing key " + key.kid + " holds another key");
  auto opened = std::make_shared<const jose::PrivateKey>(std::move(*pair));
  const std::lock_guard lock(opened_mutex_);
  opened_[key.registration] = opened;
  return opened;
}

Result<SigningKeys::KeyPtr> SigningKeys::signing_pair(const RegistrationId& registration) {
  const auto key = current(registration);
  if (!key) return fail(key.error());
  return open(*key);
}

Result<std::string> SigningKeys::sign(const RegistrationId& registration, std::string_view claims_json) {
  const auto pair = signing_pair(registration);
  if (!pair) return fail(pair.error());
  return jose::make_compact(**pair, claims_json);
}

Result<std::string> SigningKeys::sign_document(const RegistrationId& registration, std::string_view type, const std::vector<std::string>& certificates_der,
                                               std::string_view payload_json) {
  const auto pair = signing_pair(registration);
  if (!pair) return fail(pair.error());
  return jose::sign_document(**pair, type, certificates_der, payload_json);
}

Result<std::string> SigningKeys::certificate_request(const RegistrationId& registration, std::string_view common_name) {
  const auto pair = signing_pair(registration);
  if (!pair) return fail(pair.error());
  return (*pair)->certificate_request(common_name);
}

Status SigningKeys::probe(const RegistrationId& registration) {
  const auto key = current(registration);
  if (!key) return fail(key.error());
  const auto pair = open(*key);
  if (!pair) return fail(pair.error());
  return {};
}

Result<std::vector<SigningKey>> SigningKeys::published(const RegistrationId& registration) {
  if (const auto key = current(registration); !key) return fail(key.error());
  auto keys = store_.list_keys(registration);
  if (!keys) return keys;
  const base::Instant now = clock_.now();
  std::erase_if(*keys, [&](const SigningKey& key) { return key.state == KeyState::retired && key.published_until.value_or(now) <= now; });
  return keys;
}

Result<SigningKey> SigningKeys::rotate(const RegistrationId& registration, bool at_once) {
  const auto old = current(registration);
  if (!old) return old;
  if (!at_once) return make(registration, KeyState::next);
  // A next key that waits already shares the fate of the one that signs (a leaked or lost key file): it is passed over too.
  const auto known = store_.list_keys(registration);
  if (!known) return fail(known.error());
  const bool waits = std::any_of(known->begin(), known->end(), [](const SigningKey& key) { return key.state == KeyState::next; });
  if (waits) {
    if (auto passed = replace_at_once(registration); !passed) return passed;
  }
  return replace_at_once(registration);
}

// The next key, made where there is none, signs from now on; the one before is published no longer.
Result<SigningKey> SigningKeys::replace_at_once(const RegistrationId& registration) {
  auto next = make(registration, KeyState::next);
  if (!next) return next;
  const base::Instant now = clock_.now();
  const auto done = store_.activate_key(registration, next->kid, now, now);
  if (!done) return fail(done.error());
  if (!*done) return fail(Code::store_conflict, "the registration's keys were changed at the same moment");
  next->state = KeyState::current;
  next->activated_at = now;
  return next;
}

Status SigningKeys::finish_due() {
  const base::Instant now = clock_.now();
  const auto due = store_.waiting_keys(now - kPublishedBefore);
  if (!due) return fail(due.error());
  for (const SigningKey& key : *due) {
    const auto done = store_.activate_key(key.registration, key.kid, now, now + kPublishedAfter);
    if (!done) return fail(done.error());   // false: another node did it
  }
  return {};
}

std::string key_set_json(const std::vector<SigningKey>& keys) {
  std::string set = R"({"keys":[)";
  for (const SigningKey& key : keys) set += (set.ends_with('[') ? "" : ",") + key.public_jwk;
  return set + "]}";
}

Result<std::string> public_pem(const SigningKey& key) {
  const auto set = jose::parse_jwks(R"({"keys":[)" + key.public_jwk + "]}");
  if (!set || set->keys.size() != 1) return fail(Code::key_unreadable, "the public half of " + key.kid + " is damaged in the store");
  return set->keys.front()->pem();
}

}  // namespace preceptor::lti
