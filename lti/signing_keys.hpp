// Our keys, one pair a registration (Security Framework 7.2): made at first use, published before they sign, kept published for an overlap
// after their successor took over, never used again (lti.md 6.7).
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/sealer.hpp"
#include "lti/jose/private_key.hpp"
#include "lti/key_store.hpp"
#include "lti/signing.hpp"

namespace preceptor::lti {

// In the place of a registration: the key that signs evidence bundles. It belongs to the site, is in no key set, and rotates at once.
inline constexpr const char* kEvidenceKey = "evidence";
inline constexpr int kKeySetMaxAge = 300;   // seconds; Cache-Control of the key sets
// A next key is seen by whoever honours max-age within 5 minutes. Proxies and platforms that keep a set for longer get an hour.
inline constexpr base::Milliseconds kPublishedBefore{60L * 60 * 1000};
// A token or response signed before the change is checked within minutes; a platform that keeps sets has a day (lti.md 6.8: at most 24 h).
inline constexpr base::Milliseconds kPublishedAfter{24L * 60 * 60 * 1000};

class SigningKeys : public Signer {
 public:
  // `vault` seals private keys; all must outlive this object.
  SigningKeys(KeyStore& store, const ports::Sealer& vault, const ports::Clock& clock) : store_(store), vault_(vault), clock_(clock) {}

  base::Result<std::string> sign(const base::RegistrationId& registration, std::string_view claims_json) override;

  // What is published for the registration now, oldest first; the first key is made if there is none.
  base::Result<std::vector<SigningKey>> published(const base::RegistrationId& registration);
  // Of all enabled registrations.
  base::Result<std::vector<SigningKey>> all_published() { return store_.published_keys(clock_.now()); }

  // Begins a rotation: a next key is made and published. One that is under way is left as it is. `at_once`: a new key signs from now on; the
  // old one, and one that waits already, are published no longer (it leaked, or cannot be opened). Answers the key that signs next or, with `at_once`, now.
  base::Result<SigningKey> rotate(const base::RegistrationId& registration, bool at_once);
  // Next keys that were published long enough become current. Any node; nothing is done twice.
  base::Status finish_due();
  // A document under the registration's current key (jose/signed_document.hpp). Errors as sign.
  base::Result<std::string> sign_document(const base::RegistrationId& registration, std::string_view type, const std::vector<std::string>& certificates_der,
                                          std::string_view payload_json);
  // A request for a certificate of the registration's current key, PEM. Errors as sign; certificate_unfit: the name.
  base::Result<std::string> certificate_request(const base::RegistrationId& registration, std::string_view common_name);
  // Whether the current key's private half can be opened. Error key_unreadable.
  base::Status probe(const base::RegistrationId& registration);

 private:
  using KeyPtr = std::shared_ptr<const jose::PrivateKey>;
  base::Result<SigningKey> current(const base::RegistrationId& registration);
  base::Result<SigningKey> make(const base::RegistrationId& registration, KeyState state);
  base::Result<KeyPtr> signing_pair(const base::RegistrationId& registration);
  base::Result<SigningKey> replace_at_once(const base::RegistrationId& registration);
  base::Result<KeyPtr> open(const SigningKey& key);

  KeyStore& store_;
  const ports::Sealer& vault_;
  const ports::Clock& clock_;
  std::mutex making_;   // one pair at a time: it takes a core for 100 ms
  std::mutex opened_mutex_;
  std::map<base::RegistrationId, KeyPtr> opened_;   // the key that signed last
};

// When a next key begins to sign.
inline base::Instant signs_from(const SigningKey& next) { return next.created_at + kPublishedBefore; }

// {"keys":[...]}: kid, kty, use, alg, n and e of each.
std::string key_set_json(const std::vector<SigningKey>& keys);
// The public half for a form that asks for an "RSA key" (SubjectPublicKeyInfo PEM). Error key_unreadable: the stored JWK is damaged.
base::Result<std::string> public_pem(const SigningKey& key);

}  // namespace preceptor::lti
