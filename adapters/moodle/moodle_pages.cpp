// Moodle's own pages, from its address and the ids of a launch (moodle.md 4.3: a link's id is the activity's, a context's id the course's).
// An activity is opened by that id with `l`; its settings are one click further, for the number they want is not in a launch.
#include <algorithm>

#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor::moodle {
namespace {

bool is_number(const std::string& id) {
  return !id.empty() && id.size() <= 18 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string MoodleProfile::page_of(lti::LmsPage page, const lti::LinkPlace& place) const {
  std::string root = place.issuer;
  while (root.ends_with('/')) root.pop_back();
  switch (page) {
    case lti::LmsPage::link: return is_number(place.resource_link_id) ? root + "/mod/lti/view.php?l=" + place.resource_link_id + "&forceview=1" : std::string();
    case lti::LmsPage::course: return is_number(place.context_id) ? root + "/course/view.php?id=" + place.context_id : std::string();
    case lti::LmsPage::tools: return root + "/mod/lti/toolconfigure.php";
  }
  return {};
}

}  // namespace preceptor::moodle
