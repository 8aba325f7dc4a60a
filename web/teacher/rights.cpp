#include "web/teacher/rights.hpp"

#include <algorithm>

#include "web/learner/facts.hpp"

namespace preceptor::web {

bool is_preview(const lti::Launch& launch) {
  const auto& roles = launch.roles;
  return launch.masquerading || roles.test_user || roles.instructor || roles.mentor || (roles.administrator && !roles.learner);
}

bool is_stand_in(const lti::Launch& launch) { return launch.masquerading || launch.roles.test_user || launch.subject.empty(); }

bool teaches(const lti::Launch& launch) {
  return launch.roles.teacher && launch.context && !launch.context->id.empty() && !is_stand_in(launch);
}

bool administers(const lti::Launch& launch) {
  return !is_stand_in(launch) && std::any_of(launch.roles.all.begin(), launch.roles.all.end(), [](const std::string& role) {
    return role == "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator" ||
           role == "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator";
  });
}

std::optional<TeacherScope> teacher_scope(const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  if (is_stand_in(launch) || !(launch.roles.instructor || administers(launch))) return std::nullopt;
  return TeacherScope{link_of(verified), teaches(launch), administers(launch)};
}

}  // namespace preceptor::web
