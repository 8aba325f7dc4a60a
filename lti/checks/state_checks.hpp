// Check 4 of lti.md 4.5: the launch answers a login that this browser began with us. Whether the state was used before
// is decided by the commit that records the launch.
#pragma once
#include "lti/checks/inspection.hpp"

namespace preceptor::lti {

base::Status check_state(Inspection& launch);
base::Status check_state_age(Inspection& launch);
base::Status check_browser(Inspection& launch);

}  // namespace preceptor::lti
