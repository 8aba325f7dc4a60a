// Where a platform's public keys come from.
#pragma once
#include <memory>
#include <string_view>

#include "core/base/result.hpp"
#include "lti/jose/public_key.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

class KeySource {
 public:
  virtual ~KeySource() = default;
  // The registration's key of that kid. Errors: launch_key_unknown (fetched, not there), launch_keys_unreachable, launch_key_refused.
  virtual base::Result<std::shared_ptr<const jose::PublicKey>> key(const Registration& registration, std::string_view kid) = 0;
};

}  // namespace preceptor::lti
