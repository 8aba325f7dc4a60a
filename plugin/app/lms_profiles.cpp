#include "plugin/app/lms_profiles.hpp"

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::app {
namespace {

template <class Profile>
std::unique_ptr<const lti::LmsProfile> made() {
  return std::make_unique<Profile>();
}

std::vector<ProfileMaker>& makers() {
  static std::vector<ProfileMaker> all{made<moodle::MoodleProfile>, made<canvas::CanvasProfile>};
  return all;
}

}  // namespace

lti::LmsProfiles known_profiles() {
  lti::LmsProfiles profiles;
  for (const ProfileMaker maker : makers()) profiles.add(maker());
  return profiles;
}

void add_profile(ProfileMaker maker) { makers().push_back(maker); }

}  // namespace preceptor::app
