// Scores as Canvas takes them, and its answers: three shapes of body, and reason phrases that say nothing (canvas.md section 7).
#include <algorithm>
#include <array>

#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/json.hpp"
#include "lti/services/link_services.hpp"

namespace preceptor::canvas {
namespace {

using lti::Verdict;
using What = lti::Verdict::What;

constexpr const char* kSubmission = "https://canvas.instructure.com/lti/submission";
constexpr base::Milliseconds kThrottled{60 * 1000};
constexpr base::Milliseconds kUnpublished{60 * 60 * 1000};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}

// One answer Canvas is known for: its status, a part of its message in lower case (empty: any), and what it means.
struct Known {
  int status;
  std::string_view part;
  What what;
  std::string_view reason, fix;
};

// The first that fits counts.
constexpr std::array kKnown = {
    Known{400, "before last updated timestamp", What::superseded, "Canvas already holds a newer grade of this learner", ""},
    Known{400, "in the future", What::never, "Canvas says that the time of the submission lies in the future",
          "Set the clock of the server this tool runs on, then send the grade again."},
    Known{401, "developer key", What::never, "Canvas says that the tool's developer key is off",
          "In Canvas: Admin > Developer Keys > turn the key's State ON, then send the grades again."},
    Known{401, "not linked to a tool", What::never, "the tool is no longer installed in this course",
          "In Canvas: install the app in the course or account again (Settings > Apps), then send the grades again."},
    Known{401, "'aud' is invalid", What::never, "Canvas wants the token from another address",
          "Compare the connection's token endpoint with the host of the course, and correct it."},
    Known{401, "", What::later, "Canvas did not accept our access token", ""},
    Known{403, "rate limit", What::later, "Canvas asks us to send more slowly", ""},
    Known{403, "", What::never, "Canvas does not allow the tool to write this grade",
          "In Canvas: give the developer key the scope \"Can create and update submission results\", then send the grade again."},
    Known{404, "", What::never, "the assignment is gone, or its course has not begun or is concluded",
          "In Canvas: check the course's dates and that the assignment exists; open the unit once, then send the grade again."},
    Known{412, "", What::never, "the assignment belongs to another tool", "In Canvas: add the unit as an assignment of this tool."},
    Known{422, "not a student", What::never, "Canvas takes grades of students of the course only, and this person is none now",
          "In Canvas: People > check that the person is enrolled as a Student, then send the grade again."},
    Known{422, "concluded", What::never, "the course has concluded and takes no grades any more",
          "In Canvas: Settings > Course Details > extend the course's end, then send the grade again."},
    Known{422, "number of allowed attempts", What::later, "no attempts are left for a new submission", ""},
    Known{422, "unpublished", What::later, "the assignment is not published yet", "In Canvas: publish the assignment."},
};

}  // namespace

void CanvasProfile::shape_score(base::Json& score, const lti::ScoreFacts& facts) const {
  base::Json extension = {{"new_submission", false}};
  if (!facts.graded) {
    // A post without a score wipes the grade that is there, unless told not to.
    extension["preserve_score"] = true;
    extension["submission_type"] = "none";
  } else {
    extension["prioritize_non_tool_grade"] = true;   // what a teacher entered stays
    // Every post is a new attempt unless told otherwise; only the first grade is one.
    if (facts.first && !facts.review_url.empty()) {
      extension["new_submission"] = true;
      // SpeedGrader launches this address; "online_url" would only show it as a link, which without a launch opens nothing. That the launch is an
      // LTI 1.3 one was not tried on a live Canvas (canvas.md 7, 8).
      extension["submission_type"] = "basic_lti_launch";
      extension["submission_data"] = facts.review_url;
      score["submission"] = {{"submittedAt", score["timestamp"]}};
    }
  }
  score[kSubmission] = std::move(extension);
}

Verdict CanvasProfile::judge_score(const ports::OutboundResponse& answer) const {
  const std::string words = lower(lti::words_of(answer));
  const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& one) {
    return one.status == answer.status && words.find(one.part) != std::string::npos;
  });
  if (known == kKnown.end()) {
    Verdict verdict = LmsProfile::judge_score(answer);
    if (verdict.what == What::never && !words.empty()) verdict.reason = "Canvas refused the grade: " + lti::words_of(answer);
    return verdict;
  }
  Verdict verdict{known->what, std::string(known->reason), std::string(known->fix), lti::retry_after(answer)};
  if (answer.status == 403 && known->what == What::later) {
    verdict.whole_platform = true;   // the quota is the token's
    if (!verdict.wait) verdict.wait = kThrottled;
  }
  if (known->part == "unpublished") verdict.wait = kUnpublished;
  if (known->part == "number of allowed attempts") {
    verdict.no_new_submission = true;
    verdict.wait = base::Milliseconds{0};
  }
  return verdict;
}

}  // namespace preceptor::canvas
