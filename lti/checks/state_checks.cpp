#include "lti/checks/state_checks.hpp"

#include "core/base/digest.hpp"

namespace preceptor::lti {

using base::Code;
using base::fail;
using base::mismatch;
using base::Status;

// Security Framework 5.1.1.4, 7.3.1.
Status check_state(Inspection& launch) {
  if (base::field_values(launch.form, "state").size() > 1)
    return fail(Code::launch_state_invalid, "state is given twice");
  const std::string* token = base::field(launch.form, "state");
  if (token == nullptr || token->empty()) return fail(Code::launch_state_missing);
  auto state = open_state(launch.sealer, *token);
  if (!state) return fail(Code::launch_state_invalid);
  launch.state = std::move(*state);
  launch.registration.id = launch.state.registration;
  return {};
}

// lti.md 4.3: 10 minutes.
Status check_state_age(Inspection& launch) {
  if (launch.same_bytes_again) return {};
  const auto age = launch.now - launch.state.created;
  if (age <= kStateLife && age >= -launch.policy.leeway) return {};
  return mismatch(Code::launch_state_expired, "at most 600 s", std::to_string(age.count() / 1000) + " s");
}

// lti.md section 7, pitfall 7: a state alone could be carried into another person's browser.
Status check_browser(Inspection& launch) {
  const std::string expected = "the cookie of the browser that began the login";
  if (launch.browser_cookie.empty()) return mismatch(Code::launch_browser_mismatch, expected, "no cookie");
  if (!base::equal_constant_time(base::sha256_hex(launch.browser_cookie), launch.state.browser)) {
    return mismatch(Code::launch_browser_mismatch, expected, "another cookie");
  }
  return {};
}

}  // namespace preceptor::lti
