#include "lti/launch.hpp"

#include <array>

#include "core/base/digest.hpp"
#include "lti/arrival.hpp"
#include "lti/checks/header_checks.hpp"
#include "lti/checks/identity_checks.hpp"
#include "lti/checks/message_checks.hpp"
#include "lti/checks/state_checks.hpp"
#include "lti/checks/time_checks.hpp"

namespace preceptor::lti {
namespace {

// The order of lti.md 4.5: what costs nothing first, nothing that only the platform may know before its signature was
// checked.
constexpr std::array kChecks = {
    Check{"no_platform_error", check_platform_error},
    Check{"token_present", check_token_present},
    Check{"token_shape", check_token_shape},
    Check{"algorithm", check_algorithm},
    Check{"critical_header", check_critical_header},
    Check{"kid", check_kid},
    Check{"state", check_state},
    Check{"state_age", check_state_age},
    Check{"browser", check_browser},
    Check{"registration", check_registration},
    Check{"issuer", check_issuer},
    Check{"signature", check_signature},
    Check{"audience", check_audience},
    Check{"authorized_party", check_authorized_party},
    Check{"expiry", check_expiry},
    Check{"issued_at", check_issued_at},
    Check{"nonce", check_nonce},
    Check{"version", check_version},
    Check{"message_type", check_message_type},
    Check{"deployment", check_deployment},
    Check{"target", check_target},
    Check{"subject", check_subject},
    Check{"roles", check_roles},
    Check{"resource_link", check_resource_link},
    Check{"message_claims", check_message_claims},
    Check{"optional_claims", check_optional_claims},
};

}  // namespace

LaunchVerifier::LaunchVerifier(RegistrationStore& registrations, KeySource& keys, const ports::Sealer& sealer,
                               const ports::Clock& clock, ToolUrls urls, LaunchPolicy policy)
    : registrations_(registrations),
      keys_(keys),
      sealer_(sealer),
      clock_(clock),
      urls_(std::move(urls)),
      policy_(std::move(policy)) {}

tl::expected<VerifiedLaunch, Refusal> LaunchVerifier::verify(const base::Fields& form, std::string_view browser_cookie,
                                                             bool same_bytes_again) {
  return run(form, browser_cookie, same_bytes_again, false);
}

tl::expected<UnboundLaunch, Refusal> LaunchVerifier::verify_unbound(const base::Fields& form) {
  auto found = run(form, {}, false, true);
  if (!found) return tl::unexpected(std::move(found.error()));
  UnboundLaunch launch;
  launch.arrival = seal_arrival(sealer_, {found->id_token_digest, found->state.id, arrived_at(form, sealer_, clock_.now())});
  launch.registration = std::move(found->registration);
  launch.state = std::move(found->state);
  launch.return_url = std::move(found->launch.presentation.return_url);
  launch.locale = std::move(found->launch.locale);
  return launch;
}

tl::expected<VerifiedLaunch, Refusal> LaunchVerifier::run(const base::Fields& form, std::string_view browser_cookie,
                                                          bool same_bytes_again, bool unbound) {
  const base::Instant now = clock_.now();
  Inspection inspection{form,           browser_cookie, same_bytes_again, arrived_at(form, sealer_, now), urls_, policy_,
                        registrations_, keys_,          sealer_,          unbound};
  std::vector<std::string_view> passed;
  passed.reserve(kChecks.size());
  for (const Check& check : kChecks) {
    if (const auto status = check.run(inspection); !status) {
      Refusal refusal{status.error(), std::nullopt, std::move(passed)};
      if (!inspection.registration.id.empty()) refusal.registration = inspection.registration.id;
      return tl::unexpected(std::move(refusal));
    }
    passed.push_back(check.name);
  }
  VerifiedLaunch verified;
  verified.id_token_digest = base::sha256_hex(inspection.id_token);
  verified.nonce_key = base::sha256_hex(inspection.registration.id.str() + "\n" + inspection.state.nonce);
  verified.launch = std::move(inspection.launch);
  verified.registration = std::move(inspection.registration);
  verified.state = std::move(inspection.state);
  verified.checks = std::move(passed);
  verified.bound_by = inspection.bound_by;
  return verified;
}

}  // namespace preceptor::lti
