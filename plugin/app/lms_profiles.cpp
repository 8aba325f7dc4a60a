#include "plugin/app/lms_profiles.hpp"

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::app {

lti::LmsProfiles known_profiles() {
  lti::LmsProfiles profiles;
  profiles.add(std::make_unique<moodle::MoodleProfile>());
  profiles.add(std::make_unique<canvas::CanvasProfile>());
  return profiles;
}

}  // namespace preceptor::app
