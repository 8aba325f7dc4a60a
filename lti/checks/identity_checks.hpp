// Checks 5 to 8 of lti.md 4.5: who sent the launch, and for whom.
#pragma once
#include "lti/checks/inspection.hpp"

namespace preceptor::lti {

base::Status check_registration(Inspection& launch);
base::Status check_issuer(Inspection& launch);
base::Status check_signature(Inspection& launch);
base::Status check_audience(Inspection& launch);
base::Status check_authorized_party(Inspection& launch);

}  // namespace preceptor::lti
