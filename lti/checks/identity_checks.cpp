#include "lti/checks/identity_checks.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/claims.hpp"
#include "lti/shown.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::mismatch;
using base::Result;
using base::Status;

Result<std::vector<std::string>> audiences(const Json& claims) {
  const Json* aud = find_member(claims, "aud");
  if (aud != nullptr && aud->is_string()) return std::vector<std::string>{aud->get<std::string>()};
  auto several = texts_member(claims, "aud", "aud");
  if (!several) return fail(Code::launch_audience, "aud is neither text nor an array of texts");
  return several;
}

}  // namespace

// Check 5: the registration is the one the login was for; a launch cannot choose another.
Status check_registration(Inspection& launch) {
  auto found = launch.registrations.load_registration(launch.state.registration);
  if (!found) return fail(found.error());
  if (!*found) return fail(Code::login_registration_disabled, "the registration of this login does not exist any more");
  launch.registration = std::move(**found);
  if (!launch.registration.enabled)
    return fail(Code::login_registration_disabled, "registration " + launch.registration.id.str());
  // The login refuses these too; one that was under way when it was withdrawn ends here.
  if (!launch.registration.accepted) return fail(Code::launch_registration_pending, "registration " + launch.registration.name);
  return {};
}

// Check 5: Security Framework 5.1.3 step 2. Exact, case-sensitive.
Status check_issuer(Inspection& launch) {
  const std::string* iss = base::string_member(launch.claims(), "iss");
  if (iss == nullptr) return mismatch(Code::launch_issuer, launch.registration.issuer, "no iss");
  if (*iss != launch.registration.issuer) return mismatch(Code::launch_issuer, launch.registration.issuer, shown(*iss));
  return {};
}

// Check 6: Security Framework 5.1.3 step 1, with the registration's own key of that kid.
Status check_signature(Inspection& launch) {
  const auto key = launch.keys.key(launch.registration, *launch.token.kid);
  if (!key) return fail(key.error());
  if (!(*key)->verify_rs256(launch.token.signing_input, launch.token.signature)) {
    return fail(Code::launch_signature, "kid " + shown(*launch.token.kid));
  }
  return {};
}

// Check 7: Security Framework 5.1.3 step 3. Answered with 401.
Status check_audience(Inspection& launch) {
  const auto aud = audiences(launch.claims());
  if (!aud) return fail(aud.error());
  const std::string& client = launch.registration.client_id;
  if (std::find(aud->begin(), aud->end(), client) == aud->end())
    return mismatch(Code::launch_audience, client, shown(*aud));
  const auto& trusted = launch.policy.trusted_audiences;
  for (const std::string& one : *aud) {
    if (one != client && std::find(trusted.begin(), trusted.end(), one) == trusted.end()) {
      return mismatch(Code::launch_audience, client, shown(*aud), "it names an audience we do not trust");
    }
  }
  return {};
}

// Check 8: Security Framework 5.1.3 steps 4 and 5, both as MUST.
Status check_authorized_party(Inspection& launch) {
  const std::string& client = launch.registration.client_id;
  const Json* azp = find_member(launch.claims(), "azp");
  if (azp == nullptr) {
    const auto aud = audiences(launch.claims());
    if (!aud) return fail(aud.error());
    if (aud->size() > 1) return mismatch(Code::launch_authorized_party, client, "no azp with several audiences");
    return {};
  }
  if (!azp->is_string()) return mismatch(Code::launch_authorized_party, client, "azp is not text");
  if (azp->get_ref<const std::string&>() != client) {
    return mismatch(Code::launch_authorized_party, client, shown(azp->get_ref<const std::string&>()));
  }
  return {};
}

}  // namespace preceptor::lti
