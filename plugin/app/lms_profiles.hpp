// The LMSs this build knows the ways of: the one place that names them.
#pragma once
#include "lti/lms_profile.hpp"

namespace preceptor::app {

lti::LmsProfiles known_profiles();

// One more, for configurations read and sites opened from now on. Not while another thread does either: at the start of a program.
using ProfileMaker = std::unique_ptr<const lti::LmsProfile> (*)();
void add_profile(ProfileMaker maker);

}  // namespace preceptor::app
