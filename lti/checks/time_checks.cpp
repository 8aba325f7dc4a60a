#include "lti/checks/time_checks.hpp"

#include <cmath>
#include <optional>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "lti/claims.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Instant;
using base::Json;
using base::Milliseconds;
using base::mismatch;
using base::Status;

// RFC 7519 NumericDate: seconds, possibly with a fraction. nullopt when absent, not a number or beyond the year 9999.
std::optional<Instant> numeric_date(const Json& claims, std::string_view name) {
  const Json* value = find_member(claims, name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double seconds = value->get<double>();
  if (!(seconds >= 0 && seconds < 253402300800.0)) return std::nullopt;
  return base::from_unix_ms(static_cast<std::int64_t>(std::floor(seconds * 1000)));
}

}  // namespace

// Check 9: Security Framework 5.1.3 step 7.
Status check_expiry(Inspection& launch) {
  const auto exp = numeric_date(launch.claims(), "exp");
  if (!exp) return fail(Code::launch_expired, "exp is missing or not a number of seconds");
  if (launch.same_bytes_again || launch.now < *exp + launch.policy.leeway) return {};
  return mismatch(Code::launch_expired, "exp after " + base::format_rfc3339(launch.now), base::format_rfc3339(*exp));
}

// Check 10: Security Framework 5.1.3 step 8; RFC 7519 4.1.5 for nbf. The age and the span are ours (lti.md 4.5).
Status check_issued_at(Inspection& launch) {
  const auto iat = numeric_date(launch.claims(), "iat");
  if (!iat) return fail(Code::launch_issued_at, "iat is missing or not a number of seconds");
  const auto exp = numeric_date(launch.claims(), "exp");
  if (exp && *exp - *iat > std::chrono::hours(24)) {
    return mismatch(Code::launch_issued_at, "exp at most 24 h after iat",
                    std::to_string((*exp - *iat).count() / 1000) + " s");
  }
  const bool has_nbf = find_member(launch.claims(), "nbf") != nullptr;
  const auto nbf = numeric_date(launch.claims(), "nbf");
  if (has_nbf && !nbf) return fail(Code::launch_issued_at, "nbf is not a number of seconds");
  if (launch.same_bytes_again) return {};
  const Milliseconds age = launch.now - *iat;
  if (age < -launch.policy.leeway || age > launch.policy.max_age) {
    return mismatch(Code::launch_issued_at,
                    "iat within " + std::to_string(launch.policy.max_age.count() / 1000) + " s before " +
                        base::format_rfc3339(launch.now),
                    base::format_rfc3339(*iat));
  }
  if (nbf && *nbf > launch.now + launch.policy.leeway) {
    return mismatch(Code::launch_issued_at, "nbf before " + base::format_rfc3339(launch.now),
                    base::format_rfc3339(*nbf));
  }
  return {};
}

// Check 11: Security Framework 5.1.3 step 9, OpenID Connect Core 3.1.3.7 step 11.
Status check_nonce(Inspection& launch) {
  const std::string* nonce = base::string_member(launch.claims(), "nonce");
  if (nonce == nullptr || nonce->empty()) return fail(Code::launch_nonce, "there is none");
  if (!base::equal_constant_time(*nonce, launch.state.nonce))
    return fail(Code::launch_nonce, "not the one sent with this state");
  return {};
}

}  // namespace preceptor::lti
