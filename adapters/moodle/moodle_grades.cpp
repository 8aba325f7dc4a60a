// Moodle's answers to a score (moodle.md section 7.4): the reason is often in the status line only, so the status decides.
#include "adapters/moodle/moodle_profile.hpp"
#include "lti/services/link_services.hpp"

namespace preceptor::moodle {
namespace {

using lti::Verdict;
using What = lti::Verdict::What;

constexpr base::Milliseconds kBroken{30 * 60 * 1000};

// A page instead of an answer: Moodle itself broke, or is being upgraded.
bool is_page(const ports::OutboundResponse& answer) { return answer.body.find('<') != std::string::npos; }

}  // namespace

Verdict MoodleProfile::judge_score(const ports::OutboundResponse& answer) const {
  switch (answer.status) {
    case 400:
      return {What::never, "Moodle cannot grade this person here: only participants with a graded role (students) have a grade",
              "In Moodle: course > Participants > check that the person is enrolled as a student, then send the grade again.", {}};
    case 401:
      return {What::never, "Moodle does not accept the tool's access to grades",
              "In Moodle: Manage tools > the tool's gear > Services > let it use \"IMS LTI Assignment and Grade Services\", then send the grade again.",
              {}};
    case 403:
      return {What::never, "the grade column belongs to another tool or course",
              "In Moodle: open the activity once as a teacher, so that the tool learns its own grade column, then send the grade again.", {}};
    case 404:
      if (is_page(answer)) return {What::later, "Moodle answered with an error page", "Look at Moodle's own log at that time.", kBroken};
      return {What::never, "the grade column is gone",
              "In Moodle: activity > Settings > Grade > choose a grade type again and save; open the activity once, then send the grade again.", {}};
    case 409:
      return {What::superseded, "Moodle already holds a newer grade, for example one that a teacher entered", "", {}};
    default:
      return LmsProfile::judge_score(answer);
  }
}

}  // namespace preceptor::moodle
