// What this tool signs, with the key of one registration (Security Framework 5.4, 7.2: no key pair serves two platforms).
#pragma once
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace preceptor::lti {

class Signer {
 public:
  virtual ~Signer() = default;
  // The compact JWS of `claims_json` under the registration's current key: RS256, typ JWT, kid. The key is made at the first use.
  // Any thread. Errors: key_unreadable (the vault cannot open it), store_*.
  virtual base::Result<std::string> sign(const base::RegistrationId& registration, std::string_view claims_json) = 0;
};

}  // namespace preceptor::lti
