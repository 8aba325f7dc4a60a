// Moodle takes a request as the specification makes it (moodle.md 3.3, 3.4): what it does not know it ignores, and a domain with its port it needs.
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::moodle {

std::vector<std::string> MoodleProfile::connect_steps() const {
  return {"admin.click_moodle_open", "admin.click_moodle_paste", "admin.click_moodle_activate"};
}

// moodle.md 3.1 steps 6 and 7, section 10.
std::vector<std::string> MoodleProfile::next_steps() const {
  return {"register.next.moodle.activate", "register.next.moodle.chooser", "register.next.moodle.security"};
}

}  // namespace preceptor::moodle
