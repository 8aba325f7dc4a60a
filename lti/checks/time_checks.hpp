// Checks 9 to 11 of lti.md 4.5: the launch is of now, and of this login.
#pragma once
#include "lti/checks/inspection.hpp"

namespace preceptor::lti {

base::Status check_expiry(Inspection& launch);
base::Status check_issued_at(Inspection& launch);
base::Status check_nonce(Inspection& launch);

}  // namespace preceptor::lti
