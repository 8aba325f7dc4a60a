// The one connection that somebody means who types a name. Names need not be unique, so a guess could switch off the wrong LMS.
#pragma once
#include <string>

#include "lti/registration.hpp"

namespace preceptor::app {

enum class Among { all, enabled };
// By id, or by name where one alone has it. Errors: platform_unknown; command_arguments (several have it: their ids are named); store_*.
base::Result<lti::Registration> registration_named(lti::RegistrationStore& store, const std::string& text, Among among);

}  // namespace preceptor::app
