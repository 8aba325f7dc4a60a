// The LMSs this build knows the ways of.
#pragma once
#include "lti/lms_profile.hpp"

namespace preceptor::app {

lti::LmsProfiles known_profiles();

}  // namespace preceptor::app
