// What is stored once the platform has answered.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lti/dynamic/platform_configuration.hpp"
#include "lti/dynamic/registration_answer.hpp"
#include "lti/invitation.hpp"
#include "lti/registration.hpp"

namespace preceptor::lti {

// LmsProfile::kind. Error register_configuration: the invitation is for another kind.
base::Result<std::string> kind_of(const Invitation& invitation, const PlatformConfiguration& platform);

// The invitation's name, else the account's, else the site's host; with a number behind it when `taken` has it already.
std::string name_for(const Invitation& invitation, const PlatformConfiguration& platform, const std::vector<Registration>& taken);

// Asked for and not refused. Moodle's answer claims more than was asked (moodle.md 3.5).
std::vector<std::string> granted_scopes(const nlohmann::json& request, const RegistrationAnswer& answer);

// Waiting, from the LMS itself; under the id the invitation chose.
Registration new_registration(const Invitation& invitation, const PlatformConfiguration& platform, const RegistrationAnswer& answer,
                              const nlohmann::json& request, std::string kind, std::string name);

}  // namespace preceptor::lti
