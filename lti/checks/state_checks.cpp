#include "lti/checks/state_checks.hpp"

#include "core/base/digest.hpp"
#include "lti/arrival.hpp"
#include "lti/shown.hpp"

namespace preceptor::lti {

using base::Code;
using base::fail;
using base::mismatch;
using base::Status;

namespace {

// The value that the platform's storage in this browser gave back to our page (lti.md 4.8).
Status check_stored(Inspection& launch, const std::string& value) {
  launch.bound_by = Binding::storage;
  if (base::equal_constant_time(base::sha256_hex(value), launch.state.stored)) return {};
  return mismatch(Code::launch_storage_mismatch, "the value given to the platform's storage at login", "another value");
}

// Neither cookie nor value: says how far our page got.
Status refuse_unbound(const Inspection& launch, const std::string& expected) {
  const std::string* failed = base::field(launch.form, kFailedField);
  if (failed == nullptr || failed->empty()) return mismatch(Code::launch_cookie_needed, expected, "no cookie");
  if (*failed == kNothingStored) {
    return mismatch(Code::launch_storage_mismatch, "the value given to the platform's storage at login",
                    "nothing stored in this browser");
  }
  return mismatch(Code::launch_cookie_needed, expected, "no cookie; " + shown(*failed));
}

}  // namespace

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
  launch.bound_by = launch.state.binding == Binding::storage ? Binding::cookie : launch.state.binding;
  if (launch.unbound) return {};
  const std::string expected = "the cookie of the browser that began the login";
  if (base::equal_constant_time(base::sha256_hex(launch.browser_cookie), launch.state.browser)) return {};
  const std::string* stored = base::field(launch.form, kStoredField);
  if (stored != nullptr && !stored->empty() && !launch.state.stored.empty()) return check_stored(launch, *stored);
  if (launch.browser_cookie.empty()) return refuse_unbound(launch, expected);
  return mismatch(Code::launch_browser_mismatch, expected, "another cookie");
}

}  // namespace preceptor::lti
