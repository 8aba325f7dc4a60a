// Checks 12 to 16 of lti.md 4.5 and the claims of each kind of message (4.6, 5, 6.4).
#pragma once
#include "lti/checks/inspection.hpp"

namespace preceptor::lti {

base::Status check_version(Inspection& launch);
base::Status check_message_type(Inspection& launch);
base::Status check_deployment(Inspection& launch);
base::Status check_target(Inspection& launch);
base::Status check_subject(Inspection& launch);
base::Status check_roles(Inspection& launch);
base::Status check_resource_link(Inspection& launch);
base::Status check_message_claims(Inspection& launch);
base::Status check_optional_claims(Inspection& launch);

}  // namespace preceptor::lti
