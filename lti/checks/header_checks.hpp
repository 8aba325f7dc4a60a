// Checks 1 to 3 of lti.md 4.5: what can be said before any secret, key or stored fact is touched.
#pragma once
#include "lti/checks/inspection.hpp"

namespace preceptor::lti {

base::Status check_platform_error(Inspection& launch);
base::Status check_token_present(Inspection& launch);
base::Status check_token_shape(Inspection& launch);
base::Status check_algorithm(Inspection& launch);
base::Status check_critical_header(Inspection& launch);
base::Status check_kid(Inspection& launch);

}  // namespace preceptor::lti
