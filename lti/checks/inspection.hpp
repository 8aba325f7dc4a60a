// One launch under inspection: what came, what it is compared with, and what the checks have found so far.
#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/url.hpp"
#include "core/ports/sealer.hpp"
#include "lti/jose/compact.hpp"
#include "lti/launch.hpp"

namespace preceptor::lti {

struct Inspection {
  const base::Fields& form;
  std::string_view browser_cookie;
  bool same_bytes_again = false;  // a reload of a recorded launch: age and expiry are not asked again
  base::Instant now{};
  const ToolUrls& urls;
  const LaunchPolicy& policy;
  RegistrationStore& registrations;
  KeySource& keys;
  const ports::Sealer& sealer;
  bool unbound = false;  // the browser is not asked for: what is found must not be shown or recorded

  // Found by the checks, in their order.
  std::string_view id_token;  // bytes in `form`
  jose::CompactJws token;     // claims are untrusted until the signature was checked
  LoginState state;
  Registration registration;  // empty id until the state named it
  Launch launch;
  Binding bound_by = Binding::cookie;

  const nlohmann::json& claims() const { return *token.payload; }
};

// A check's stable name, for the diary, and its function: success, or the refusal.
struct Check {
  std::string_view name;
  base::Status (*run)(Inspection&);
};

}  // namespace preceptor::lti
