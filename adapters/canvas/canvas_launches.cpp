#include "adapters/canvas/canvas_profile.hpp"

namespace preceptor::canvas {
namespace {

// A custom parameter with something in it; a variable Canvas did not know was dropped when the claims were read.
const std::string* custom(const lti::Launch& launch, const char* name) {
  const auto found = launch.custom.find(name);
  return found == launch.custom.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

void CanvasProfile::refine(lti::Launch& launch) const {
  // Student View carries no TestUser role; the parameter we ask for says it ($com.instructure.User.student_view).
  if (const auto* student_view = custom(launch, "student_view"); student_view && *student_view == "true") launch.roles.test_user = true;
  // $Canvas.masqueradingUser.id: who really sits there, while an administrator acts as this user. Must not earn credit.
  const auto* behind = custom(launch, "masquerading_user");
  const auto* user = custom(launch, "canvas_user_id");
  launch.masquerading = behind != nullptr && (user == nullptr || *behind != *user);
  // From the course's or account's navigation the link has the context's id: no stable link to attach grades to.
  if (launch.context && launch.resource_link.id == launch.context->id) launch.grades.reset();
}

// Anonymous grading of the launch's assignment ($com.instructure.Assignment.anonymous_grading; Canvas fills it in for assignments only).
bool CanvasProfile::grades_without_names(const lti::Launch& launch) const {
  const auto* anonymous = custom(launch, "anonymous_grading");
  return anonymous != nullptr && *anonymous == "true";
}

}  // namespace preceptor::canvas
