// What an administrator, or a launch, changes about a stored registration. One transaction each.
#pragma once
#include <string>

#include "core/base/result.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

// Launches are let in from now on, from the deployments the LMS named itself.
base::Result<Registration> accept_registration(RegistrationStore& store, const base::RegistrationId& id);
// A waiting deployment is let in. Errors: launch_deployment_unknown (nothing of that id waits), platform_configured (the file says which).
base::Result<Registration> accept_deployment(RegistrationStore& store, const base::RegistrationId& id, const std::string& deployment);
// A waiting deployment is forgotten; its next launch makes it wait again.
base::Result<Registration> dismiss_deployment(RegistrationStore& store, const base::RegistrationId& id, const std::string& deployment);
// Launches of this deployment without `sub`: let in or not. Errors as accept_deployment, for deployments that are let in.
base::Result<Registration> allow_anonymous(RegistrationStore& store, const base::RegistrationId& id, const std::string& deployment, bool allowed);
// Errors: platform_configured, command_arguments (an empty or overlong name).
base::Result<Registration> rename_registration(RegistrationStore& store, const base::RegistrationId& id, const std::string& name);
// Errors: platform_configured.
base::Result<Registration> enable_registration(RegistrationStore& store, const base::RegistrationId& id, bool enabled);

// A verified launch named a deployment we do not know: it waits for an administrator. No more than kMaxPending wait; further ones are refused
// without being kept. What is kept belongs to this registration alone.
inline constexpr std::size_t kMaxPending = 50;
base::Status note_deployment(RegistrationStore& store, const base::RegistrationId& id, const std::string& deployment);

}  // namespace preceptor::lti
